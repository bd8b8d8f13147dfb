// Metrics: what the loops count, where it is kept, and who reads it, put together.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "env/clock.h"
#include "env/logger.h"
#include "env/worker.h"
#include "log/shard_log.h"
#include "monitoring/collectors.h"
#include "monitoring/metric_store.h"
#include "monitoring/stream_totals.h"
#include "server/loop_group.h"

namespace weir::server {

class Metrics {
 public:
  // All must outlive it. The loop `home` writes the minutes.
  Metrics(LoopGroup& loops, std::size_t home, log::LogStore& logs, env::Worker& worker,
          const env::Clock& clock, env::Logger& logger);

  // Threads: home's.
  void start();
  // Writes what was counted. Never called from a loop; once the loops run no more requests.
  void stop();

  monitoring::Collectors& collectors() { return collectors_; }
  monitoring::MetricStore& store() { return store_; }
  const monitoring::StreamTotals& totals() const { return totals_; }
  // The store as a loop sees it.
  monitoring::LoopMetrics& on(std::size_t loop) { return *loop_metrics_[loop]; }

 private:
  LoopGroup& loops_;
  const std::size_t home_;
  env::Logger& logger_;
  monitoring::MetricStore store_;
  monitoring::StreamTotals totals_;
  monitoring::Collectors collectors_;
  std::vector<std::unique_ptr<monitoring::LoopMetrics>> loop_metrics_;
  bool has_started_ = false;
};

}  // namespace weir::server
