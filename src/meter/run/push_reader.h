// PushReader: its share of a stream's shards, pushed to a registered consumer: a subscription for
// each, made anew when its five minutes are over; children are followed.
//
// A sample is an event with records. Nobody asks for it, so its latency is how long ago its newest
// record had arrived at the stream, by the service's clock, to the millisecond.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "env/event_loop.h"
#include "meter/results/sample.h"
#include "meter/run/actor.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/shard_tracker.h"
#include "meter/run/worker_context.h"
#include "meter/wire/request_head.h"

namespace weir::meter {

class PushReader final : public Actor {
 public:
  // All must outlive it. `thread` counts from 0, of `threads`.
  PushReader(WorkerContext& context, const PreparedGroup& group, const PreparedSampler& sampler,
             ShardTracker& tracker, std::uint32_t thread, std::uint32_t threads, ActorOwner& owner);
  ~PushReader() override;
  PushReader(const PushReader&) = delete;
  PushReader& operator=(const PushReader&) = delete;

  void start(MonotonicTime start) override;
  void stop() override;
  bool is_over() const override { return is_over_; }

 private:
  class Subscription;

  void subscribe(ShardToRead shard);

  WorkerContext& context_;
  const PreparedGroup& group_;
  const PreparedSampler& sampler_;
  ShardTracker& tracker_;
  const std::uint32_t thread_;
  const std::uint32_t threads_;
  ActorOwner& owner_;
  RequestHead head_;
  std::unique_ptr<http::Client> client_;
  std::vector<std::unique_ptr<Subscription>> subscriptions_;
  std::unique_ptr<env::Timer> end_;
  bool is_over_ = false;
};

}  // namespace weir::meter
