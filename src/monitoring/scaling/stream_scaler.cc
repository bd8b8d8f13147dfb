#include "monitoring/scaling/stream_scaler.h"

#include <algorithm>
#include <chrono>

namespace weir::monitoring {
namespace {

constexpr milliseconds a_day = std::chrono::hours(24);

bool is_within(const std::optional<WallTime>& since, milliseconds cooldown, WallTime now) {
  // A clock that was set back does not make it longer.
  return since && *since <= now && now - *since < cooldown;
}

}  // namespace

std::optional<std::int32_t> StreamScaler::decide(std::int32_t capacity,
                                                 const std::vector<ScalingWish>& wishes,
                                                 bool may_scale_in, WallTime now) {
  std::erase_if(updates_, [now](WallTime update) { return now - update >= a_day; });
  // The bounds come before all policies and cooldowns.
  const std::int32_t bounded = std::clamp(capacity, target_.capacity_min, target_.capacity_max);
  if (bounded != capacity) {
    if (updates_.size() >= limits_.updates_a_day) return stay(StayReason::has_no_updates_left);
    const std::int64_t half = (std::int64_t{capacity} + 1) / 2;
    return update_to(std::clamp(std::int64_t{bounded}, half, std::int64_t{capacity} * 2), now);
  }
  const auto largest = std::ranges::max_element(wishes, {}, &ScalingWish::capacity);
  if (largest == wishes.end() || largest->capacity == capacity) {
    return stay(StayReason::nothing_is_wanted);
  }
  if (largest->capacity > capacity) return scale_out(capacity, *largest, now);
  if (!may_scale_in) return stay(StayReason::nothing_is_wanted);
  return scale_in(capacity, *largest, now);
}

std::optional<std::int32_t> StreamScaler::scale_out(std::int32_t capacity, const ScalingWish& wish,
                                                    WallTime now) {
  if (target_.scale_out_is_suspended) return stay(StayReason::is_suspended);
  if (capacity >= target_.capacity_max) return stay(StayReason::is_at_maximum);
  // What was added may not have taken effect yet, unless much more is wanted on top of it.
  if (!wish.is_exact && is_within(scaled_out_, wish.scale_out_cooldown, now) &&
      wish.capacity * 4 <= std::int64_t{capacity} * 5) {
    return stay(StayReason::is_cooling_down);
  }
  if (updates_.size() >= limits_.updates_a_day) return stay(StayReason::has_no_updates_left);
  const std::int64_t least = wish.is_exact ? 1 : (std::int64_t{capacity} * 3 + 1) / 2;
  const std::int64_t most =
      std::min(std::int64_t{capacity} * 2, std::int64_t{target_.capacity_max});
  scaled_out_ = now;
  return update_to(std::min(std::max(wish.capacity, least), most), now);
}

std::optional<std::int32_t> StreamScaler::scale_in(std::int32_t capacity, const ScalingWish& wish,
                                                   WallTime now) {
  if (target_.scale_in_is_suspended) return stay(StayReason::is_suspended);
  if (capacity <= target_.capacity_min) return stay(StayReason::is_at_minimum);
  // What has just been added is not taken away at once.
  if (is_within(scaled_in_, wish.scale_in_cooldown, now) ||
      is_within(scaled_out_, wish.scale_in_cooldown, now)) {
    return stay(StayReason::is_cooling_down);
  }
  if (updates_.size() + limits_.kept_for_scale_out >= limits_.updates_a_day) {
    return stay(StayReason::has_no_updates_left);
  }
  const std::int64_t half = (std::int64_t{capacity} + 1) / 2;
  const std::int64_t least = std::max(half, std::int64_t{target_.capacity_min});
  if (wish.is_exact) {
    scaled_in_ = now;
    return update_to(std::max(wish.capacity, least), now);
  }
  if (least >= capacity || (wish.capacity > half && wish.capacity > target_.capacity_min)) {
    return stay(StayReason::is_too_little);
  }
  scaled_in_ = now;
  return update_to(least, now);
}

std::optional<std::int32_t> StreamScaler::stay(StayReason reason) {
  stayed_ = reason;
  return std::nullopt;
}

std::int32_t StreamScaler::update_to(std::int64_t capacity, WallTime now) {
  updates_.push_back(now);
  return static_cast<std::int32_t>(capacity);
}

}  // namespace weir::monitoring
