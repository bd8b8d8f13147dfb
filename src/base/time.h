// Time types. Wall and monotonic time are different types, so that they cannot be mixed.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace weir {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

// A point in civil time: milliseconds since 1970-01-01T00:00:00Z, Kinesis' own resolution.
// May jump in either direction when a person or NTP sets the clock.
struct WallTime {
  std::int64_t ms = 0;

  std::int64_t whole_seconds() const { return ms / 1000; }

  friend auto operator<=>(WallTime, WallTime) = default;
  friend WallTime operator+(WallTime time, milliseconds delta) { return {time.ms + delta.count()}; }
  friend WallTime operator-(WallTime time, milliseconds delta) { return {time.ms - delta.count()}; }
  friend milliseconds operator-(WallTime left, WallTime right) {
    return milliseconds(left.ms - right.ms);
  }
};

// A point on a clock that never goes back and has no date: nanoseconds since an arbitrary start.
struct MonotonicTime {
  std::int64_t ns = 0;

  friend auto operator<=>(MonotonicTime, MonotonicTime) = default;
  friend MonotonicTime operator+(MonotonicTime time, nanoseconds delta) {
    return {time.ns + delta.count()};
  }
  friend nanoseconds operator-(MonotonicTime left, MonotonicTime right) {
    return nanoseconds(left.ns - right.ns);
  }
};

}  // namespace weir
