// PushService: SubscribeToShard's subscriptions, of all loops: begins them, and ends those whose
// consumer goes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "api/push/event_cache.h"
#include "api/push/loop_subscriptions.h"
#include "api/push/push_settings.h"
#include "api/push/subscription.h"
#include "api/push/subscription_registry.h"
#include "aws/protocol.h"
#include "base/result.h"
#include "env/event_loop.h"
#include "http/body_source.h"
#include "stream/catalog.h"
#include "stream/catalog_view.h"
#include "stream/service_time.h"

namespace weir::api::push {

struct NewSubscription {
  stream::ConsumerPointer consumer;  // ACTIVE.
  stream::ShardPlace place;
  aws::Protocol protocol = aws::Protocol::json_1_1;  // Of the events.
  log::Offset from;
};

class PushService {
 public:
  // Loops have the indexes below `loops`. The references must outlive it.
  PushService(std::size_t loops, const stream::Catalog& catalog, const stream::ServiceTime& time,
              const PushSettings& settings, monitoring::Collectors* collectors = nullptr);
  ~PushService();

  // Follows the catalog, so that subscriptions end with their consumers. Once, on a loop of the
  // catalog's.
  void watch(env::EventLoop& home);

  // The answer's body: the subscription lives as long as that. Errors: in_use  the last call for
  // the consumer and the shard was too short a time ago.  not_found  the consumer goes at this
  // moment. Threads: `home`'s.
  Result<std::unique_ptr<http::BodySource>> subscribe(env::EventLoop& home,
                                                      const NewSubscription& what);

  // Ends all subscriptions of the loop, and those that begin from now on. Threads: the loop's.
  void drain(const env::EventLoop& home) { loops_[home.index()]->drain(); }
  // Lets go of the loop, whose connections have gone. Threads: the loop's.
  void stop(const env::EventLoop& home) { loops_[home.index()]->stop(); }

  // Threads: any.
  std::size_t subscriptions() const { return registry_.size(); }
  const EventCache& cache() const { return cache_; }

 private:
  class Watch;

  const stream::Catalog& catalog_;
  const stream::ServiceTime& time_;
  const PushSettings settings_;
  EventCache cache_;
  SubscriptionRegistry registry_;
  const PushParts parts_;
  std::vector<std::unique_ptr<LoopSubscriptions>> loops_;
  std::shared_ptr<Watch> watch_;
};

}  // namespace weir::api::push
