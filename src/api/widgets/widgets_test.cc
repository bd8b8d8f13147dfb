#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "api/cloudwatch/service_fixture.h"
#include "api/widgets/metric_widget.h"
#include "api/widgets/operations.h"
#include "api/widgets/widget_time.h"

namespace weir::api::widgets {
namespace {

constexpr WallTime now{1'795'600'800'000};

TEST(WidgetTime, IsRelativeOrADate) {
  using std::chrono::days;
  using std::chrono::hours;
  EXPECT_EQ(parse_widget_time("-PT3H", now), now - hours(3));
  EXPECT_EQ(parse_widget_time("-P1DT12H", now), now - hours(36));
  EXPECT_EQ(parse_widget_time("-P1M", now), now - days(30));
  EXPECT_EQ(parse_widget_time("-PT90M", now), now - std::chrono::minutes(90));
  EXPECT_EQ(parse_widget_time("-P2W", now), now - days(14));
  EXPECT_EQ(parse_widget_time("P0D", now), now);
  EXPECT_EQ(parse_widget_time("PT0H", now), now);
  EXPECT_EQ(parse_widget_time("2026-11-25T10:00:00Z", now), now);
  for (const std::string text :
       {"", "-", "-P", "-PT", "-PTH", "-PT3", "-P3H", "-PT-3H", "-P99999999D", "-PT3HT3H", "x"}) {
    EXPECT_EQ(parse_widget_time(text, now), std::nullopt) << text;
  }
  EXPECT_EQ(parse_offset("+0130"), 90);
  EXPECT_EQ(parse_offset("-05:00"), -300);
  for (const std::string text : {"", "+1", "0130", "+2500", "+01300", "+01:3x"}) {
    EXPECT_EQ(parse_offset(text), std::nullopt) << text;
  }
}

// Each query as "id namespace name dimensions statistic period", or its formula.
std::vector<std::string> queries_of(std::string document) {
  const auto tree = codec::parse_json_tree(document, 1'000);
  if (!tree) return {"malformed"};
  const auto widget = read_metric_widget(*tree, now);
  if (!widget) return {widget.error().message};
  std::vector<std::string> texts;
  for (const aws::cloudwatch::MetricDataQuery& query : widget->queries) {
    std::string text(query.id);
    if (query.expression) text += " = " + std::string(*query.expression);
    if (query.metric_stat) {
      const aws::cloudwatch::Metric& metric = *query.metric_stat->metric;
      text += " " + std::string(*metric.name_space) + " " + std::string(*metric.metric_name);
      if (metric.dimensions) {
        for (const auto& [name, value] : *metric.dimensions) {
          text += " " + std::string(name) + "=" + std::string(value);
        }
      }
      text += " " + std::string(query.metric_stat->stat) + " " +
              std::to_string(*query.metric_stat->period);
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

using Texts = std::vector<std::string>;

TEST(MetricWidget, RowsRepeatWhatStoodBefore) {
  EXPECT_EQ(queries_of(R"json({"stat":"Sum","period":60,"metrics":[
          ["AWS/Kinesis","IncomingBytes","StreamName","orders",{"id":"m1"}],
          [".","IncomingRecords",".","."],
          [".",".",".","others",{"stat":"p99","period":300}],
          ["...","third"],
          ["..."],
          [{"expression":"m1/PERIOD(m1)","id":"e1"}],
          ["shop","Latency"]]})json"),
            (Texts{"m1 AWS/Kinesis IncomingBytes StreamName=orders Sum 60",
                   "weir_row_0 AWS/Kinesis IncomingRecords StreamName=orders Sum 60",
                   "weir_row_1 AWS/Kinesis IncomingRecords StreamName=others p99 300",
                   "weir_row_2 AWS/Kinesis IncomingRecords StreamName=third Sum 60",
                   "weir_row_3 AWS/Kinesis IncomingRecords StreamName=third Sum 60",
                   "e1 = m1/PERIOD(m1)", "weir_row_4 shop Latency Sum 60"}));
  EXPECT_EQ(queries_of(R"({"metrics":[["n","m"]]})"), (Texts{"weir_row_0 n m Average 300"}));
  EXPECT_EQ(queries_of("{}"), Texts{});
}

TEST(MetricWidget, WhatIsWrongIsNamed) {
  EXPECT_EQ(queries_of(R"({"metrics":[1]})"),
            (Texts{"The metric widget is invalid: /metrics/0: Should be array"}));
  EXPECT_EQ(queries_of(R"({"metrics":[["n","m","d","v"],["...","x","y"]]})"),
            (Texts{"weir_row_0 n m d=v Average 300", "weir_row_1 n m x=y Average 300"}));
  EXPECT_EQ(queries_of(R"({"metrics":[["n","m"],["...","x"]]})"),
            (Texts{"weir_row_0 n m Average 300", "weir_row_1 n x Average 300"}));
  EXPECT_EQ(queries_of(R"({"metrics":[["n","m"],["...","x","y","z"]]})"),
            (Texts{"The metric widget is invalid: /metrics/1: a dimension has no value"}));
  EXPECT_EQ(queries_of(R"({"width":2001})"),
            (Texts{"The metric widget is invalid: /width: Should be <= 2000"}));
  EXPECT_EQ(queries_of(R"({"start":"x"})"),
            (Texts{"The metric widget is invalid: /start: no time"}));
  EXPECT_EQ(queries_of(R"({"start":"P0D"})"),
            (Texts{"The metric widget is invalid: /start must be before /end"}));
  std::string rows = R"(["n","m"])";
  for (int count = 0; count < 100; ++count) rows += R"(,["n","m"])";
  EXPECT_EQ(queries_of(R"({"metrics":[)" + rows + "]}"),
            (Texts{"The metric widget is invalid: /metrics: Should NOT have more than 100 items"}));
}

class Images : public cloudwatch::ServiceTest {
 protected:
  Images() {
    for (WireOperation& operation : operations(widgets_)) {
      all_[0].operations.push_back(std::move(operation));
    }
  }

  Services widgets_{.metrics = services_, .work = [](Task task) { task(); }};
};

TEST_F(Images, TheErrorsAreCloudWatchs) {
  EXPECT_EQ(error_of("GetMetricWidgetImage", R"({"MetricWidget":"x"})"),
            "ValidationError;Sender \"The metric widget is invalid: it is no JSON object.\"}");
  EXPECT_EQ(error_of("GetMetricWidgetImage", R"({"MetricWidget":"{}","OutputFormat":"gif"})"),
            "ValidationError;Sender \"The only OutputFormat is png.\"}");
  EXPECT_EQ(
      error_of("GetMetricWidgetImage",
               R"({"MetricWidget":"{\"metrics\":[[\"n\",\"m\",{\"period\":1}]],)"
               R"(\"start\":\"-P1D\"}"})"),
      "ValidationError;Sender \"The metric widget is invalid: more than 20,000 periods of one "
      "metric. Increase the period, or decrease the time range.\"}");
  is_allowed_ = false;
  EXPECT_TRUE(
      error_of("GetMetricWidgetImage", R"({"MetricWidget":"{}"})").starts_with("AccessDenied"));
}

}  // namespace
}  // namespace weir::api::widgets
