#include "monitoring/collectors.h"

#include <atomic>
#include <utility>

#include "monitoring/store_logs.h"

namespace weir::monitoring {

// Streams that nothing happened to for a minute need no counters.
void LoopCollector::empty() {
  for (auto stream = streams_.begin(); stream != streams_.end();) {
    if (stream->second->is_empty()) {
      stream = streams_.erase(stream);
      continue;
    }
    stream->second->take(minute_, values_);
    ++stream;
  }
  last_ = nullptr;
}

void LoopCollector::turn_minute() {
  empty();
  const WallTime now = clock_.wall_now();
  const std::int64_t minute = minute_of(now);
  minute_ = WallTime{minute * minute_ms};
  minute_end_ = clock_.monotonic_now() + milliseconds(minute_ms - (now.ms - minute_.ms));
}

std::vector<MetricValue> LoopCollector::take() {
  empty();
  if (clock_.monotonic_now() >= minute_end_) turn_minute();
  return std::exchange(values_, {});
}

Collectors::Collectors(std::vector<env::EventLoop*> loops, const env::Clock& clock, Sink sink)
    : loops_(std::move(loops)), sink_(std::move(sink)) {
  for (std::size_t index = 0; index < loops_.size(); ++index) {
    collectors_.push_back(std::make_unique<LoopCollector>(clock));
  }
}

struct Collectors::Gathering {
  std::atomic<std::size_t> waiting;
  env::EventLoop& home;
  Done<void> done;
};

void Collectors::gather(env::EventLoop& home, Done<void> done) {
  const auto gathering = std::make_shared<Gathering>(loops_.size(), home, std::move(done));
  for (env::EventLoop* const loop : loops_) {
    loop->post([this, loop, gathering] {
      std::vector<MetricValue> values = on(*loop).take();
      if (!values.empty()) sink_(std::move(values));
      if (gathering->waiting.fetch_sub(1) > 1) return;
      gathering->home.post([gathering] { gathering->done({}); });
    });
  }
}

}  // namespace weir::monitoring
