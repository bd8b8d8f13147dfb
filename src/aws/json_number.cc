#include "aws/json_number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>

namespace weir::aws {
namespace {

constexpr std::int64_t time_max_ms = std::int64_t{1} << 62;

// Nothing if the text is no whole number written as one.
std::optional<std::int64_t> whole_number(std::string_view text) {
  if (has_fraction_or_exponent(text)) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range) {
    return text.front() == '-' ? std::numeric_limits<std::int64_t>::min()
                               : std::numeric_limits<std::int64_t>::max();
  }
  return error == std::errc{} ? std::optional(number) : std::nullopt;
}

// Infinite if too large, zero if too small.
double real_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  // Does not say on which side the range was left; strtod does.
  if (error == std::errc::result_out_of_range)
    return std::strtod(std::string(text).c_str(), nullptr);
  return number;
}

// `number` is whole or infinite.
std::int64_t saturate(double number, std::int64_t min, std::int64_t max) {
  if (number >= static_cast<double>(max)) return max;
  if (number <= static_cast<double>(min)) return min;
  return static_cast<std::int64_t>(number);
}

}  // namespace

std::int64_t floor_to_int64(std::string_view text) {
  if (const auto whole = whole_number(text)) return *whole;
  return saturate(std::floor(real_number(text)), std::numeric_limits<std::int64_t>::min(),
                  std::numeric_limits<std::int64_t>::max());
}

std::int32_t floor_to_int32(std::string_view text) {
  return static_cast<std::int32_t>(
      std::clamp<std::int64_t>(floor_to_int64(text), std::numeric_limits<std::int32_t>::min(),
                               std::numeric_limits<std::int32_t>::max()));
}

WallTime seconds_to_time(std::string_view text) {
  if (const auto whole = whole_number(text)) {
    return {std::clamp(*whole, -time_max_ms / 1000, time_max_ms / 1000) * 1000};
  }
  return {saturate(std::round(real_number(text) * 1000), -time_max_ms, time_max_ms)};
}

bool has_fraction_or_exponent(std::string_view text) {
  return text.find_first_of(".eE") != std::string_view::npos;
}

bool is_nonzero(std::string_view text) {
  return text.substr(0, text.find_first_of("eE")).find_first_of("123456789") !=
         std::string_view::npos;
}

}  // namespace weir::aws
