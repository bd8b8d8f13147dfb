// WorkerContext: what everybody on one worker's loop shares: the loop, who counts, and who must be
// told that a second has passed.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "env/event_loop.h"
#include "http/client.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/recorder.h"
#include "meter/run/shard_refresh.h"
#include "meter/run/shared_state.h"
#include "meter/wire/connection.h"

namespace weir::meter {

class EverySecond {
 public:
  virtual ~EverySecond() = default;
  virtual void on_second() = 0;
};

// Threads: the worker's.
struct WorkerContext {
  WorkerContext(SharedState& its_shared, env::EventLoop& its_loop, std::size_t its_index,
                std::size_t its_workers, Recorder::Ship ship, SampleSink* sink)
      : shared(its_shared),
        loop(its_loop),
        index(its_index),
        workers(its_workers),
        recorder(its_shared.plan.labels, sink, std::move(ship)),
        under_way(its_shared.plan.labels.size()),
        shard_refresh(its_loop, its_shared.network, its_shared.clock) {}

  MonotonicTime now() const { return shared.clock.monotonic_now(); }

  // A connection to a target, for one who sends.
  std::unique_ptr<Connection> connect(const PreparedTarget& target) {
    const ConnectionSurroundings around{.loop = loop,
                                        .network = shared.network,
                                        .clock = shared.clock,
                                        .origin = target.endpoint.origin,
                                        .limits = target.limits,
                                        .tls = target.tls.get()};
    if (!shared.plan.plan.is_http2) return make_http1_connection(around);
    return make_http2_connection(around, client(target));
  }

  // The HTTP/2 client to a target, which those who use it share.
  http::Client& client(const PreparedTarget& target) {
    auto& known = clients[&target];
    if (!known) {
      http::ClientLimits limits = target.limits;
      limits.protocol = target.endpoint.origin.tls ? http::ClientProtocol::automatic
                                                   : http::ClientProtocol::http2;
      known =
          http::make_client(loop, shared.network, target.endpoint.origin, limits, target.ca_file);
    }
    return *known;
  }

  void watch(EverySecond& watcher) { watchers.push_back(&watcher); }
  void unwatch(EverySecond& watcher) { std::erase(watchers, &watcher); }

  SharedState& shared;
  env::EventLoop& loop;
  const std::size_t index;
  const std::size_t workers;
  Recorder recorder;
  std::vector<std::uint32_t> under_way;  // Calls, by label.
  ShardRefresh shard_refresh;
  std::vector<EverySecond*> watchers;
  std::map<const PreparedTarget*, std::unique_ptr<http::Client>> clients;
};

}  // namespace weir::meter
