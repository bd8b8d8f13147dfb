#include "server/metrics.h"

#include <utility>

namespace weir::server {
namespace {

std::vector<env::EventLoop*> all_of(LoopGroup& loops) {
  std::vector<env::EventLoop*> all;
  all.reserve(loops.count());
  for (std::size_t index = 0; index < loops.count(); ++index) all.push_back(&loops.loop(index));
  return all;
}

}  // namespace

Metrics::Metrics(LoopGroup& loops, std::size_t home, log::LogStore& logs, env::Worker& worker,
                 const env::Clock& clock, env::Logger& logger)
    : loops_(loops),
      home_(home),
      logger_(logger),
      store_({.home = loops.loop(home),
              .logs = logs,
              .worker = worker,
              .clock = clock,
              .logger = logger}),
      collectors_(all_of(loops), clock, [this](const std::vector<monitoring::MetricValue>& values) {
        store_.add_what_fits(values);
        totals_.add(values);
      }) {
  for (std::size_t index = 0; index < loops.count(); ++index) {
    loop_metrics_.push_back(std::make_unique<monitoring::LoopMetrics>(store_, loops.loop(index)));
  }
}

void Metrics::start() {
  has_started_ = true;
  store_.start(
      [this](env::EventLoop& home, Done<void> done) { collectors_.gather(home, std::move(done)); });
}

void Metrics::stop() {
  if (!std::exchange(has_started_, false)) return;
  const Result<void> stopped = loops_.wait_on<void>(
      home_, [this](env::EventLoop&, Done<void> done) { store_.stop(std::move(done)); });
  if (!stopped) logger_.warning("metrics_not_written", {{"reason", stopped.error().message}});
}

}  // namespace weir::server
