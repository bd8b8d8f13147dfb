#include "meter/agents/progress_log.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "meter/agents/progress.h"
#include "meter/results/live_view.h"
#include "meter/results/run_result.h"
#include "metrics/histogram.h"

namespace weir::meter {
namespace {

// Of one answer: some ten seconds of many labels, and little memory.
constexpr std::size_t pieces_max = 2'000;

}  // namespace

void ProgressLog::on_second(const LiveView& view) {
  const MutexLock lock(mutex_);
  add_seconds(view.so_far);
  latest_.state = AgentState::running;
  latest_.elapsed = view.elapsed;
  latest_.time_left = view.time_left;
  latest_.planned_per_second = view.planned_per_second;
  latest_.so_far = view.so_far;
  latest_.so_far->seconds.clear();
  for (ShardResult& shard : latest_.so_far->shards) shard.records_each_second.clear();
}

void ProgressLog::finish(RunResult result) {
  const MutexLock lock(mutex_);
  add_seconds(result);
  result.seconds.clear();
  latest_.state = AgentState::over;
  latest_.elapsed = result.duration;
  latest_.time_left = nanoseconds(0);
  latest_.planned_per_second = 0;
  latest_.so_far = std::move(result);
}

AgentProgress ProgressLog::since(std::uint32_t from) {
  const MutexLock lock(mutex_);
  std::erase_if(pieces_, [&](const SecondPiece& piece) { return piece.second < from; });
  AgentProgress progress = latest_;
  for (const SecondPiece& piece : pieces_) {
    // A second is sent whole.
    const bool is_full = progress.seconds.size() >= pieces_max;
    if (is_full && piece.second != progress.seconds.back().second) {
      progress.has_more = true;
      break;
    }
    progress.seconds.push_back(piece);
  }
  return progress;
}

// A view that came late covers several seconds: each of them then has the histogram of all.
void ProgressLog::add_seconds(const RunResult& so_far) {
  while (before_.size() < so_far.labels.size()) before_.emplace_back(latency_layout);
  std::vector<std::string> encoded(so_far.labels.size());
  for (std::size_t label = 0; label < so_far.labels.size(); ++label) {
    metrics::Histogram gained = so_far.labels[label].latency;
    gained.subtract(before_[label]);
    before_[label] = so_far.labels[label].latency;
    if (gained.count() > 0) encoded[label] = gained.encode();
  }
  for (; seconds_taken_ < so_far.seconds.size(); ++seconds_taken_) {
    const Second& second = so_far.seconds[seconds_taken_];
    pieces_.push_back({.second = second.second,
                       .label = second.label,
                       .counts = second.counts,
                       .threads = second.threads,
                       .latency = second.counts.samples > 0 ? encoded.at(second.label) : ""});
  }
}

}  // namespace weir::meter
