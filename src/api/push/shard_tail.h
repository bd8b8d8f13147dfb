// ShardTail: the subscriptions of one loop to one shard, where they wait for records. One of them
// waiting or a thousand, the log has one waiter, and they are woken together.
//
// Threads: the loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "api/push/push_settings.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "log/shard_log.h"
#include "stream/service_time.h"

namespace weir::api::push {

class EventCache;
class Subscription;

class ShardTail : public std::enable_shared_from_this<ShardTail> {
 public:
  // The references must outlive it.
  ShardTail(env::EventLoop& home, log::LogId id, std::shared_ptr<log::ShardLog> log,
            const stream::ServiceTime& time, const PushSettings& settings, const EventCache& cache);

  log::LogId id() const { return id_; }
  const log::ShardLog& log() const { return *log_; }

  // A subscription begins or ends; one that has ended is not parked.
  void join() { ++members_; }
  void part() { --members_; }
  // Nobody needs it, and the log does not hold a waiter of it.
  bool is_unused() const { return members_ == 0 && !is_waiting_; }

  // Wakes `subscription` (on_wake, never inside this call) once there is a record at or behind
  // `from` and the shard's readers have rested, unless it leaves before.
  void park(Subscription& subscription, log::Offset from);
  void leave(Subscription& subscription);

  // Whether the readers rest, and are to come back by park().
  bool is_resting() const { return time_.monotonic_now() < rested_at_; }

 private:
  void on_records();
  void wake_after_rest();
  void wake();

  env::EventLoop& home_;
  const log::LogId id_;
  const std::shared_ptr<log::ShardLog> log_;
  const stream::ServiceTime& time_;
  const PushSettings& settings_;
  const EventCache& cache_;
  std::size_t members_ = 0;
  std::vector<Subscription*> parked_;
  bool is_waiting_ = false;  // In the log.
  MonotonicTime rested_at_;
  std::unique_ptr<env::Timer> timer_;
};

}  // namespace weir::api::push
