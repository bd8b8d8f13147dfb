#include "meter/plan/threshold.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <span>
#include <utility>

#include "meter/plan/quantities.h"
#include "meter/plan/spelling.h"

namespace weir::meter {
namespace {

constexpr std::size_t text_max = 1'000;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

struct ComparisonSign {
  std::string_view sign;
  Comparison comparison;
  Comparison opposite;
};

// Longer signs before those that they begin with.
constexpr std::array<ComparisonSign, 7> signs{{
    {"<=", Comparison::at_most, Comparison::greater},
    {">=", Comparison::at_least, Comparison::less},
    {"==", Comparison::equal, Comparison::not_equal},
    {"!=", Comparison::not_equal, Comparison::equal},
    {"<", Comparison::less, Comparison::at_least},
    {">", Comparison::greater, Comparison::at_most},
    {"=", Comparison::equal, Comparison::not_equal},
}};

// What a metric may be measured in.
struct Metric {
  std::string_view name;
  bool is_share;
  bool is_rate;
};

constexpr std::array<Metric, 10> metrics{{{"errors", true, true},
                                          {"late", true, false},
                                          {"records", false, true},
                                          {"samples", false, true},
                                          {"attempts", false, true},
                                          {"throttles", true, true},
                                          {"lost", false, false},
                                          {"duplicates", false, false},
                                          {"out_of_order", false, false},
                                          {"unsent", false, false}}};
constexpr Metric bytes_metric{"bytes", false, true};

constexpr std::array<std::string_view, 20> metric_names{
    "p50",   "p90",       "p95",    "p99",        "p99.9",        "mean",    "min",
    "max",   "stddev",    "errors", "late",       "records",      "samples", "attempts",
    "bytes", "throttles", "lost",   "duplicates", "out_of_order", "unsent"};

// "p99.9", "mean", …: without the prefix that says of which times.
bool is_statistic(std::string_view name) {
  if (name == "mean" || name == "min" || name == "max" || name == "stddev") return true;
  if (!name.starts_with('p') || name.size() < 2 || name.size() > 10) return false;
  const std::string_view digits = name.substr(1);
  if (digits.find_first_not_of("0123456789.") != std::string_view::npos) return false;
  const auto percentile = parse_number(digits);
  return percentile && *percentile >= 0 && *percentile <= 100;
}

bool is_time(std::string_view name) {
  for (const std::string_view prefix : {"service_", "connect_", "end_to_end_"}) {
    if (name.starts_with(prefix)) return is_statistic(name.substr(prefix.size()));
  }
  return is_statistic(name);
}

const Metric* find_metric(std::string_view name) {
  if (name == bytes_metric.name) return &bytes_metric;
  for (const Metric& metric : metrics) {
    if (metric.name == name) return &metric;
  }
  return nullptr;
}

std::string wrong(std::string_view text, std::string_view why) {
  return fmt::format("The threshold \"{}\" {}{}", text, why, why.ends_with('?') ? "" : ".");
}

using Measured = std::expected<std::pair<Measure, double>, std::string>;

Measured measure_time(std::string_view value) {
  const auto duration = parse_exact_duration(value);
  if (!duration)
    return std::unexpected(fmt::format("has the value \"{}\", which {}", value, duration.error()));
  return std::pair(Measure::nanoseconds, static_cast<double>(duration->count()));
}

Measured measure_number(const Metric& metric, std::string_view value) {
  const auto bad = [&](std::string_view why) {
    return std::unexpected(fmt::format("has the value \"{}\", which {}", value, why));
  };
  if (value.ends_with('%')) {
    if (!metric.is_share) return bad("is a share of something that is counted");
    const auto share = parse_share(value);
    if (!share) return bad(share.error());
    return std::pair(Measure::fraction, *share);
  }
  if (value.find('/') != std::string_view::npos) {
    if (!metric.is_rate) return bad("is a rate of something that is counted once");
    const std::string_view amount = trimmed(value.substr(0, value.rfind('/')));
    const auto size = parse_size(amount);
    if (&metric == &bytes_metric && size && value.ends_with("/s")) {
      return std::pair(Measure::per_second, static_cast<double>(*size));
    }
    const auto rate = parse_rate(value);
    if (!rate) return bad(rate.error());
    return std::pair(Measure::per_second, *rate);
  }
  if (&metric == &bytes_metric) {
    const auto size = parse_size(value);
    if (!size) return bad(size.error());
    return std::pair(Measure::count, static_cast<double>(*size));
  }
  const auto whole = parse_whole(value);
  if (!whole || *whole < 0) return bad("is not a whole number");
  return std::pair(Measure::count, static_cast<double>(*whole));
}

// "p99{Label}" in its two halves.
std::optional<std::string> split_label(std::string_view subject, Threshold& threshold) {
  const std::size_t open = subject.find('{');
  threshold.metric = trimmed(subject.substr(0, open));
  if (open == std::string_view::npos) return std::nullopt;
  if (!subject.ends_with('}')) return "has a \"{\" without its \"}\"";
  threshold.label = trimmed(subject.substr(open + 1, subject.size() - open - 2));
  if (threshold.label.empty()) return "has a label that is empty";
  return std::nullopt;
}

// Where the comparison stands: behind the label, which may hold one itself.
std::size_t find_comparison(std::string_view text) {
  const std::size_t open = text.find('{');
  const std::size_t sign = text.find_first_of("<>=!");
  if (open == std::string_view::npos || sign < open) return sign;
  const std::size_t close = text.find('}', open);
  return close == std::string_view::npos ? sign : text.find_first_of("<>=!", close);
}

struct Parsed {
  Threshold threshold;
  const ComparisonSign* sign;
  std::string_view subject;
  std::string_view value;
};

std::expected<Parsed, std::string> parse(std::string_view text) {
  if (text.size() > text_max)
    return std::unexpected("The threshold has more than 1,000 characters.");
  const auto bad = [text](std::string_view why) { return std::unexpected(wrong(text, why)); };
  const std::size_t place = find_comparison(text);
  if (place == std::string_view::npos) {
    return bad("compares nothing; write, for example, \"p99 < 50ms\" or \"errors < 0.1%\"");
  }
  Parsed parsed{
      .threshold = {}, .sign = nullptr, .subject = trimmed(text.substr(0, place)), .value = {}};
  for (const ComparisonSign& sign : signs) {
    if (parsed.sign == nullptr && text.substr(place).starts_with(sign.sign)) parsed.sign = &sign;
  }
  if (parsed.sign == nullptr) return bad("has a comparison that is none of <, <=, >, >=, ==, !=");
  parsed.value = trimmed(text.substr(place + parsed.sign->sign.size()));
  Threshold& threshold = parsed.threshold;
  if (const auto why = split_label(parsed.subject, threshold)) return bad(*why);
  if (threshold.metric == "avg") threshold.metric = "mean";
  const Metric* const metric = find_metric(threshold.metric);
  if (metric == nullptr && !is_time(threshold.metric)) {
    return bad(fmt::format("has the metric \"{}\", which is none{}", threshold.metric,
                           did_you_mean(threshold.metric, metric_names)));
  }
  const Measured measured =
      metric == nullptr ? measure_time(parsed.value) : measure_number(*metric, parsed.value);
  if (!measured) return bad(measured.error());
  std::tie(threshold.measure, threshold.value) = *measured;
  threshold.text = text;
  threshold.comparison = parsed.sign->comparison;
  return parsed;
}

}  // namespace

std::expected<Threshold, std::string> parse_threshold(std::string_view text) {
  auto parsed = parse(trimmed(text));
  if (!parsed) return std::unexpected(std::move(parsed).error());
  return std::move(parsed->threshold);
}

std::expected<Threshold, std::string> parse_abort(std::string_view text) {
  auto parsed = parse(trimmed(text));
  if (!parsed) return std::unexpected(std::move(parsed).error());
  Threshold& threshold = parsed->threshold;
  threshold.aborts = true;
  threshold.comparison = parsed->sign->opposite;
  threshold.text =
      fmt::format("{} {} {}", parsed->subject, to_text(threshold.comparison), parsed->value);
  return std::move(threshold);
}

std::string_view to_text(Comparison comparison) {
  for (const ComparisonSign& sign : signs) {
    if (sign.comparison == comparison) return sign.sign;
  }
  return "?";
}

}  // namespace weir::meter
