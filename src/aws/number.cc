#include "aws/number.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace weir::aws {
namespace {

constexpr std::int64_t time_max_ms = std::int64_t{1} << 62;

// `number` is whole or infinite.
std::int64_t saturate(double number, std::int64_t min, std::int64_t max) {
  if (number >= static_cast<double>(max)) return max;
  if (number <= static_cast<double>(min)) return min;
  return static_cast<std::int64_t>(number);
}

}  // namespace

std::int64_t floor_to_int64(double number) {
  return saturate(std::floor(number), std::numeric_limits<std::int64_t>::min(),
                  std::numeric_limits<std::int64_t>::max());
}

WallTime seconds_to_time(std::int64_t seconds) {
  return {std::clamp(seconds, -time_max_ms / 1000, time_max_ms / 1000) * 1000};
}

WallTime seconds_to_time(double seconds) { return milliseconds_to_time(seconds * 1000); }

WallTime milliseconds_to_time(std::int64_t milliseconds) {
  return {std::clamp(milliseconds, -time_max_ms, time_max_ms)};
}

WallTime milliseconds_to_time(double milliseconds) {
  return {saturate(std::round(milliseconds), -time_max_ms, time_max_ms)};
}

}  // namespace weir::aws
