#include "aws/json_number.h"

#include <charconv>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>

#include "aws/number.h"

namespace weir::aws {
namespace {

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

}  // namespace

double real_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  // Does not say on which side the range was left; strtod does.
  if (error == std::errc::result_out_of_range)
    return std::strtod(std::string(text).c_str(), nullptr);
  return number;
}

std::int64_t floor_to_int64(std::string_view text) {
  if (const auto whole = whole_number(text)) return *whole;
  return floor_to_int64(real_number(text));
}

WallTime seconds_to_time(std::string_view text) {
  if (const auto whole = whole_number(text)) return seconds_to_time(*whole);
  return seconds_to_time(real_number(text));
}

bool has_fraction_or_exponent(std::string_view text) {
  return text.find_first_of(".eE") != std::string_view::npos;
}

bool is_nonzero(std::string_view text) {
  return text.substr(0, text.find_first_of("eE")).find_first_of("123456789") !=
         std::string_view::npos;
}

}  // namespace weir::aws
