#include "api/push/loop_subscriptions.h"

#include <algorithm>

#include "api/push/event_cache.h"
#include "api/push/subscription.h"

namespace weir::api::push {

LoopSubscriptions::LoopSubscriptions(const stream::ServiceTime& time, const PushSettings& settings,
                                     EventCache& cache)
    : time_(time), settings_(settings), cache_(cache) {}

LoopSubscriptions::~LoopSubscriptions() = default;

void LoopSubscriptions::add(env::EventLoop& home, Subscription& subscription) {
  const MonotonicTime now = time_.monotonic_now();
  subscription.places =
      Subscription::Places{.by_age = by_age_.insert(by_age_.end(), &subscription),
                           .by_silence = by_silence_.insert(by_silence_.end(), &subscription),
                           .ends_at = now + settings_.life,
                           .silent_since = now};
  arm(home);
}

void LoopSubscriptions::remove(Subscription& subscription) {
  if (!subscription.places) return;
  by_age_.erase(subscription.places->by_age);
  by_silence_.erase(subscription.places->by_silence);
  subscription.places.reset();
}

void LoopSubscriptions::note_event(Subscription& subscription) {
  if (!subscription.places) return;
  by_silence_.splice(by_silence_.end(), by_silence_, subscription.places->by_silence);
  subscription.places->silent_since = time_.monotonic_now();
}

void LoopSubscriptions::arm(env::EventLoop& home) {
  if (by_age_.empty()) return timer_.reset();
  const MonotonicTime due =
      std::min(by_age_.front()->places->ends_at,
               by_silence_.front()->places->silent_since + settings_.silence_max);
  if (timer_ != nullptr && timer_due_ <= due) return;
  timer_due_ = due;
  timer_ = home.after(std::max(due - time_.monotonic_now(), nanoseconds(0)), [this, &home] {
    timer_ = nullptr;
    look();
    arm(home);
  });
}

void LoopSubscriptions::look() {
  const MonotonicTime now = time_.monotonic_now();
  while (!by_age_.empty() && by_age_.front()->places->ends_at <= now) {
    const auto subscription = by_age_.front()->shared_from_this();
    subscription->end(Ending::complete);  // Removes it.
  }
  while (!by_silence_.empty() &&
         by_silence_.front()->places->silent_since + settings_.silence_max <= now) {
    const auto subscription = by_silence_.front()->shared_from_this();
    note_event(*subscription);  // Even if it cannot speak now: then its client is slow to listen.
    subscription->break_silence();
  }
}

std::shared_ptr<ShardTail> LoopSubscriptions::join_tail(env::EventLoop& home, log::LogId id,
                                                        const std::shared_ptr<log::ShardLog>& log) {
  std::shared_ptr<ShardTail>& tail = tails_[id];
  if (tail == nullptr) {
    tail = std::make_shared<ShardTail>(home, id, log, time_, settings_, cache_);
  }
  tail->join();
  return tail;
}

void LoopSubscriptions::part_from_tail(ShardTail& tail) {
  tail.part();
  if (tail.is_unused()) tails_.erase(tail.id());
}

void LoopSubscriptions::drain() {
  is_draining_ = true;
  while (!by_age_.empty()) by_age_.front()->shared_from_this()->end(Ending::complete);
}

void LoopSubscriptions::stop() {
  drain();
  timer_.reset();
  tails_.clear();
}

}  // namespace weir::api::push
