#include "monitoring/statistic.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

namespace weir::monitoring {
namespace {

struct Name {
  std::string_view name;
  StatisticKind kind;
};

constexpr std::array<Name, 5> simple_names{{{"SampleCount", StatisticKind::sample_count},
                                            {"Average", StatisticKind::average},
                                            {"Sum", StatisticKind::sum},
                                            {"Minimum", StatisticKind::minimum},
                                            {"Maximum", StatisticKind::maximum}}};

// "tm90" is "TM(:90%)".
constexpr std::array<Name, 5> short_names{{{"p", StatisticKind::percentile},
                                           {"tm", StatisticKind::trimmed_mean},
                                           {"wm", StatisticKind::winsorized_mean},
                                           {"tc", StatisticKind::trimmed_count},
                                           {"ts", StatisticKind::trimmed_sum}}};

constexpr std::array<Name, 5> range_names{{{"TM", StatisticKind::trimmed_mean},
                                           {"WM", StatisticKind::winsorized_mean},
                                           {"TC", StatisticKind::trimmed_count},
                                           {"TS", StatisticKind::trimmed_sum},
                                           {"PR", StatisticKind::percentile_rank}}};

std::optional<double> parse_number(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  // "NaN" and "inf" are numbers to from_chars().
  if (error != std::errc{} || stop != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

bool is_percentage(double number) { return number >= 0 && number <= 100; }

std::optional<Statistic> parse_short(std::string_view name) {
  for (const Name& known : short_names) {
    if (!name.starts_with(known.name)) continue;
    const std::optional<double> high = parse_number(name.substr(known.name.size()));
    if (high && is_percentage(*high)) return Statistic{.kind = known.kind, .high = high};
  }
  return std::nullopt;
}

// One end of a range. False if it is none.
bool parse_bound(std::string_view text, bool& is_in_percent, std::optional<double>& bound) {
  if (text.empty()) return true;
  if (text.ends_with('%')) {
    is_in_percent = true;
    text.remove_suffix(1);
  }
  bound = parse_number(text);
  return bound.has_value();
}

// "10%:90%", ":300", "150:".
std::optional<Statistic> parse_range(StatisticKind kind, std::string_view range) {
  const std::size_t colon = range.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  Statistic statistic{.kind = kind, .is_in_percent = false};
  if (!parse_bound(range.substr(0, colon), statistic.is_in_percent, statistic.low) ||
      !parse_bound(range.substr(colon + 1), statistic.is_in_percent, statistic.high)) {
    return std::nullopt;
  }
  // Both in percent or neither.
  const auto percents = std::ranges::count(range, '%');
  const int bounds = (statistic.low ? 1 : 0) + (statistic.high ? 1 : 0);
  if (bounds == 0 || (percents != 0 && percents != bounds)) return std::nullopt;
  if (statistic.low && statistic.high && *statistic.low >= *statistic.high) return std::nullopt;
  if (!statistic.is_in_percent) return statistic;
  if (kind == StatisticKind::percentile_rank || !is_percentage(statistic.low.value_or(0)) ||
      !is_percentage(statistic.high.value_or(100))) {
    return std::nullopt;
  }
  return statistic;
}

// What lies within the bounds, and how much lies below and above them.
struct Part {
  double count = 0;
  double sum = 0;
  double below = 0;
  double above = 0;
  double lowest = std::numeric_limits<double>::infinity();
  double highest = -std::numeric_limits<double>::infinity();
};

void add(Part& part, double value, double count) {
  if (count <= 0) return;
  part.count += count;
  part.sum += value * count;
  part.lowest = std::min(part.lowest, value);
  part.highest = std::max(part.highest, value);
}

Part part_within(const Statistic& statistic, const Statistics& statistics) {
  Part part;
  const double total = statistics.sketch.count();
  const double low = statistic.low.value_or(0) / 100 * total;
  const double high = statistic.high.value_or(100) / 100 * total;
  double so_far = 0;
  for (const auto& [bucket, count] : statistics.sketch.buckets()) {
    // A bucket's value is within 1 %; the extremes are known.
    const double value =
        std::clamp(Sketch::value_of(bucket), statistics.minimum, statistics.maximum);
    if (statistic.is_in_percent) {
      add(part, value, std::min(so_far + count, high) - std::max(so_far, low));
    } else if (statistic.low && bucket <= Sketch::bucket_of(*statistic.low)) {
      part.below += count;
    } else if (statistic.high && bucket > Sketch::bucket_of(*statistic.high)) {
      part.above += count;
    } else {
      add(part, value, count);
    }
    so_far += count;
  }
  if (statistic.is_in_percent) {
    part.below = low;
    part.above = total - high;
  }
  return part;
}

std::optional<double> value_of_part(StatisticKind kind, const Part& part, double total) {
  switch (kind) {
    case StatisticKind::trimmed_count:
      return part.count;
    case StatisticKind::trimmed_sum:
      return part.sum;
    case StatisticKind::percentile_rank:
      return part.count / total * 100;
    case StatisticKind::trimmed_mean:
      if (part.count > 0) return part.sum / part.count;
      return std::nullopt;
    case StatisticKind::winsorized_mean:
      if (part.count == 0) return std::nullopt;
      return (part.sum + part.below * part.lowest + part.above * part.highest) / total;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Statistic> parse_simple_statistic(std::string_view name) {
  for (const Name& known : simple_names) {
    if (known.name == name) return Statistic{.kind = known.kind};
  }
  return std::nullopt;
}

std::optional<Statistic> parse_statistic(std::string_view name) {
  if (const auto simple = parse_simple_statistic(name)) return simple;
  if (name == "IQM") return Statistic{.kind = StatisticKind::trimmed_mean, .low = 25, .high = 75};
  if (const auto brief = parse_short(name)) return brief;
  for (const Name& known : range_names) {
    const std::string_view rest = name.substr(std::min(known.name.size(), name.size()));
    if (!name.starts_with(known.name) || rest.size() < 2 || !rest.starts_with('(') ||
        !rest.ends_with(')')) {
      continue;
    }
    return parse_range(known.kind, rest.substr(1, rest.size() - 2));
  }
  return std::nullopt;
}

std::optional<double> value_of(const Statistic& statistic, const Statistics& statistics) {
  if (statistics.sample_count <= 0) return std::nullopt;
  switch (statistic.kind) {
    case StatisticKind::sample_count:
      return statistics.sample_count;
    case StatisticKind::average:
      return statistics.sum / statistics.sample_count;
    case StatisticKind::sum:
      return statistics.sum;
    case StatisticKind::minimum:
      return statistics.minimum;
    case StatisticKind::maximum:
      return statistics.maximum;
    case StatisticKind::percentile:
      if (statistics.sketch.is_empty()) return std::nullopt;
      return std::clamp(statistics.sketch.value_at(*statistic.high), statistics.minimum,
                        statistics.maximum);
    default:
      break;
  }
  if (statistics.sketch.is_empty()) return std::nullopt;
  return value_of_part(statistic.kind, part_within(statistic, statistics),
                       statistics.sketch.count());
}

}  // namespace weir::monitoring
