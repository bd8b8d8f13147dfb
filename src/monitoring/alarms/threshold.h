// Threshold: when a metric alarm is in ALARM. evaluate() is what CloudWatch documents of it, on no
// clock and no store: from the last periods' values and the alarm's state to its next state.
//
// Source:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "monitoring/alarms/alarm_state.h"

namespace weir::monitoring {

enum class Comparison : std::uint8_t {
  greater_than_or_equal,
  greater_than,
  less_than,
  less_than_or_equal,
};

// "GreaterThanThreshold".
std::optional<Comparison> comparison_named(std::string_view name);

// How a period without values is taken.
enum class MissingData : std::uint8_t { missing, ignore, breaching, not_breaching };

// "notBreaching".
std::optional<MissingData> missing_data_named(std::string_view name);

struct Threshold {
  Comparison comparison = Comparison::greater_than;
  double value = 0;
  std::uint32_t evaluation_periods = 1;
  std::uint32_t datapoints_to_alarm = 1;  // At most evaluation_periods.
  MissingData missing_data = MissingData::missing;
  // The percentile, 0 to 100, if periods with too few values to tell it shall not change the state.
  std::optional<double> significant_percentile{};
};

// A period's value; nothing if it had none.
struct AlarmDatapoint {
  WallTime time;
  std::optional<double> value{};
  double sample_count = 0;
};

// How many of the last periods are looked at: more than the evaluation periods, so that values that
// are there are preferred to ones that are made up.
constexpr std::uint32_t evaluation_range(const Threshold& threshold) {
  return threshold.evaluation_periods + 2;
}

struct Judgement {
  AlarmState state;
  std::string reason{};                     // CloudWatch's wording; empty if the state stays.
  std::vector<AlarmDatapoint> evaluated{};  // Of the values that were there, the newest first.
};

// `datapoints`: the evaluation range's periods, ascending, none left out.
Judgement evaluate(const Threshold& threshold, const std::vector<AlarmDatapoint>& datapoints,
                   AlarmState current);

bool breaches(const Threshold& threshold, double value);

// Whether a percentile of so many values says anything: 10 of them lie beyond it.
bool is_significant(double percentile, double sample_count);

}  // namespace weir::monitoring
