#include "meter/dates/duration.h"

#include <charconv>
#include <cmath>

namespace weir::meter {
namespace {

constexpr double ms_max = 3.2e16;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

double ms_of(char unit, bool is_time) {
  if (!is_time) return unit == 'D' ? 86'400'000 : 0;
  return unit == 'H' ? 3'600'000 : unit == 'M' ? 60'000 : unit == 'S' ? 1'000 : 0;
}

}  // namespace

std::optional<milliseconds> parse_duration(std::string_view text) {
  double sign = 1;
  if (text.starts_with('-') || text.starts_with('+')) {
    sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
  }
  if (text.empty() || upper(text.front()) != 'P') return std::nullopt;
  text.remove_prefix(1);
  bool is_time = false;
  bool is_empty = true;
  double total = 0;
  while (!text.empty()) {
    if (!is_time && upper(text.front()) == 'T') {
      is_time = true;
      text.remove_prefix(1);
      continue;
    }
    double number = 0;
    if (text.front() == '+') text.remove_prefix(1);
    const auto read =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (read.ec != std::errc() || read.ptr == text.data() + text.size()) return std::nullopt;
    const double unit = ms_of(upper(*read.ptr), is_time);
    if (unit == 0) return std::nullopt;
    total += number * unit;
    is_empty = false;
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()) + 1);
  }
  if (is_empty || !(std::abs(total) < ms_max)) return std::nullopt;
  return milliseconds(std::llround(sign * total));
}

}  // namespace weir::meter
