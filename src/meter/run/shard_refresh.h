// ShardRefresh: looks at a stream's shards anew once a writer has met one that its map does not
// have: the stream was resharded, and records that are meant for a shard would miss it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>

#include "env/clock.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "meter/run/prepared_plan.h"

namespace weir::meter {

// Threads: the loop's.
class ShardRefresh {
 public:
  // All must outlive it.
  ShardRefresh(env::EventLoop& loop, env::Network& network, const env::Clock& clock);
  ~ShardRefresh();
  ShardRefresh(const ShardRefresh&) = delete;
  ShardRefresh& operator=(const ShardRefresh&) = delete;

  // Lists the shards of `target` and gives them to its map. One look at a time, and at most one a
  // second; what fails is tried again when the next unknown shard is met.
  void look(PreparedTarget& target);

 private:
  struct Look;

  env::EventLoop& loop_;
  env::Network& network_;
  const env::Clock& clock_;
  std::map<const PreparedTarget*, std::unique_ptr<Look>> looks_;
};

}  // namespace weir::meter
