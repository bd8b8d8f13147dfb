#include "meter/report/thresholds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "meter/report/quantities.h"

namespace weir::meter {
namespace {

// What a threshold looks at: one label, or all of them.
struct Scope {
  LabelResult label;
  bool is_whole_run = true;
  // Records that failed after their last attempt and all that were tried; of calls where those
  // failed and no record did, as reading ones do.
  std::uint64_t failed = 0;
  std::uint64_t tried = 0;
};

void count_errors(const Counts& counts, Scope& scope) {
  const bool is_of_calls = counts.records_failed == 0 && counts.samples_failed > 0;
  scope.failed += is_of_calls ? counts.samples_failed : counts.records_failed;
  scope.tried += is_of_calls ? counts.samples : counts.records + counts.records_failed;
}

std::optional<Scope> scope_of(const Threshold& threshold, const RunResult& result) {
  if (threshold.label.empty()) {
    Scope scope{.label = result.total()};
    for (const LabelResult& label : result.labels) count_errors(label.counts, scope);
    return scope;
  }
  for (const LabelResult& label : result.labels) {
    if (label.label != threshold.label) continue;
    Scope scope{.label = label, .is_whole_run = false};
    count_errors(label.counts, scope);
    return scope;
  }
  return std::nullopt;
}

// A timed metric taken apart: of which histogram, and which statistic of it.
struct TimedMetric {
  const metrics::Histogram* histogram;
  std::string_view statistic;
};

TimedMetric timed_metric(std::string_view metric, const Scope& scope) {
  const std::array<std::pair<std::string_view, const metrics::Histogram*>, 3> prefixes{
      {{"service_", &scope.label.service_time},
       {"connect_", &scope.label.connect},
       {"end_to_end_", &scope.label.end_to_end}}};
  for (const auto& [prefix, histogram] : prefixes) {
    if (metric.starts_with(prefix)) return {histogram, metric.substr(prefix.size())};
  }
  return {&scope.label.latency, metric};
}

// N of "pN".
std::optional<double> percentile_of(std::string_view statistic) {
  if (!statistic.starts_with('p')) return std::nullopt;
  double percentile = 0;
  const char* const end = statistic.data() + statistic.size();
  const auto [last, error] = std::from_chars(statistic.data() + 1, end, percentile);
  return error == std::errc() && last == end ? std::optional(percentile) : std::nullopt;
}

std::optional<double> statistic_of(const TimedMetric& metric) {
  const metrics::Histogram& histogram = *metric.histogram;
  if (histogram.count() == 0) return std::nullopt;
  if (metric.statistic == "mean") return histogram.mean();
  if (metric.statistic == "stddev") return histogram.standard_deviation();
  if (metric.statistic == "min") return static_cast<double>(histogram.min());
  if (metric.statistic == "max") return static_cast<double>(histogram.max());
  const std::optional<double> percentile = percentile_of(metric.statistic);
  if (!percentile) return std::nullopt;
  return static_cast<double>(histogram.value_at(*percentile));
}

// A count, and what it is a share of; nothing where it is no share.
struct Counted {
  std::uint64_t count = 0;
  std::optional<std::uint64_t> of{};
};

std::optional<Counted> counted(std::string_view metric, const Scope& scope,
                               const RunResult& result) {
  const Counts& counts = scope.label.counts;
  if (metric == "errors") return Counted{scope.failed, scope.tried};
  if (metric == "throttles") return Counted{counts.throttles, counts.attempts};
  if (metric == "records") return Counted{counts.records};
  if (metric == "samples") return Counted{counts.samples};
  if (metric == "attempts") return Counted{counts.attempts};
  if (metric == "bytes") return Counted{counts.payload_bytes};
  // Known of the whole run only.
  if (!scope.is_whole_run) return std::nullopt;
  const Punctuality& punctuality = result.punctuality;
  if (metric == "late") return Counted{punctuality.late, punctuality.lateness.count()};
  if (metric == "unsent") return Counted{punctuality.unsent};
  if (metric == "lost") return Counted{result.trace.lost};
  if (metric == "duplicates") return Counted{result.trace.duplicates};
  if (metric == "out_of_order") return Counted{result.trace.out_of_order};
  return std::nullopt;
}

std::optional<double> ratio(double part, double whole) {
  return whole > 0 ? std::optional(part / whole) : std::nullopt;
}

std::optional<double> measure(const Threshold& threshold, const RunResult& result) {
  const std::optional<Scope> scope = scope_of(threshold, result);
  if (!scope) return std::nullopt;
  if (threshold.measure == Measure::nanoseconds) {
    return statistic_of(timed_metric(threshold.metric, *scope));
  }
  const std::optional<Counted> found = counted(threshold.metric, *scope, result);
  if (!found) return std::nullopt;
  const auto count = static_cast<double>(found->count);
  switch (threshold.measure) {
    case Measure::fraction:
      return ratio(count, static_cast<double>(found->of.value_or(0)));
    case Measure::per_second:
      return ratio(count, static_cast<double>(result.duration.count()) / 1e9);
    case Measure::nanoseconds:
    case Measure::count:
      break;
  }
  return count;
}

bool compares(double measured, Comparison comparison, double value) {
  switch (comparison) {
    case Comparison::less:
      return measured < value;
    case Comparison::at_most:
      return measured <= value;
    case Comparison::greater:
      return measured > value;
    case Comparison::at_least:
      return measured >= value;
    case Comparison::equal:
      return measured == value;
    case Comparison::not_equal:
      return measured != value;
  }
  return false;
}

std::string measure_text(double value, Measure measure) {
  switch (measure) {
    case Measure::nanoseconds:
      return time_text(value);
    case Measure::fraction:
      return percent_text(value);
    case Measure::count:
      return count_text(static_cast<std::uint64_t>(value));
    case Measure::per_second:
      return rate_text(value) + "/s";
  }
  return {};
}

bool is_upper_bound(Comparison comparison) {
  return comparison == Comparison::less || comparison == Comparison::at_most;
}

// More of a share of `expected` than `value` allows are there already.
bool is_share_passed(double already, double value, Comparison comparison, double expected) {
  const double allowed = value * expected;
  return comparison == Comparison::less ? already >= allowed && already > 0 : already > allowed;
}

std::optional<std::string> lost_percentile(const Threshold& threshold, const TimedMetric& metric,
                                           double growth) {
  const metrics::Histogram& histogram = *metric.histogram;
  const std::optional<double> percentile = percentile_of(metric.statistic);
  if (!percentile) return std::nullopt;
  // "Less than 50 ms" is missed by 50 ms, "at most" only by more.
  const auto limit = static_cast<std::int64_t>(
      threshold.comparison == Comparison::less ? std::ceil(threshold.value) - 1 : threshold.value);
  const std::uint64_t beyond = histogram.count() - histogram.count_up_to(limit);
  const double expected = static_cast<double>(histogram.count()) * growth;
  // The percentile is the value of the sample of this rank; those behind it may be slow.
  const double rank = std::ceil(std::nextafter(*percentile, 0.0) * expected / 100);
  if (static_cast<double>(beyond) <= expected - rank) return std::nullopt;
  return fmt::format("{} of {} samples took longer already", count_text(beyond),
                     count_text(histogram.count()));
}

std::optional<std::string> lost_time(const Threshold& threshold, const Scope& scope,
                                     double growth) {
  const TimedMetric metric = timed_metric(threshold.metric, scope);
  const std::optional<double> measured = statistic_of(metric);
  if (!measured) return std::nullopt;
  const bool is_missed = !compares(*measured, threshold.comparison, threshold.value);
  const std::string now = time_text(*measured) + " was measured already";
  if (metric.statistic == "min") {
    // It only ever falls.
    return is_missed && !is_upper_bound(threshold.comparison) ? std::optional(now) : std::nullopt;
  }
  if (!is_upper_bound(threshold.comparison)) return std::nullopt;
  if (metric.statistic == "max") return is_missed ? std::optional(now) : std::nullopt;
  if (metric.statistic == "mean") {
    const bool is_lost = !compares(*measured / growth, threshold.comparison, threshold.value);
    return is_lost ? std::optional(now) : std::nullopt;
  }
  return lost_percentile(threshold, metric, growth);
}

std::optional<std::string> lost_fraction(const Threshold& threshold, const Counted& found,
                                         double growth) {
  const bool is_none_allowed = threshold.comparison == Comparison::equal && threshold.value == 0;
  if (!is_upper_bound(threshold.comparison) && !is_none_allowed) return std::nullopt;
  const std::uint64_t all = found.of.value_or(0);
  if (!is_share_passed(static_cast<double>(found.count), threshold.value, threshold.comparison,
                       static_cast<double>(all) * growth)) {
    return std::nullopt;
  }
  return fmt::format("there are {} of {} already", count_text(found.count), count_text(all));
}

std::optional<std::string> lost_count(const Threshold& threshold, const Counted& found) {
  const auto count = static_cast<double>(found.count);
  const bool is_passed = threshold.comparison == Comparison::equal
                             ? count > threshold.value
                             : is_upper_bound(threshold.comparison) &&
                                   !compares(count, threshold.comparison, threshold.value);
  if (!is_passed) return std::nullopt;
  return fmt::format("there are {} already", count_text(found.count));
}

// By how much everything will have grown at the end, each label alike.
double growth_of(const RunResult& so_far, std::uint64_t samples_expected) {
  std::uint64_t samples = 0;
  for (const LabelResult& label : so_far.labels) samples += label.counts.samples;
  if (samples_expected == 0 || samples == 0) return 2;
  return std::max(1.0, static_cast<double>(samples_expected) / static_cast<double>(samples));
}

std::optional<std::string> why_lost(const Threshold& threshold, const RunResult& so_far,
                                    double growth) {
  const std::optional<Scope> scope = scope_of(threshold, so_far);
  if (!scope) return std::nullopt;
  if (threshold.measure == Measure::nanoseconds) return lost_time(threshold, *scope, growth);
  // Records under way look lost.
  if (threshold.metric == "lost") return std::nullopt;
  const std::optional<Counted> found = counted(threshold.metric, *scope, so_far);
  if (!found) return std::nullopt;
  if (threshold.measure == Measure::fraction) return lost_fraction(threshold, *found, growth);
  if (threshold.measure == Measure::count) return lost_count(threshold, *found);
  return std::nullopt;
}

}  // namespace

std::string Verdict::text() const {
  return fmt::format("{}: {}, {}", threshold.text, measured_text, holds ? "holds" : "missed");
}

std::vector<Verdict> judge(const std::vector<Threshold>& thresholds, const RunResult& result) {
  std::vector<Verdict> verdicts;
  for (const Threshold& threshold : thresholds) {
    Verdict verdict{.threshold = threshold, .measured = {}, .measured_text = {}};
    verdict.measured = measure(threshold, result);
    verdict.holds =
        verdict.measured && compares(*verdict.measured, threshold.comparison, threshold.value);
    verdict.measured_text = verdict.measured ? measure_text(*verdict.measured, threshold.measure)
                                             : "nothing was measured";
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

bool all_hold(const std::vector<Verdict>& verdicts) {
  return std::ranges::all_of(verdicts, &Verdict::holds);
}

std::optional<std::string> cannot_hold(const std::vector<Threshold>& thresholds,
                                       const RunResult& so_far, std::uint64_t samples_expected) {
  const double growth = growth_of(so_far, samples_expected);
  for (const Threshold& threshold : thresholds) {
    if (!threshold.aborts) continue;
    const auto why = why_lost(threshold, so_far, growth);
    if (why) {
      return fmt::format("{} cannot hold any more: {}.", threshold.text, *why);
    }
  }
  return std::nullopt;
}

}  // namespace weir::meter
