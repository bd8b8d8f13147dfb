#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "monitoring/metric_math/evaluation.h"
#include "monitoring/metric_math/functions.h"

namespace weir::monitoring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::int64_t minute_ms = 60'000;
// Wednesday, 2026-11-25 10:00 UTC.
constexpr WallTime start{1'795'600'800'000};

WallTime minute(std::int64_t number) { return {start.ms + number * minute_ms}; }

// A value for each minute from the start; NaN stands for none.
constexpr double none = std::numeric_limits<double>::quiet_NaN();
TimeSeries series(const std::vector<double>& values, std::string label = {}) {
  TimeSeries series{.label = std::move(label), .points = {}};
  for (std::size_t index = 0; index < values.size(); ++index) {
    if (!std::isnan(values[index])) {
      series.points.push_back({minute(static_cast<std::int64_t>(index)), values[index]});
    }
  }
  return series;
}

MathInputs inputs() {
  MathInputs inputs{.frame = {.start = start, .end = minute(5)}};
  inputs.results["m1"] = series({1, 2, 3, 4, 5}, "one");
  inputs.results["m2"] = series({10, none, 30, none, 50}, "two");
  inputs.results["m3"] = series({-1.5, 1.5, 0, 2, 0}, "three");
  inputs.results["empty"] = series({});
  inputs.results["e1"] = 7.0;
  inputs.metric_ids = {"m1", "m2", "m3"};
  return inputs;
}

Result<Value> evaluate(const Expression& expression, const MathInputs& with) {
  std::size_t points_left = math_points_max;
  return evaluate(expression, with, points_left);
}

Result<Value> value_of(const std::string& text) {
  const Expression expression = TRY(parse_expression(text));
  return evaluate(expression, inputs());
}

// The values of a series by the minutes of the frame; none where there is no point.
std::vector<std::string> shown(const TimeSeries& series) {
  std::vector<std::string> values(5, "-");
  for (const TimeValue& point : series.points) {
    const auto index = static_cast<std::size_t>((point.time - start).count() / minute_ms);
    std::string text = std::to_string(point.value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    values.at(index) = text;
  }
  return values;
}

std::string result_of(const std::string& text) {
  const auto value = value_of(text);
  if (!value) return value.error().message;
  std::string result;
  if (const auto* const number = std::get_if<double>(&*value)) {
    result = std::to_string(*number);
    result.erase(result.find_last_not_of('0') + 1);
    if (result.ends_with('.')) result.pop_back();
    return result;
  }
  const bool is_array = std::holds_alternative<std::vector<TimeSeries>>(*value);
  for (const TimeSeries& each : as_series(*value, inputs().frame)) {
    if (!result.empty()) result += " | ";
    const std::vector<std::string> values = shown(each);
    for (std::size_t index = 0; index < values.size(); ++index) {
      if (index > 0) result += ' ';
      result += values[index];
    }
  }
  return is_array ? "[" + result + "]" : result;
}

struct Case {
  std::string expression;
  std::string result;
};

TEST(MetricMath, FormulasGiveWhatTheDocumentationSays) {
  const std::vector<Case> cases{
      // Arithmetic, and what binds how.
      {"1 + 2 * 3", "7"},
      {"(1 + 2) * 3", "9"},
      {"-2 ^ 2", "-4"},
      {"2 ^ 3 ^ 2", "512"},
      {"10 - 4 - 3", "3"},
      {"100 / 10 / 5", "2"},
      {"1.5e2 + .5", "150.5"},
      {"- -1", "1"},
      {"1 + 1 == 2", "1"},
      {"1 < 2 AND 3 < 2", "0"},
      {"1 > 2 OR 3 > 2 && 1", "1"},
      {"m1 * 2", "2 4 6 8 10"},
      {"12 / m1", "12 6 4 3 2.4"},
      {"m1 + m2", "11 - 33 - 55"},
      {"m1 / m3", "-0.666667 1.333333 - 2 -"},
      {"m1 >= 3", "0 0 1 1 1"},
      {"m1 != m2", "1 - 1 - 1"},
      {"-m1", "-1 -2 -3 -4 -5"},
      {"[m1, m3] * 2", "[2 4 6 8 10 | -3 3 0 4 0]"},
      {"METRICS() + m1", "[2 4 6 8 10 | 11 - 33 - 55 | -0.5 3.5 3 6 5]"},
      // Of a series one number, of an array one series.
      {"SUM(m1)", "15"},
      {"AVG(m1)", "3"},
      {"MIN(m3)", "-1.5"},
      {"MAX(m2)", "50"},
      {"STDDEV(m1)", "1.414214"},
      {"DATAPOINT_COUNT(m2)", "3"},
      {"SUM([m1, m2])", "11 2 33 4 55"},
      {"AVG(METRICS())", "3.166667 1.75 11 3 18.333333"},
      {"MAX([m1, 3])", "3 3 3 4 5"},
      {"DATAPOINT_COUNT(METRICS())", "3 2 3 2 3"},
      {"METRIC_COUNT(METRICS())", "3"},
      {"METRIC_COUNT(METRICS('m2'))", "1"},
      {"m1 / SUM(m1) * 15", "1 2 3 4 5"},
      // Functions of series.
      {"ABS(m3)", "1.5 1.5 0 2 0"},
      {"CEIL(m3)", "-1 2 0 2 0"},
      {"FLOOR(m3)", "-2 1 0 2 0"},
      {"FLOOR(7.9)", "7"},
      {"DIFF(m2)", "- - 20 - 20"},
      {"DIFF_TIME(m2)", "- - 120 - 120"},
      {"RATE(m2) * 60", "- - 10 - 10"},
      {"RUNNING_SUM(m1)", "1 3 6 10 15"},
      {"LOG10(m2 * 10)", "2 - 2.477121 - 2.69897"},
      {"MINUTE(m1)", "0 1 2 3 4"},
      {"HOUR(m2)", "10 - 10 - 10"},
      {"DAY(FIRST([m1]))", "3 3 3 3 3"},
      {"DATE(m2)", "25 - 25 - 25"},
      {"MONTH(m2)", "11 - 11 - 11"},
      {"YEAR(m2)", "2026 - 2026 - 2026"},
      {"EPOCH(m1) - 1795600800", "0 60 120 180 240"},
      {"PERIOD(m1)", "60"},
      {"m1 / PERIOD(m1) * 60", "1 2 3 4 5"},
      // Gaps.
      {"FILL(m2, 0)", "10 0 30 0 50"},
      {"FILL(m2, REPEAT)", "10 10 30 30 50"},
      {"FILL(m2, LINEAR)", "10 20 30 40 50"},
      {"FILL(m2, m1)", "10 2 30 4 50"},
      {"FILL(empty, 1)", "1 1 1 1 1"},
      {"FILL(empty, REPEAT)", "- - - - -"},
      {"FILL([m2, empty], 0)", "[10 0 30 0 50 | 0 0 0 0 0]"},
      {"TIME_SERIES(3)", "3 3 3 3 3"},
      {"REMOVE_EMPTY([m1, empty])", "[1 2 3 4 5]"},
      // Choices.
      {"IF(m1 > 2, m1, 0)", "0 0 3 4 5"},
      {"IF(m1 > 2, m2)", "- - 30 - 50"},
      {"IF(m1 > 2 AND m3 > 0, 1, 0)", "0 0 0 1 0"},
      {"IF(1, m1, m2)", "1 2 3 4 5"},
      {"IF(SUM(m1) > 100, m1, m2)", "10 - 30 - 50"},
      {"FIRST(METRICS())", "1 2 3 4 5"},
      {"LAST(METRICS())", "-1.5 1.5 0 2 0"},
      {"SORT(METRICS(), MAX, DESC, 1)", "[10 - 30 - 50]"},
      {"SORT(METRICS(), AVG, ASC)", "[-1.5 1.5 0 2 0 | 1 2 3 4 5 | 10 - 30 - 50]"},
      {"SLICE(METRICS(), 1, 2)", "[10 - 30 - 50]"},
      {"SLICE(METRICS(), 1)", "[1 2 3 4 5]"},
      {"SLICE(METRICS(), 5, 9)", "[]"},
      // The recipe that scales streams by alarms.
      {"MAX([FILL(m2,0)/(1024*1024*60*5*e1), FILL(m1,0)/(1000*60*5*e1)]) * 0 + e1", "7 7 7 7 7"},
  };
  for (const Case& each : cases)
    EXPECT_EQ(result_of(each.expression), each.result) << each.expression;
}

TEST(MetricMath, MistakesAreNamed) {
  const std::vector<Case> cases{
      {"", "Unexpected end of the expression"},
      {"m1 +", "Unexpected end of the expression"},
      {"m1 $ m2", "Unexpected character '$' at position 4"},
      {"m1 ß m2", "Unexpected character 'ß' at position 4"},
      {"(m1", "Unexpected end of the expression"},
      {"m1)", "Unexpected character ')' at position 3"},
      {"[m1,]", "Unexpected character ']' at position 5"},
      {"METRICS('m", "The text that begins at position 9 has no end"},
      {"m9", "There is no metric or expression with the Id m9"},
      {"FOO(m1)", "The function FOO does not exist"},
      {"SUM()", "The function SUM takes 1 arguments, not 0"},
      {"IF(m1)", "The function IF takes 2 to 3 arguments, not 1"},
      {"[m1] + [m2]", "An operator cannot be applied to two arrays of time series"},
      {"FILL(m1, CUBIC)", "FILL knows REPEAT and LINEAR, not CUBIC"},
      {"SLICE(m1, 1)", "The function SLICE takes an array of time series"},
      {"SORT(METRICS(), FOO)", "SORT takes AVG, MAX, MIN or SUM to sort by"},
      {"SORT(METRICS(), AVG, UP)", "SORT takes ASC or DESC as its order"},
      {"TIME_SERIES(m1)", "Argument 1 of TIME_SERIES must be a number"},
      {"'text'", "The text 'text' is not expected here"},
      {"REPEAT", "The name REPEAT is not expected here"},
      {"SEARCH('{A,B} c', 'Sum', 60)", "SEARCH cannot be used here"},
      {"SEARCH(m1, 'Sum')", "SEARCH takes a search, a statistic (both in quotes) and a period"},
  };
  for (const Case& each : cases)
    EXPECT_EQ(result_of(each.expression), each.result) << each.expression;
}

TEST(MetricMath, DepthAndLengthAreBounded) {
  const std::string deep = std::string(1'000, '(') + "1" + std::string(1'000, ')');
  EXPECT_THAT(result_of(deep), HasSubstr("nested too deeply"));
  EXPECT_THAT(result_of(std::string(1'000, '-') + "1"), HasSubstr("nested too deeply"));
  std::string chain = "1";
  for (int term = 0; term < 1'000; ++term) chain += "+1";
  EXPECT_THAT(result_of(chain), HasSubstr("nested too deeply"));
  EXPECT_THAT(result_of(std::string(2'049, '1')), HasSubstr("2048 are allowed"));
}

TEST(MetricMath, AnEvaluationTakesBoundedMemory) {
  MathInputs large = inputs();
  large.frame.end = minute(100'000);
  const auto expression = parse_expression(
      "[TIME_SERIES(1),TIME_SERIES(1),TIME_SERIES(1),TIME_SERIES(1),TIME_SERIES(1),TIME_SERIES(1),"
      "TIME_SERIES(1),TIME_SERIES(1),TIME_SERIES(1),TIME_SERIES(1)]*1*1*1*1*1");
  ASSERT_TRUE(expression);
  const auto value = evaluate(*expression, large);
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().code, ErrorCode::limit_exceeded);
}

TEST(MetricMath, WhatOneFormulaTakesTheNextOneDoesNotHave) {
  std::size_t points_left = 25;
  const auto expression = parse_expression("m1 + 1");
  ASSERT_TRUE(evaluate(*expression, inputs(), points_left));
  EXPECT_EQ(points_left, 12U);  // Two series of five points, a number; one more for each series.
  EXPECT_FALSE(evaluate(*expression, inputs(), points_left));
}

TEST(MetricMath, ReferencesAreListed) {
  const auto expression = parse_expression("SUM([m1, m2]) + IF(m1 > e_1, SEARCH('x', 'Sum', 60))");
  ASSERT_TRUE(expression);
  EXPECT_THAT(ids_of(*expression), ElementsAre("m1", "m2", "e_1"));
  const auto searches = calls_of(*expression, "SEARCH");
  ASSERT_EQ(searches.size(), 1);
  const auto key = search_key(*searches[0]);
  ASSERT_TRUE(key);
  EXPECT_EQ(*key, "x\nSum\n60");
  EXPECT_TRUE(check_functions(*expression));
  EXPECT_FALSE(check_functions(*parse_expression("1 + [ABS(FOO(m1))]")));
}

TEST(MetricMath, WhatASearchFoundIsAnArray) {
  MathInputs searched = inputs();
  searched.searches["x\nSum\n60"] = {series({1, 2}), series({3, 4})};
  const auto value = evaluate(*parse_expression("SUM(SEARCH('x', 'Sum', 60))"), searched);
  ASSERT_TRUE(value);
  EXPECT_THAT(std::get<TimeSeries>(*value).points,
              ElementsAre(TimeValue{minute(0), 4}, TimeValue{minute(1), 6}));
  EXPECT_THAT(std::get<TimeSeries>(*evaluate(*parse_expression("SUM([])"), searched)).points,
              IsEmpty());
}

}  // namespace
}  // namespace weir::monitoring
