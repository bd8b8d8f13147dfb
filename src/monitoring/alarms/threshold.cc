#include "monitoring/alarms/threshold.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace weir::monitoring {
namespace {

struct ComparisonName {
  std::string_view name;
  std::string_view words;
};

constexpr std::array<ComparisonName, 4> comparisons{
    {{"GreaterThanOrEqualToThreshold", "greater than or equal to"},
     {"GreaterThanThreshold", "greater than"},
     {"LessThanThreshold", "less than"},
     {"LessThanOrEqualToThreshold", "less than or equal to"}}};

// Of so many or more, the newest are named, after the threshold.
constexpr std::size_t named_datapoints_max = 5;

constexpr std::array<std::string_view, 4> missing_data_names{"missing", "ignore", "breaching",
                                                             "notBreaching"};

// As production writes numbers: never without a fraction.
std::string number_text(double number) {
  std::string text = fmt::format("{}", number);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

std::string datapoint_text(const AlarmDatapoint& datapoint) {
  const std::chrono::sys_seconds time{seconds(datapoint.time.whole_seconds())};
  return fmt::format("{} ({:%d/%m/%y %H:%M:%S})", number_text(*datapoint.value),
                     fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

std::string_view plural(std::size_t count) { return count == 1 ? "" : "s"; }

// What an evaluation sees, counted once.
struct Seen {
  std::vector<AlarmDatapoint> values;  // The newest first; at most the evaluation periods' number.
  std::size_t breaching = 0;
  std::size_t missing = 0;  // How many would have to be made up.
  bool is_significant = true;
  // How many periods ago the oldest value was: 1 is the last period.
  std::size_t oldest_age = 0;
};

Seen look_at(const Threshold& threshold, const std::vector<AlarmDatapoint>& datapoints) {
  Seen seen;
  for (std::size_t age = 1; age <= datapoints.size(); ++age) {
    const AlarmDatapoint& datapoint = datapoints[datapoints.size() - age];
    if (!datapoint.value) continue;
    if (seen.values.size() == threshold.evaluation_periods) break;
    seen.values.push_back(datapoint);
    seen.oldest_age = age;
    if (breaches(threshold, *datapoint.value)) ++seen.breaching;
    if (threshold.significant_percentile &&
        !is_significant(*threshold.significant_percentile, datapoint.sample_count)) {
      seen.is_significant = false;
    }
  }
  seen.missing = threshold.evaluation_periods - seen.values.size();
  return seen;
}

// With as many values as periods, or where what is missing changes nothing: by counting.
AlarmState state_by_count(const Threshold& threshold, std::size_t breaching) {
  return breaching >= threshold.datapoints_to_alarm ? AlarmState::alarm : AlarmState::ok;
}

// With fewer values than periods and nothing to take in their place.
AlarmState state_with_gaps(const Threshold& threshold, const Seen& seen, AlarmState current) {
  const bool ignores = threshold.missing_data == MissingData::ignore;
  if (seen.values.empty()) return ignores ? current : AlarmState::insufficient_data;
  if (seen.breaching >= threshold.datapoints_to_alarm) return AlarmState::alarm;
  if (seen.breaching < seen.values.size()) return AlarmState::ok;
  // All that is there breaches, but it is too little. It counts once it is so old that it cannot be
  // the beginning of better values: "- - X - -" is ALARM, "- - - - X" may become "- - - X 0".
  if (ignores || seen.oldest_age < threshold.datapoints_to_alarm) return current;
  return AlarmState::alarm;
}

AlarmState next_state(const Threshold& threshold, const Seen& seen, AlarmState current) {
  if (!seen.is_significant) return current;
  if (seen.missing == 0) return state_by_count(threshold, seen.breaching);
  switch (threshold.missing_data) {
    case MissingData::breaching:
      return state_by_count(threshold, seen.breaching + seen.missing);
    case MissingData::not_breaching:
      return state_by_count(threshold, seen.breaching);
    case MissingData::missing:
    case MissingData::ignore:
      return state_with_gaps(threshold, seen, current);
  }
  return current;
}

std::string missing_text(const Threshold& threshold, const Seen& seen) {
  if (threshold.missing_data != MissingData::breaching &&
      threshold.missing_data != MissingData::not_breaching) {
    return {};
  }
  return fmt::format(
      "{} missing datapoint{} {} treated as [{}]", seen.missing, plural(seen.missing),
      seen.missing == 1 ? "was" : "were",
      threshold.missing_data == MissingData::breaching ? "Breaching" : "NonBreaching");
}

// "Threshold Crossed: 1 out of the last 1 datapoints [0.4 (23/04/20 21:16:00)] was greater than …".
// "Threshold Crossed: 60 out of the last 60 datapoints were greater than the threshold (5.0). The
// most recent datapoints which crossed the threshold: [9.0 (23/04/20 21:16:00), …] (minimum …".
std::string reason(const Threshold& threshold, const Seen& seen, AlarmState current,
                   AlarmState next) {
  const std::size_t periods = threshold.evaluation_periods;
  if (next == AlarmState::insufficient_data) {
    return fmt::format("Insufficient Data: {} datapoint{} {} unknown.", periods, plural(periods),
                       periods == 1 ? "was" : "were");
  }
  if (seen.values.empty()) {
    return fmt::format("Threshold Crossed: no datapoints were received for {} period{} and {}.",
                       periods, plural(periods), missing_text(threshold, seen));
  }
  const bool alarms = next == AlarmState::alarm;
  std::vector<std::string> texts;
  std::size_t crossing = 0;
  for (const AlarmDatapoint& datapoint : seen.values) {
    if (breaches(threshold, *datapoint.value) != alarms) continue;
    if (++crossing <= named_datapoints_max) texts.push_back(datapoint_text(datapoint));
  }
  const bool are_few = crossing < named_datapoints_max;
  const std::string named = fmt::format("[{}]", fmt::join(texts, ", "));
  const std::size_t least =
      alarms ? threshold.datapoints_to_alarm : periods - threshold.datapoints_to_alarm + 1;
  const std::string missing = seen.missing == 0 ? "" : missing_text(threshold, seen);
  return fmt::format(
      "Threshold Crossed: {} out of the last {} datapoints {}{}{} {}{} the threshold ({}){}{}{}"
      " (minimum {} datapoint{} for {} -> {} transition).",
      crossing, periods, are_few ? named : "", are_few ? " " : "", crossing == 1 ? "was" : "were",
      alarms ? "" : "not ", comparisons.at(static_cast<std::size_t>(threshold.comparison)).words,
      number_text(threshold.value), missing.empty() ? "" : " and " + missing,
      are_few ? "" : ". The most recent datapoints which crossed the threshold: ",
      are_few ? "" : named, least, plural(least), name_of(current), name_of(next));
}

}  // namespace

std::optional<Comparison> comparison_named(std::string_view name) {
  const auto* const found = std::ranges::find(comparisons, name, &ComparisonName::name);
  if (found == comparisons.end()) return std::nullopt;
  return static_cast<Comparison>(found - comparisons.begin());
}

std::optional<MissingData> missing_data_named(std::string_view name) {
  const auto* const found = std::ranges::find(missing_data_names, name);
  if (found == missing_data_names.end()) return std::nullopt;
  return static_cast<MissingData>(found - missing_data_names.begin());
}

bool breaches(const Threshold& threshold, double value) {
  switch (threshold.comparison) {
    case Comparison::greater_than_or_equal:
      return value >= threshold.value;
    case Comparison::greater_than:
      return value > threshold.value;
    case Comparison::less_than:
      return value < threshold.value;
    case Comparison::less_than_or_equal:
      return value <= threshold.value;
  }
  return false;
}

bool is_significant(double percentile, double sample_count) {
  const double share = percentile / 100;
  const double beyond = share >= 0.5 ? 1 - share : share;
  return beyond <= 0 || sample_count >= 10 / beyond;
}

Judgement evaluate(const Threshold& threshold, const std::vector<AlarmDatapoint>& datapoints,
                   AlarmState current) {
  Seen seen = look_at(threshold, datapoints);
  const AlarmState next = next_state(threshold, seen, current);
  Judgement judgement{.state = next};
  if (next != current) judgement.reason = reason(threshold, seen, current, next);
  judgement.evaluated = std::move(seen.values);
  return judgement;
}

}  // namespace weir::monitoring
