#include "api/dashboards/dashboard_body.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir::api::dashboards {
namespace {

using Findings = std::vector<Finding>;

Findings errors_of(const std::string& body) { return check_dashboard_body(body).errors(); }

std::string of_widget(const std::string& widget) { return R"({"widgets":[)" + widget + "]}"; }

std::string of_metric(const std::string& properties) {
  return of_widget(R"({"type":"metric","properties":{)" + properties + "}}");
}

std::string of_metrics(const std::string& rows) {
  return of_metric(R"("region":"us-east-1","metrics":[)" + rows + "]");
}

TEST(DashboardBody, WhatTheConsoleMakesIsGood) {
  const std::string body = of_widget(R"json(
      {"type":"metric","x":0,"y":0,"width":12,"height":6,"properties":{
        "metrics":[["AWS/Kinesis","IncomingBytes","StreamName","orders",
                     {"stat":"Sum","period":60,"color":"#1f77b4","yAxis":"right","id":"m1"}],
                   [".","IncomingRecords",".","."],
                   ["...",{"stat":"p99"}],
                   [{"expression":"m1/PERIOD(m1)","label":"rate","id":"e1","visible":true}]],
        "view":"timeSeries","stacked":false,"region":"us-east-1","title":"Orders","period":300,
        "stat":"Average","liveData":false,"yAxis":{"left":{"min":0,"max":10,"label":"x"}},
        "annotations":{"horizontal":[{"value":7,"label":"much","color":"#ff0000"},[]],
                       "vertical":[{"value":"2026-01-01T00:00:00Z"}]}}},
      {"type":"text","properties":{"markdown":"# Orders"}},
      {"type":"alarm","properties":{"alarms":["arn:aws:cloudwatch:us-east-1:1:alarm:a"]}},
      {"type":"log","properties":{"query":"fields @message","region":"us-east-1"}},
      {"type":"custom","properties":{"endpoint":"arn"}},
      {"type":"metric","properties":{"annotations":{"alarms":["arn"]}}})json");
  const JsonRules rules = check_dashboard_body(body);
  EXPECT_EQ(rules.errors(), Findings{});
  EXPECT_EQ(rules.warnings(), Findings{});
  EXPECT_EQ(errors_of(R"({"widgets":[],"start":"-PT3H","periodOverride":"inherit"})"), Findings{});
}

TEST(DashboardBody, WhatIsNoDocument) {
  for (const std::string body : {"", "x", "[]", "{", "\"text\"", "{\"widgets\":[]}}"}) {
    EXPECT_EQ(errors_of(body),
              (Findings{{"", "The field DashboardBody must be a valid JSON object"}}))
        << body;
  }
  EXPECT_EQ(errors_of("{}"), (Findings{{"", "Should have required property 'widgets'"}}));
  EXPECT_EQ(errors_of(R"({"widgets":{}})"), (Findings{{"/widgets", "Should be array"}}));
}

TEST(DashboardBody, WidgetsHaveATypeAndAPlace) {
  EXPECT_EQ(errors_of(of_widget("1")), (Findings{{"/widgets/0", "Should be object"}}));
  EXPECT_EQ(errors_of(of_widget("{}")),
            (Findings{{"/widgets/0", "Should have required property 'type'"},
                      {"/widgets/0", "Should have required property 'properties'"}}));
  EXPECT_EQ(errors_of(of_widget(R"({"type":"clock","properties":{}})")),
            (Findings{{"/widgets/0/type", "Should be equal to one of the allowed values"}}));
  EXPECT_EQ(errors_of(of_widget(R"({"type":"text","x":24,"y":-1,"width":0,"height":1.5,
                                    "properties":{}})")),
            (Findings{{"/widgets/0/x", "Should be <= 23"},
                      {"/widgets/0/y", "Should be >= 0"},
                      {"/widgets/0/width", "Should be >= 1"},
                      {"/widgets/0/height", "Should be integer"},
                      {"/widgets/0/properties", "Should have required property 'markdown'"}}));
  EXPECT_EQ(errors_of(of_widget(R"({"type":"text","x":1,"properties":{"markdown":""}})")),
            (Findings{{"/widgets/0", "Should have required property 'y'"}}));
  std::string many = "{}";
  for (int count = 0; count < 500; ++count) many += ",{}";
  EXPECT_EQ(errors_of(of_widget(many)),
            (Findings{{"/widgets", "Should NOT have more than 500 items"}}));
}

// As Amazon was seen to say it.
TEST(DashboardBody, MetricsHaveASource) {
  EXPECT_EQ(
      errors_of(of_metric("")),
      (Findings{{"/widgets/0/properties", "Should have required property 'metrics'"},
                {"/widgets/0/properties",
                 "The metric widget should have specified a region and a data source or an alarm "
                 "annotation"},
                {"/widgets/0/properties", "Should have required property 'annotations'"}}));
  EXPECT_EQ(errors_of(of_metrics("1")),
            (Findings{{"/widgets/0/properties/metrics/0", "Should be array"},
                      {"/widgets/0/properties/metrics/0",
                       "Field \"metrics\" has to be an array of array of strings, with an optional "
                       "metricRenderer object as last element"}}));
  EXPECT_EQ(errors_of(of_metrics(R"(["AWS/Lambda","Duration",{"dimensions":{}}])")),
            (Findings{{"/widgets/0/properties/metrics/0", "Should NOT have more than 2 items"}}));
  EXPECT_EQ(errors_of(of_metrics(R"(["AWS/Lambda","Duration",{"stat":"Sum"},{"label":"x"}])")),
            (Findings{{"/widgets/0/properties/metrics/0/2",
                       "Invalid metric field type, only \"String\" type is allowed"}}));
}

TEST(DashboardBody, RowsOfMetricsAreWhole) {
  const std::string row = "/widgets/0/properties/metrics/0";
  EXPECT_EQ(errors_of(of_metrics("[]")), (Findings{{row, "Should NOT have fewer than 1 items"}}));
  EXPECT_EQ(errors_of(of_metrics(R"(["n"])")),
            (Findings{{row, "Should NOT have fewer than 2 items"}}));
  EXPECT_EQ(errors_of(of_metrics(R"(["..."])")),
            (Findings{{row, "Should NOT have fewer than 2 items"}}));
  EXPECT_EQ(errors_of(of_metrics(R"(["n","m","StreamName"])")),
            (Findings{{row, "Should NOT have more than 2 items"}}));
  EXPECT_EQ(errors_of(of_metrics(R"([{"label":"x"}])")),
            (Findings{{row + "/0", "Should have required property 'expression'"}}));
  EXPECT_EQ(errors_of(of_metrics(R"(["n","m",{"color":"red","stat":"Median","period":7,
                                             "yAxis":"top","visible":1}])")),
            (Findings{{row + "/2/visible", "Should be boolean"},
                      {row + "/2/yAxis", "Should be equal to one of the allowed values"},
                      {row + "/2/color", "Should match pattern \"^#[0-9a-fA-F]{6}$\""},
                      {row + "/2/stat", "Invalid statistic: \"Median\""},
                      {row + "/2/period", "Should be one of 1, 5, 10, 30 or any multiple of 60"}}));
}

TEST(DashboardBody, WhatNobodyShowsIsAWarning) {
  const JsonRules rules =
      check_dashboard_body(of_widget(R"({"type":"text","colour":1,"properties":{"markdown":""}})"));
  EXPECT_EQ(rules.errors(), Findings{});
  EXPECT_EQ(rules.warnings(), (Findings{{"/widgets/0/colour", "Unknown property"}}));
}

TEST(DashboardBody, LongTextsAreCut) {
  std::string name;
  for (int count = 0; count < 500; ++count) name += "ü";
  const JsonRules rules = check_dashboard_body(R"({"widgets":[],")" + name + "\":1}");
  // 500 bytes, but no half letter: the path begins with a slash.
  EXPECT_EQ(rules.warnings(), (Findings{{"/" + name.substr(0, 498) + "...", "Unknown property"}}));
  const std::string stat(1'000, 's');
  const Findings errors = errors_of(of_metrics(R"(["n","m",{"stat":")" + stat + "\"}]"));
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].message.size(), 503U);
}

TEST(DashboardBody, NoMoreIsSaidThanAnybodyReads) {
  std::string rows = "1";
  for (int count = 0; count < 400; ++count) rows += ",1";
  EXPECT_EQ(errors_of(of_metrics(rows)).size(), JsonRules::findings_max);
}

}  // namespace
}  // namespace weir::api::dashboards
