// EventCache: makes each event once, however many subscriptions of a shard are at the same place.
//
// Whoever asks first reads and encodes; those who ask meanwhile, on any loop, wait for it; those
// who come a little later find it. An event of a shard with one reader is not kept. Readers whose
// events begin at different places come together: an event ends where one that was just made
// begins.
//
// Threads: any. Must outlive the loops' tasks.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "api/push/push_event.h"
#include "api/push/push_settings.h"
#include "aws/protocol.h"
#include "base/done.h"
#include "base/mutex.h"
#include "env/event_loop.h"
#include "log/record.h"
#include "stream/service_time.h"

namespace weir::api::push {

// Where an event begins, and for whom it is.
struct EventKey {
  log::LogId log;
  aws::Protocol protocol = aws::Protocol::json_1_1;
  log::Offset from;

  friend auto operator<=>(const EventKey&, const EventKey&) = default;
};

class EventCache {
 public:
  // Both must outlive it.
  EventCache(const stream::ServiceTime& time, const PushSettings& settings);

  // Reads and encodes, with at most so many records, and answers on the loop of whoever asked.
  using Load = std::move_only_function<void(std::size_t records_max, Done<EventPointer> done)>;

  // The event at `key`, on `home`: kept, under way, or made by `load`, which is called at once if
  // at all. May answer inside the call.
  void get(env::EventLoop& home, const EventKey& key, Load load, Done<EventPointer> done);

  // How many subscriptions a log has.
  void add_reader(log::LogId log);
  void remove_reader(log::LogId log);
  std::size_t readers(log::LogId log) const;

  struct Counters {
    std::uint64_t made = 0;    // Events that were read and encoded.
    std::uint64_t shared = 0;  // Times that one was given to a further subscription.
  };
  Counters counters() const;
  std::size_t bytes() const;

 private:
  struct Waiter {
    env::EventLoop* home;
    Done<EventPointer> done;
  };
  struct Entry {
    EventPointer event;  // Null while it is made.
    MonotonicTime made;
    std::vector<Waiter> waiters;
  };
  using Entries = std::map<EventKey, Entry>;

  bool is_fresh(const Entry& entry, MonotonicTime now) const;
  std::size_t records_until_next(Entries::const_iterator entry, MonotonicTime now) const;
  void finish(env::EventLoop& home, const EventKey& key, const Result<EventPointer>& event);
  std::vector<Waiter> keep(const EventKey& key, const Result<EventPointer>& event);
  bool is_oldest_stale(MonotonicTime now) const;
  void drop_oldest();

  const stream::ServiceTime& time_;
  const PushSettings& settings_;
  mutable Mutex mutex_;
  Entries entries_ GUARDED_BY(mutex_);
  std::deque<EventKey> kept_ GUARDED_BY(mutex_);  // Oldest first; some may be made anew meanwhile.
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
  std::map<log::LogId, std::size_t> readers_ GUARDED_BY(mutex_);
  Counters counters_ GUARDED_BY(mutex_);
};

}  // namespace weir::api::push
