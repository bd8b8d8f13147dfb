#include "meter/agents/result_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "meter/agents/progress.h"
#include "meter/results/run_result.h"
#include "metrics/histogram.h"

namespace weir::meter {
namespace {

using Shards = std::map<std::pair<std::string, std::string>, ShardResult>;

void merge_shards(Shards& shards, const std::vector<ShardResult>& more) {
  for (const ShardResult& other : more) {
    ShardResult& shard = shards[{other.stream, other.shard_id}];
    shard.stream = other.stream;
    shard.shard_id = other.shard_id;
    shard.records += other.records;
    shard.bytes += other.bytes;
    shard.throttles += other.throttles;
    auto& each = shard.records_each_second;
    each.resize(std::max(each.size(), other.records_each_second.size()));
    for (std::size_t second = 0; second < other.records_each_second.size(); ++second) {
      each[second] += other.records_each_second[second];
    }
  }
}

void merge_rest(RunResult& into, const RunResult& other, const std::string& agent) {
  into.duration = std::max(into.duration, other.duration);
  into.was_interrupted = into.was_interrupted || other.was_interrupted;
  into.trace.sent += other.trace.sent;
  into.trace.received += other.trace.received;
  into.trace.lost += other.trace.lost;
  into.trace.duplicates += other.trace.duplicates;
  into.trace.out_of_order += other.trace.out_of_order;
  into.punctuality.lateness.merge(other.punctuality.lateness);
  into.punctuality.late += other.punctuality.late;
  into.punctuality.unsent += other.punctuality.unsent;
  for (const std::string& note : other.notes) {
    into.notes.push_back(fmt::format("{}: {}", agent, note));
  }
}

bool is_same_plan(const RunResult& left, const RunResult& right) {
  return std::ranges::equal(left.labels, right.labels, {}, &LabelResult::label,
                            &LabelResult::label) &&
         left.groups == right.groups;
}

}  // namespace

ResultMerge::ResultMerge(std::vector<std::string> agent_names) {
  for (std::string& name : agent_names) agents_.emplace_back().name = std::move(name);
}

Result<void> ResultMerge::take(std::size_t agent, const AgentProgress& progress) {
  Agent& from = agents_[agent];
  if (progress.so_far) {
    for (const Agent& other : agents_) {
      if (other.has_told && !is_same_plan(other.latest, *progress.so_far)) {
        return fail(ErrorCode::corrupt, "runs another plan");
      }
    }
    from.latest = *progress.so_far;
    from.has_told = true;
  }
  for (const SecondPiece& piece : progress.seconds) {
    if (piece.second < from.next_second) continue;  // Told before.
    Pending& pending = pending_[{piece.second, piece.label}];
    pending.counts.add(piece.counts);
    pending.threads += piece.threads;
    if (piece.latency.empty()) continue;
    const metrics::Histogram latency = TRY(metrics::Histogram::decode(piece.latency));
    if (latency.layout() != latency_layout) return fail(ErrorCode::corrupt, "counts differently");
    pending.latency.merge(latency);
  }
  if (!progress.seconds.empty()) from.next_second = progress.seconds.back().second + 1;
  if (progress.state == AgentState::over && !progress.has_more) from.is_over = true;
  finish_seconds();
  return {};
}

RunResult ResultMerge::merged() {
  finish_seconds();
  RunResult result;
  Shards shards;
  bool is_first = true;
  for (const Agent& agent : agents_) {
    if (!agent.has_told) continue;
    const RunResult& other = agent.latest;
    if (std::exchange(is_first, false)) {
      result.plan_name = other.plan_name;
      result.weir_version = other.weir_version;
      result.started_at = other.started_at;
      result.groups = other.groups;
      for (const LabelResult& label : other.labels) {
        result.labels.emplace_back().label = label.label;
      }
    }
    result.started_at = std::min(result.started_at, other.started_at);
    for (std::size_t label = 0; label < result.labels.size(); ++label) {
      result.labels[label].merge(other.labels[label]);
    }
    merge_shards(shards, other.shards);
    merge_rest(result, other, agent.name);
  }
  for (auto& [name, shard] : shards) result.shards.push_back(std::move(shard));
  result.seconds = seconds_;
  return result;
}

void ResultMerge::finish_seconds() {
  std::uint32_t told_up_to = UINT32_MAX;
  for (const Agent& agent : agents_) {
    if (!agent.is_over) told_up_to = std::min(told_up_to, agent.next_second);
  }
  while (!pending_.empty() && pending_.begin()->first.first < told_up_to) {
    const auto& [place, pending] = *pending_.begin();
    const metrics::Histogram& latency = pending.latency;
    seconds_.push_back({.second = place.first,
                        .label = place.second,
                        .counts = pending.counts,
                        .threads = pending.threads,
                        .p50 = latency.value_at(50),
                        .p90 = latency.value_at(90),
                        .p95 = latency.value_at(95),
                        .p99 = latency.value_at(99),
                        .max = latency.max(),
                        .mean = latency.mean()});
    pending_.erase(pending_.begin());
  }
}

}  // namespace weir::meter
