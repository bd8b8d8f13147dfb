// OnDemandScaler: makes the shards of on-demand streams follow their load. Once a minute it
// measures what each open shard took, writes down what the day calls for, and has shards doubled,
// halved or merged as on_demand.h says.
//
// What it has measured of a minute is lost when the process ends; what it has written down is in
// the catalog.
//
// Threads: the catalog's home loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "base/time.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "stream/catalog.h"
#include "stream/limits.h"
#include "stream/on_demand.h"
#include "stream/service_time.h"

namespace weir::stream {

class OnDemandScaler {
 public:
  // All must outlive it.
  OnDemandScaler(env::EventLoop& home, Catalog& catalog, const Limits& limits,
                 const ServiceTime& time, env::Logger& logger);

  // From now on until it is destroyed. The catalog is open.
  void start();

 private:
  // What a shard had taken in all when it was last looked at.
  struct Taken {
    std::uint64_t bytes = 0;
    std::uint64_t records = 0;
  };
  using ShardsTaken = std::map<std::pair<StreamNumber, ShardIndex>, Taken>;

  void look_later();
  void look();
  std::vector<ShardLoad> measure(const Stream& stream, milliseconds elapsed, ShardsTaken& taken);
  void scale(const StreamDescription& stream, const std::vector<ShardLoad>& loads, WallTime now);
  void submit(const StreamDescription& stream, CommandBody command);

  env::EventLoop& home_;
  Catalog& catalog_;
  const Limits& limits_;
  const ServiceTime& time_;
  env::Logger& logger_;
  MonotonicTime last_look_;
  ShardsTaken taken_;  // Of the open shards of on-demand streams, and no others.
  std::unique_ptr<env::Timer> timer_;
};

}  // namespace weir::stream
