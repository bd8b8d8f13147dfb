#include "meter/plan/quantities.h"

#include <array>
#include <charconv>
#include <cmath>

namespace weir::meter {
namespace {

struct Unit {
  std::string_view name;
  double factor;
};

constexpr std::string_view duration_hint = "write, for example, \"200ms\", \"1.5s\" or \"5m\"";
constexpr std::string_view rate_hint = "write, for example, \"1/s\", \"60/min\" or \"20k/s\"";

std::string hinted(std::string_view what, std::string_view hint) {
  return std::string(what) + "; " + std::string(hint);
}

// The number in front, which is taken away; digits and one point, no sign and no exponent.
std::optional<double> take_number(std::string_view& text) {
  const std::size_t length = std::min(text.find_first_not_of("0123456789."), text.size());
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + length, value, std::chars_format::fixed);
  if (length == 0 || error != std::errc() || end != text.data() + length) return std::nullopt;
  text.remove_prefix(length);
  return value;
}

// The factor of the unit in front, which is taken away.
template <std::size_t count>
std::optional<double> take_unit(std::string_view& text, const std::array<Unit, count>& units) {
  const std::size_t length = std::min(text.find_first_of("0123456789."), text.size());
  const std::string_view name = text.substr(0, length);
  for (const Unit& unit : units) {
    if (unit.name != name) continue;
    text.remove_prefix(length);
    return unit.factor;
  }
  return std::nullopt;
}

constexpr std::array<Unit, 8> duration_units{{{"ns", 1},
                                              {"us", 1e3},
                                              {"ms", 1e6},
                                              {"s", 1e9},
                                              {"m", 60e9},
                                              {"min", 60e9},
                                              {"h", 3'600e9},
                                              {"d", 86'400e9}}};

constexpr std::array<Unit, 11> size_units{{{"", 1},
                                           {"B", 1},
                                           {"kB", 1e3},
                                           {"KB", 1e3},
                                           {"MB", 1e6},
                                           {"GB", 1e9},
                                           {"KiB", 1'024},
                                           {"MiB", 1'048'576},
                                           {"GiB", 1'073'741'824},
                                           {"TiB", 1'099'511'627'776},
                                           {"TB", 1e12}}};

constexpr std::array<Unit, 5> multiples{{{"", 1}, {"k", 1e3}, {"K", 1e3}, {"M", 1e6}, {"m", 1e6}}};
constexpr std::array<Unit, 6> per_units{
    {{"s", 1}, {"sec", 1}, {"m", 60}, {"min", 60}, {"h", 3'600}, {"d", 86'400}}};

}  // namespace

Quantity<nanoseconds> parse_exact_duration(std::string_view text) {
  if (text == "0") return nanoseconds(0);
  double total = 0;
  std::string_view rest = text;
  do {
    const auto number = take_number(rest);
    if (!number) return std::unexpected(hinted("is not a duration", duration_hint));
    if (rest.empty()) return std::unexpected(hinted("has no unit", duration_hint));
    const auto unit = take_unit(rest, duration_units);
    if (!unit) return std::unexpected(hinted("has a unit that is none of time", duration_hint));
    total += *number * *unit;
  } while (!rest.empty());
  if (total > static_cast<double>(duration_days_max) * 86'400e9) {
    return std::unexpected("is more than " + std::to_string(duration_days_max) + " days");
  }
  return nanoseconds(std::llround(total));
}

Quantity<milliseconds> parse_duration(std::string_view text) {
  const auto exact = parse_exact_duration(text);
  if (!exact) return std::unexpected(exact.error());
  const milliseconds rounded = std::chrono::round<milliseconds>(*exact);
  if (rounded.count() == 0 && exact->count() != 0) {
    return std::unexpected("is less than a millisecond, which is the shortest");
  }
  return rounded;
}

Quantity<double> parse_rate(std::string_view text) {
  std::string_view rest = text;
  const auto number = take_number(rest);
  if (!number) return std::unexpected(hinted("is not a rate", rate_hint));
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) {
    return std::unexpected(hinted(rest.empty() ? "has no unit" : "is not a rate", rate_hint));
  }
  std::string_view multiple_name = rest.substr(0, slash);
  std::string_view unit_name = rest.substr(slash + 1);
  const auto multiple = take_unit(multiple_name, multiples);
  const auto unit = take_unit(unit_name, per_units);
  if (!multiple || !unit || !multiple_name.empty() || !unit_name.empty()) {
    return std::unexpected(hinted("has a unit that is none of rates", rate_hint));
  }
  const double per_second = *number * *multiple / *unit;
  if (per_second > rate_per_second_max) {
    return std::unexpected("is more than 10,000,000 a second");
  }
  return per_second;
}

Quantity<std::uint64_t> parse_size(std::string_view text) {
  constexpr std::string_view hint = "write, for example, \"51200\", \"64KiB\" or \"4MiB\"";
  std::string_view rest = text;
  const auto number = take_number(rest);
  if (!number) return std::unexpected(hinted("is not a size", hint));
  const auto unit = take_unit(rest, size_units);
  if (!unit || !rest.empty()) {
    return std::unexpected(hinted("has a unit that is none of sizes", hint));
  }
  const double bytes = *number * *unit;
  if (bytes > 1e15) return std::unexpected("is more than any size here");
  if (bytes != std::floor(bytes)) return std::unexpected("is not a whole number of bytes");
  return static_cast<std::uint64_t>(bytes);
}

Quantity<double> parse_share(std::string_view text) {
  constexpr std::string_view hint = "write, for example, \"0.1%\" or \"0.001\"";
  std::string_view rest = text;
  const auto number = take_number(rest);
  const bool is_percent = rest == "%";
  if (!number || (!rest.empty() && !is_percent)) {
    return std::unexpected(hinted("is not a share", hint));
  }
  const double share = is_percent ? *number / 100 : *number;
  if (share > 1)
    return std::unexpected("is more than the whole; write, for example, \"20%\" or \"0.2\"");
  return share;
}

std::optional<std::int64_t> parse_whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace weir::meter
