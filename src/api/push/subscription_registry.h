// SubscriptionRegistry: who is subscribed to what: of each consumer, one subscription a shard.
//
// Threads: any; what it has to say to a subscription it posts to the loop of that.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "stream/consumer.h"
#include "stream/shard_id.h"

namespace weir::api::push {

enum class Ending : std::uint8_t;
class Subscription;

struct SubscriptionKey {
  stream::ConsumerNumber consumer;
  stream::ShardIndex shard;

  friend auto operator<=>(const SubscriptionKey&, const SubscriptionKey&) = default;
};

class SubscriptionRegistry {
 public:
  // For so long after a call the next one is refused.
  explicit SubscriptionRegistry(seconds takeover_after) : takeover_after_(takeover_after) {}

  // Enters a subscription that begins `now` on `home`. One that is there already ends, as
  // taken_over. False: the last call was too short a time ago, whatever has become of it.
  bool enter(const stream::ConsumerPointer& consumer, stream::ShardIndex shard, MonotonicTime now,
             env::EventLoop& home, const std::shared_ptr<Subscription>& subscription);
  // It has ended. Nothing happens if another one has taken over.
  void leave(const SubscriptionKey& key, const Subscription& subscription);

  // The consumers that have subscriptions.
  std::vector<stream::ConsumerPointer> consumers() const;
  // Ends all subscriptions of a consumer.
  void end_consumer(stream::ConsumerNumber consumer, Ending ending);

  std::size_t size() const;

 private:
  struct Entry {
    MonotonicTime began;
    env::EventLoop* home = nullptr;
    stream::ConsumerPointer consumer;
    const Subscription* active = nullptr;  // Null once it has left.
    std::weak_ptr<Subscription> subscription;
  };
  using Entries = std::map<SubscriptionKey, Entry>;

  static void end(const Entry& entry, Ending ending);
  void forget_old(MonotonicTime now);

  const seconds takeover_after_;
  mutable Mutex mutex_;
  Entries entries_ GUARDED_BY(mutex_);
  std::size_t active_ GUARDED_BY(mutex_) = 0;
  // All calls of the last seconds, oldest first: an entry goes when its time is over.
  std::deque<std::pair<MonotonicTime, SubscriptionKey>> calls_ GUARDED_BY(mutex_);
};

}  // namespace weir::api::push
