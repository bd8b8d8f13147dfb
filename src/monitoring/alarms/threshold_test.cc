#include "monitoring/alarms/threshold.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir::monitoring {
namespace {

constexpr WallTime end{1'795'600'800'000};  // 2026-11-25 10:00 UTC.
constexpr auto retained = std::nullopt;
constexpr std::optional<AlarmState> in_alarm = AlarmState::alarm;
constexpr std::optional<AlarmState> fine = AlarmState::ok;
constexpr std::optional<AlarmState> unknown = AlarmState::insufficient_data;

// "0 - X - X": not breaching, missing, …; the oldest first.
std::vector<AlarmDatapoint> datapoints(const std::string& text) {
  std::vector<AlarmDatapoint> datapoints;
  for (std::size_t index = 0; index < text.size(); index += 2) {
    AlarmDatapoint datapoint{.time = end - seconds(30 * (text.size() - index + 1))};
    if (text[index] == 'X') datapoint.value = 10;
    if (text[index] == '0') datapoint.value = 1;
    datapoints.push_back(datapoint);
  }
  return datapoints;
}

struct Case {
  std::uint32_t datapoints_to_alarm;
  std::string datapoints;
  std::optional<AlarmState> if_missing;
  std::optional<AlarmState> if_ignored;
  std::optional<AlarmState> if_breaching;
  std::optional<AlarmState> if_not_breaching;
};

// Three evaluation periods, five in the evaluation range.
Threshold threshold(std::uint32_t datapoints_to_alarm, MissingData missing_data) {
  return {.comparison = Comparison::greater_than,
          .value = 5,
          .evaluation_periods = 3,
          .datapoints_to_alarm = datapoints_to_alarm,
          .missing_data = missing_data};
}

void expect_states(const Case& each) {
  const std::vector<std::pair<MissingData, std::optional<AlarmState>>> ways{
      {MissingData::missing, each.if_missing},
      {MissingData::ignore, each.if_ignored},
      {MissingData::breaching, each.if_breaching},
      {MissingData::not_breaching, each.if_not_breaching}};
  for (const auto& [missing_data, expected] : ways) {
    for (const AlarmState current :
         {AlarmState::ok, AlarmState::alarm, AlarmState::insufficient_data}) {
      const Judgement judgement = evaluate(threshold(each.datapoints_to_alarm, missing_data),
                                           datapoints(each.datapoints), current);
      EXPECT_EQ(name_of(judgement.state), name_of(expected.value_or(current)))
          << each.datapoints << ", " << each.datapoints_to_alarm << " of 3, missing data "
          << static_cast<int>(missing_data) << ", from " << name_of(current);
      EXPECT_EQ(judgement.reason.empty(), judgement.state == current);
    }
  }
}

TEST(Threshold, StatesAreThoseOfTheDocumentedTables) {
  const std::vector<Case> cases{
      {3, "0 - X - X", fine, fine, fine, fine},
      {3, "- - - - 0", fine, fine, fine, fine},
      {3, "- - - - -", unknown, retained, in_alarm, fine},
      {3, "0 X X - X", in_alarm, in_alarm, in_alarm, in_alarm},
      {3, "- - X - -", in_alarm, retained, in_alarm, fine},
      {2, "0 - X - X", in_alarm, in_alarm, in_alarm, in_alarm},
      {2, "0 0 X 0 X", in_alarm, in_alarm, in_alarm, in_alarm},
      {2, "0 - X - -", fine, fine, in_alarm, fine},
      {2, "- - - - 0", fine, fine, in_alarm, fine},
      {2, "- - - X -", in_alarm, retained, in_alarm, fine},
      // Too young to be an alarm: the next value may be a good one.
      {3, "- - - - X", retained, retained, in_alarm, fine},
      {3, "- - - X -", retained, retained, in_alarm, fine},
      // With all values there is nothing to treat.
      {3, "0 0 X X X", in_alarm, in_alarm, in_alarm, in_alarm},
      {3, "X X X X 0", fine, fine, fine, fine},
      {1, "X 0 0 0 0", fine, fine, fine, fine},
      {1, "0 0 X 0 0", in_alarm, in_alarm, in_alarm, in_alarm},
  };
  for (const Case& each : cases) expect_states(each);
}

TEST(Threshold, EveryComparisonDrawsItsLine) {
  Threshold line{.value = 5};
  const std::vector<std::tuple<std::string, bool, bool, bool>> cases{
      {"GreaterThanOrEqualToThreshold", false, true, true},
      {"GreaterThanThreshold", false, false, true},
      {"LessThanThreshold", true, false, false},
      {"LessThanOrEqualToThreshold", true, true, false}};
  for (const auto& [name, below, at, above] : cases) {
    ASSERT_TRUE(comparison_named(name)) << name;
    line.comparison = *comparison_named(name);
    EXPECT_EQ(breaches(line, 4), below) << name;
    EXPECT_EQ(breaches(line, 5), at) << name;
    EXPECT_EQ(breaches(line, 6), above) << name;
  }
  EXPECT_FALSE(comparison_named("Greater"));
  EXPECT_EQ(missing_data_named("notBreaching"), MissingData::not_breaching);
  EXPECT_FALSE(missing_data_named("NotBreaching"));
}

TEST(Threshold, APercentileOfTooFewValuesChangesNothingIfAskedSo) {
  Threshold percentile{.value = 5, .significant_percentile = 99};
  std::vector<AlarmDatapoint> last{{.time = end, .value = 10, .sample_count = 999}};
  EXPECT_EQ(evaluate(percentile, last, AlarmState::ok).state, AlarmState::ok);
  last[0].sample_count = 1'000;
  EXPECT_EQ(evaluate(percentile, last, AlarmState::ok).state, AlarmState::alarm);
  last[0].sample_count = 1;
  percentile.significant_percentile.reset();
  EXPECT_EQ(evaluate(percentile, last, AlarmState::ok).state, AlarmState::alarm);
  EXPECT_TRUE(is_significant(50, 20));
  EXPECT_FALSE(is_significant(50, 19));
  EXPECT_TRUE(is_significant(10, 100));
  EXPECT_FALSE(is_significant(10, 99));
}

TEST(Threshold, ReasonsAreWordedAsProductionDoes) {
  const Threshold one{.comparison = Comparison::greater_than_or_equal, .value = 0.4};
  const std::vector<AlarmDatapoint> high{
      {.time = {1'587'676'560'000}, .value = 0.43262672424316406, .sample_count = 1}};
  EXPECT_EQ(evaluate(one, high, AlarmState::ok).reason,
            "Threshold Crossed: 1 out of the last 1 datapoints [0.43262672424316406 (23/04/20 "
            "21:16:00)] was greater than or equal to the threshold (0.4) (minimum 1 datapoint for "
            "OK -> ALARM transition).");
  EXPECT_EQ(
      evaluate(threshold(2, MissingData::missing), datapoints("X 0 0 X X"), AlarmState::ok).reason,
      "Threshold Crossed: 2 out of the last 3 datapoints [10.0 (25/11/26 09:59:00), 10.0 "
      "(25/11/26 09:58:00)] were greater than the threshold (5.0) (minimum 2 datapoints for "
      "OK -> ALARM transition).");
  EXPECT_EQ(evaluate(threshold(3, MissingData::missing), datapoints("X X X X 0"), AlarmState::alarm)
                .reason,
            "Threshold Crossed: 1 out of the last 3 datapoints [1.0 (25/11/26 09:59:00)] was not "
            "greater than the threshold (5.0) (minimum 1 datapoint for ALARM -> OK transition).");
  EXPECT_EQ(
      evaluate(threshold(3, MissingData::missing), datapoints("- - - - -"), AlarmState::ok).reason,
      "Insufficient Data: 3 datapoints were unknown.");
  EXPECT_EQ(evaluate(threshold(3, MissingData::breaching), datapoints("- - - - -"), AlarmState::ok)
                .reason,
            "Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints "
            "were treated as [Breaching].");
  const Threshold six{.value = 5, .evaluation_periods = 6, .datapoints_to_alarm = 6};
  EXPECT_EQ(evaluate(six, datapoints("X X X X X X X X"), AlarmState::ok).reason,
            "Threshold Crossed: 6 out of the last 6 datapoints were greater than the threshold "
            "(5.0). The most recent datapoints which crossed the threshold: [10.0 (25/11/26 "
            "09:59:00), 10.0 (25/11/26 09:58:00), 10.0 (25/11/26 09:57:00), 10.0 (25/11/26 "
            "09:56:00), 10.0 (25/11/26 09:55:00)] (minimum 6 datapoints for OK -> ALARM "
            "transition).");
}

}  // namespace
}  // namespace weir::monitoring
