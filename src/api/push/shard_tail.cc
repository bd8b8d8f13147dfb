#include "api/push/shard_tail.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "api/push/event_cache.h"
#include "api/push/subscription.h"
#include "base/check.h"

namespace weir::api::push {

ShardTail::ShardTail(env::EventLoop& home, log::LogId id, std::shared_ptr<log::ShardLog> log,
                     const stream::ServiceTime& time, const PushSettings& settings,
                     const EventCache& cache)
    : home_(home), id_(id), log_(std::move(log)), time_(time), settings_(settings), cache_(cache) {}

void ShardTail::park(Subscription& subscription, log::Offset from) {
  CHECK(!subscription.parking_place);
  subscription.parking_place = parked_.size();
  parked_.push_back(&subscription);
  if (from < log_->bounds().tail) return wake_after_rest();
  // Those that have come before wait for the same record, or for an earlier one.
  if (std::exchange(is_waiting_, true)) return;
  log_->wait_for_records(home_, from, [self = weak_from_this()](const Result<void>&) {
    if (const auto tail = self.lock()) tail->on_records();
  });
}

void ShardTail::leave(Subscription& subscription) {
  if (!subscription.parking_place) return;
  const std::size_t place = *std::exchange(subscription.parking_place, std::nullopt);
  CHECK(place < parked_.size() && parked_[place] == &subscription);
  if (place + 1 < parked_.size()) {
    parked_[place] = parked_.back();
    parked_[place]->parking_place = place;
  }
  parked_.pop_back();
}

void ShardTail::on_records() {
  is_waiting_ = false;
  if (parked_.empty()) return;
  is_resting() ? wake_after_rest() : wake();
}

void ShardTail::wake_after_rest() {
  if (timer_ != nullptr) return;
  const nanoseconds rest = rested_at_ - time_.monotonic_now();
  timer_ = home_.after(std::max(rest, nanoseconds(0)), [this] { wake(); });
}

void ShardTail::wake() {
  timer_ = nullptr;
  std::vector<std::shared_ptr<Subscription>> woken;
  woken.reserve(parked_.size());
  for (Subscription* const subscription : std::exchange(parked_, {})) {
    subscription->parking_place.reset();
    woken.push_back(subscription->shared_from_this());
  }
  for (const auto& subscription : woken) subscription->on_wake();
  // Afterwards: those who were woken have their turn first.
  const nanoseconds rest =
      static_cast<std::int64_t>(cache_.readers(id_)) * settings_.rest_for_each_reader;
  if (rest >= settings_.rest_min) rested_at_ = time_.monotonic_now() + rest;
}

}  // namespace weir::api::push
