#include "api/push/event_cache.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/check.h"

namespace weir::api::push {

EventCache::EventCache(const stream::ServiceTime& time, const PushSettings& settings)
    : time_(time), settings_(settings) {}

void EventCache::add_reader(log::LogId log) {
  const MutexLock lock(mutex_);
  ++readers_[log];
}

void EventCache::remove_reader(log::LogId log) {
  const MutexLock lock(mutex_);
  const auto readers = readers_.find(log);
  CHECK(readers != readers_.end(), "log {} has no readers", log.value);
  if (--readers->second == 0) readers_.erase(readers);
}

std::size_t EventCache::readers(log::LogId log) const {
  const MutexLock lock(mutex_);
  const auto readers = readers_.find(log);
  return readers == readers_.end() ? 0 : readers->second;
}

EventCache::Counters EventCache::counters() const {
  const MutexLock lock(mutex_);
  return counters_;
}

std::size_t EventCache::bytes() const {
  const MutexLock lock(mutex_);
  return bytes_;
}

bool EventCache::is_fresh(const Entry& entry, MonotonicTime now) const {
  return entry.event == nullptr || now - entry.made <= settings_.event_kept;
}

std::size_t EventCache::records_until_next(Entries::const_iterator entry, MonotonicTime now) const {
  mutex_.assert_held();
  const auto next = std::next(entry);
  const bool leads_there = next != entries_.end() && next->first.log == entry->first.log &&
                           next->first.protocol == entry->first.protocol &&
                           is_fresh(next->second, now);
  if (!leads_there) return settings_.event_records_max;
  return std::min<std::size_t>(next->first.from - entry->first.from, settings_.event_records_max);
}

void EventCache::get(env::EventLoop& home, const EventKey& key, Load load,
                     Done<EventPointer> done) {
  const MonotonicTime now = time_.monotonic_now();
  EventPointer found;
  Done<EventPointer> ready;                // If it was found.
  std::optional<std::size_t> records_max;  // If it is to be made.
  {
    const MutexLock lock(mutex_);
    const auto [entry, is_new] = entries_.try_emplace(key);
    if (is_new || !is_fresh(entry->second, now)) {
      if (!is_new) bytes_ -= std::exchange(entry->second.event, nullptr)->frame->size();
      ++counters_.made;
      records_max = records_until_next(entry, now);
    } else {
      ++counters_.shared;
      found = entry->second.event;
    }
    if (found != nullptr) {
      ready = std::move(done);
    } else {
      entry->second.waiters.push_back({&home, std::move(done)});
    }
  }
  if (ready) return ready(std::move(found));
  if (!records_max) return;
  load(*records_max,
       [this, &home, key](const Result<EventPointer>& event) { finish(home, key, event); });
}

// Takes out who waits; keeps what others may come for.
std::vector<EventCache::Waiter> EventCache::keep(const EventKey& key,
                                                 const Result<EventPointer>& event) {
  const MonotonicTime now = time_.monotonic_now();
  const MutexLock lock(mutex_);
  const auto entry = entries_.find(key);
  CHECK(entry != entries_.end() && entry->second.event == nullptr);
  std::vector<Waiter> waiters = std::exchange(entry->second.waiters, {});
  const auto readers = readers_.find(key.log);
  const bool has_others = readers != readers_.end() && readers->second > 1;
  if (!has_others || !event || (*event)->frame == nullptr) {
    entries_.erase(entry);
    return waiters;
  }
  entry->second.event = *event;
  entry->second.made = now;
  bytes_ += (*event)->frame->size();
  kept_.push_back(key);
  while (kept_.size() > 1 && (bytes_ > settings_.events_bytes_max || is_oldest_stale(now))) {
    drop_oldest();
  }
  return waiters;
}

bool EventCache::is_oldest_stale(MonotonicTime now) const {
  mutex_.assert_held();
  const auto oldest = entries_.find(kept_.front());
  return oldest == entries_.end() || !is_fresh(oldest->second, now);
}

void EventCache::drop_oldest() {
  mutex_.assert_held();
  const auto oldest = entries_.find(kept_.front());
  kept_.pop_front();
  if (oldest == entries_.end() || oldest->second.event == nullptr) return;
  bytes_ -= oldest->second.event->frame->size();
  entries_.erase(oldest);
}

void EventCache::finish(env::EventLoop& home, const EventKey& key,
                        const Result<EventPointer>& event) {
  std::map<env::EventLoop*, std::vector<Done<EventPointer>>> elsewhere;
  std::vector<Done<EventPointer>> here;
  for (Waiter& waiter : keep(key, event)) {
    (waiter.home == &home ? here : elsewhere[waiter.home]).push_back(std::move(waiter.done));
  }
  for (auto& [loop, waiting] : elsewhere) {
    loop->post([woken = std::move(waiting), event]() mutable {
      for (Done<EventPointer>& done : woken) done(event);
    });
  }
  for (Done<EventPointer>& done : here) done(event);
}

}  // namespace weir::api::push
