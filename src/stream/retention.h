// RetentionSweeper: gives back the space of records beyond their retention period.
//
// Reads skip them at once (shard_reader.h); this trims the logs, durably, a sweep every
// `interval`, so that segments can be removed. A closed shard whose last record has expired is
// forgotten altogether.
//
// Threads: one loop's only.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>

#include "base/time.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "log/shard_log.h"
#include "stream/catalog.h"
#include "stream/service_time.h"

namespace weir::stream {

struct RetentionSettings {
  seconds interval{60};             // From the end of a sweep to the next.
  std::size_t shards_at_once = 32;  // Looked at side by side, so that their trims share a sync.
};

class RetentionSweeper {
 public:
  // All must outlive it. The first sweep comes an interval after start().
  RetentionSweeper(env::EventLoop& loop, Catalog& catalog, log::LogStore& store,
                   const ServiceTime& time, env::Logger& logger, RetentionSettings settings = {});
  ~RetentionSweeper();

  void start();

 private:
  class Sweep;
  std::shared_ptr<Sweep> sweep_;
};

}  // namespace weir::stream
