// StreamScaler: from what policies want of a stream to the shard count that it is given: between
// its target's bounds, after the cooldowns, and within what a stream may do.
//
// Amazon lets a stream have ten updates of its shard count in 24 hours, each to twice or half as
// many at most. So each one counts: out by half as many shards again at least, in only to half or
// less, and of the ten two are kept for going out. In the cooldown after going out it goes on only
// if a quarter more is wanted, and more. A wish that is exact is taken as it is, as far as one
// update goes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/time.h"

namespace weir::monitoring {

struct ScalableTarget {
  std::int32_t capacity_min = 1;
  std::int32_t capacity_max = 1;
  bool scale_in_is_suspended = false;
  bool scale_out_is_suspended = false;
};

struct ScalingLimits {
  std::size_t updates_a_day = 10;
  std::size_t kept_for_scale_out = 2;
};

// What one policy wants, and how long it waits after a change.
struct ScalingWish {
  std::int64_t capacity = 1;
  seconds scale_out_cooldown{0};
  seconds scale_in_cooldown{0};
  // Of a step: in the cooldown after going out, it counts what was added then as its own.
  bool is_exact = false;
};

// What has been done so far.
struct ScalingHistory {
  std::vector<WallTime> updates{};  // Of the shard count, by whom ever; ascending.
  std::optional<WallTime> scaled_out{};
  std::optional<WallTime> scaled_in{};
};

// Why nothing is to change.
enum class StayReason : std::uint8_t {
  nothing_is_wanted,
  is_suspended,
  is_cooling_down,
  is_at_maximum,
  is_at_minimum,
  has_no_updates_left,
  is_too_little,  // To go in by.
};

class StreamScaler {
 public:
  explicit StreamScaler(const ScalableTarget& target, const ScalingLimits& limits = {},
                        ScalingHistory history = {})
      : target_(target),
        limits_(limits),
        updates_(std::move(history.updates)),
        scaled_out_(history.scaled_out),
        scaled_in_(history.scaled_in) {}

  // The shard count to update to, of which it takes note; nothing: as it is. `wishes`: of each
  // policy that wants another capacity. The largest counts; `may_scale_in` is false if another
  // policy wants to stay.
  std::optional<std::int32_t> decide(std::int32_t capacity, const std::vector<ScalingWish>& wishes,
                                     bool may_scale_in, WallTime now);

  // Of the last decision, if nothing was to change.
  StayReason stayed() const { return stayed_; }

  // An update of the shard count by somebody else counts, too.
  void note_update(WallTime time) { updates_.push_back(time); }

 private:
  std::optional<std::int32_t> scale_out(std::int32_t capacity, const ScalingWish& wish,
                                        WallTime now);
  std::optional<std::int32_t> scale_in(std::int32_t capacity, const ScalingWish& wish,
                                       WallTime now);
  std::optional<std::int32_t> stay(StayReason reason);
  // Takes note of it.
  std::int32_t update_to(std::int64_t capacity, WallTime now);

  ScalableTarget target_;
  ScalingLimits limits_;
  std::vector<WallTime> updates_;  // Of the last 24 hours, ascending.
  std::optional<WallTime> scaled_out_;
  std::optional<WallTime> scaled_in_;
  StayReason stayed_ = StayReason::nothing_is_wanted;
};

}  // namespace weir::monitoring
