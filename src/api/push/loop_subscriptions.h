// LoopSubscriptions: the subscriptions of one event loop: what is due for them, and where they
// wait.
//
// Two lists keep what is due in order, by age and by silence, so that ten thousand subscriptions
// have one timer, and what they cost is what happens to them.
//
// Threads: the loop's, except the constructor and the destructor.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <map>
#include <memory>

#include "api/push/push_settings.h"
#include "api/push/shard_tail.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "log/shard_log.h"
#include "stream/service_time.h"

namespace weir::api::push {

class EventCache;
class Subscription;

class LoopSubscriptions {
 public:
  // All must outlive it.
  LoopSubscriptions(const stream::ServiceTime& time, const PushSettings& settings,
                    EventCache& cache);
  ~LoopSubscriptions();

  // `subscription` begins now, on `home`, which is the same each time.
  void add(env::EventLoop& home, Subscription& subscription);
  // It has nothing to come any more. Again: nothing happens.
  void remove(Subscription& subscription);
  // It has said something.
  void note_event(Subscription& subscription);

  std::shared_ptr<ShardTail> join_tail(env::EventLoop& home, log::LogId id,
                                       const std::shared_ptr<log::ShardLog>& log);
  void part_from_tail(ShardTail& tail);

  // Ends all of them, and each that begins from now on.
  void drain();
  bool is_draining() const { return is_draining_; }

  // Lets go of the loop, which must have ended its connections.
  void stop();

 private:
  void arm(env::EventLoop& home);
  void look();

  const stream::ServiceTime& time_;
  const PushSettings& settings_;
  EventCache& cache_;
  std::list<Subscription*> by_age_;      // The oldest first.
  std::list<Subscription*> by_silence_;  // The one that said something longest ago first.
  std::unique_ptr<env::Timer> timer_;
  MonotonicTime timer_due_;
  std::map<log::LogId, std::shared_ptr<ShardTail>> tails_;
  bool is_draining_ = false;
};

}  // namespace weir::api::push
