#include "meter/load/periodic_arrivals.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numbers>
#include <optional>

#include "base/time.h"
#include "meter/plan/plan.h"
#include "meter/templates/fast_random.h"

namespace weir::meter {
namespace {

constexpr std::int64_t ms_an_hour = 3'600'000;
constexpr std::int64_t hours_a_week = std::int64_t{7} * 24;
// 1970-01-01 was a Thursday, and weeks begin with Sunday.
constexpr std::int64_t hours_before_epoch = std::int64_t{4} * 24;

// A duration in real time is an end in simulated time.
PeriodicRate with_end(PeriodicRate rate, WallTime start) {
  if (rate.duration && !rate.end) {
    rate.end = start +
               milliseconds(std::llround(static_cast<double>(rate.duration->count()) * rate.speed));
  }
  return rate;
}

std::int64_t floor_modulo(std::int64_t value, std::int64_t divisor) {
  return ((value % divisor) + divisor) % divisor;
}

}  // namespace

PeriodicArrivals::PeriodicArrivals(const PeriodicRate& rate, Arrivals arrivals, WallTime now,
                                   FastRandom random)
    : rate_(with_end(rate, rate.start.value_or(now))),
      arrivals_(arrivals),
      start_(rate.start.value_or(now)),
      random_(random) {}

HourlyRate PeriodicArrivals::hourly_rate_at(WallTime simulated) const {
  const std::int64_t local_ms =
      simulated.ms + std::llround(rate_.utc_offset_hours * static_cast<double>(ms_an_hour));
  const std::int64_t ms_into_hour = floor_modulo(local_ms, ms_an_hour);
  const std::int64_t hour =
      floor_modulo((local_ms - ms_into_hour) / ms_an_hour + hours_before_epoch, hours_a_week);
  const auto at = [this](std::int64_t hour_of_week) {
    const auto index = static_cast<std::size_t>(hour_of_week % hours_a_week);
    return rate_.hours[index / 24][index % 24];
  };
  const HourlyRate here = at(hour);
  if (!rate_.is_smoothed) return here;
  const HourlyRate next = at(hour + 1);
  const double share = static_cast<double>(ms_into_hour) / static_cast<double>(ms_an_hour);
  return {.mean = std::lerp(here.mean, next.mean, share),
          .deviation = std::lerp(here.deviation, next.deviation, share)};
}

double PeriodicArrivals::normal() {
  // Box and Muller's; 1 - unit() is never 0.
  return std::sqrt(-2 * std::log(1 - random_.unit())) *
         std::cos(2 * std::numbers::pi * random_.unit());
}

void PeriodicArrivals::begin_second() {
  ++second_;
  const HourlyRate rate = hourly_rate_at(start_ + milliseconds(second_ * 1'000));
  const double drawn = std::round(rate.mean + rate.deviation * normal());
  const auto count = drawn > 0 ? static_cast<std::size_t>(drawn) : 0;
  offsets_.clear();
  for (std::size_t index = count; index-- > 0;) {
    offsets_.push_back(arrivals_ == Arrivals::even
                           ? static_cast<double>(index) / static_cast<double>(count)
                           : random_.unit());
  }
  // Given their number, the arrivals of a Poisson process lie anywhere.
  if (arrivals_ == Arrivals::poisson) std::sort(offsets_.begin(), offsets_.end(), std::greater());
}

std::optional<nanoseconds> PeriodicArrivals::next() {
  while (offsets_.empty()) {
    if (rate_.end && start_ + milliseconds((second_ + 1) * 1'000) >= *rate_.end) {
      return std::nullopt;
    }
    // A grid of zeros without an end would never give anything: a week of silence ends it.
    if (second_ - last_arrival_second_ > hours_a_week * 3'600) return std::nullopt;
    begin_second();
  }
  const double at = static_cast<double>(second_) + offsets_.back();
  offsets_.pop_back();
  last_arrival_second_ = second_;
  return nanoseconds(std::llround(at * 1e9 / rate_.speed));
}

double PeriodicArrivals::rate_at(nanoseconds at) const {
  const WallTime simulated = *simulated_at(at);
  if (rate_.end && simulated >= *rate_.end) return 0;
  return std::max(0.0, hourly_rate_at(simulated).mean) * rate_.speed;
}

std::optional<nanoseconds> PeriodicArrivals::duration() const {
  if (!rate_.end) return std::nullopt;
  const auto simulated_ms = static_cast<double>((*rate_.end - start_).count());
  return nanoseconds(std::llround(std::max(0.0, simulated_ms) * 1e6 / rate_.speed));
}

std::optional<WallTime> PeriodicArrivals::simulated_at(nanoseconds at) const {
  return start_ + milliseconds(std::llround(static_cast<double>(at.count()) / 1e6 * rate_.speed));
}

}  // namespace weir::meter
