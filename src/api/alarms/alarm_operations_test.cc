#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "api/alarms/alarms_fixture.h"

namespace weir::api::alarms {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string topic = "arn:aws:sns:eu-west-1:123456789012:ops";

class AlarmOperationsTest : public AlarmsFixture {};

TEST_F(AlarmOperationsTest, AnAlarmIsShownAsItWasPut) {
  EXPECT_EQ(put_alarm("lag", R"(,"AlarmDescription":"Too slow","OKActions":[],"AlarmActions":[")" +
                                 topic +
                                 R"("],"Dimensions":[{"Name":"A","Value":"1"}],)"
                                 R"("DatapointsToAlarm":1,"TreatMissingData":"ignore",)"
                                 R"("Tags":[{"Key":"k","Value":"v"}])"),
            "{}");
  EXPECT_EQ(
      describe("{}"),
      R"({"CompositeAlarms":[],"MetricAlarms":[{"AlarmName":"lag",)"
      R"("AlarmArn":"arn:aws:cloudwatch:eu-west-1:123456789012:alarm:lag",)"
      R"("AlarmConfigurationUpdatedTimestamp":1795600800,"StateValue":"INSUFFICIENT_DATA",)"
      R"("StateReason":"Unchecked: Initial alarm creation","StateUpdatedTimestamp":1795600800,)"
      R"("StateTransitionedTimestamp":1795600800,"AlarmDescription":"Too slow",)"
      R"("ActionsEnabled":true,"OKActions":[],"AlarmActions":[")" +
          topic +
          R"("],"InsufficientDataActions":[],"MetricName":"Latency","Namespace":"App",)"
          R"("Statistic":"Sum","Dimensions":[{"Name":"A","Value":"1"}],"Period":60,)"
          R"("EvaluationPeriods":1,"DatapointsToAlarm":1,"Threshold":5,)"
          R"("ComparisonOperator":"GreaterThanThreshold","TreatMissingData":"ignore"}]})");
  const auto alarm = catalog_.state(loop_)->find_alarm(
      {.account_id = "123456789012", .region = "eu-west-1", .name = "lag"});
  ASSERT_NE(alarm, nullptr);
  EXPECT_EQ(alarm->tags, (stream::Tags{{"k", "v"}}));
}

TEST_F(AlarmOperationsTest, AnotherDefinitionKeepsTheState) {
  put_alarm("lag");
  EXPECT_EQ(set_state("lag", "ALARM"), "{}");
  put_alarm("lag", R"(,"Unit":"Count")");
  EXPECT_THAT(describe("{}"), AllOf(HasSubstr(R"("Unit":"Count")"),
                                    HasSubstr(R"("StateValue":"ALARM","StateReason":"Test.")")));
}

TEST_F(AlarmOperationsTest, FormsDoTheSame) {
  using cloudwatch::form;
  const http::Response put =
      ask_form(form("PutMetricAlarm", {{"AlarmName", "all"},
                                       {"Metrics.member.1.Id", "m1"},
                                       {"Metrics.member.1.Expression", "m2/2"},
                                       {"Metrics.member.2.Id", "m2"},
                                       {"Metrics.member.2.ReturnData", "false"},
                                       {"Metrics.member.2.MetricStat.Metric.Namespace", "App"},
                                       {"Metrics.member.2.MetricStat.Metric.MetricName", "Lag"},
                                       {"Metrics.member.2.MetricStat.Period", "60"},
                                       {"Metrics.member.2.MetricStat.Stat", "p99"},
                                       {"EvaluationPeriods", "3"},
                                       {"Threshold", "1.5"},
                                       {"ComparisonOperator", "LessThanThreshold"}}));
  EXPECT_EQ(put.status, 200) << put.body;
  EXPECT_THAT(ask_form(form("DescribeAlarms", {})).body,
              HasSubstr("<Metrics><member><Id>m1</Id><Expression>m2/2</Expression></member>"
                        "<member><Id>m2</Id><MetricStat><Metric><Namespace>App</Namespace>"));
}

TEST_F(AlarmOperationsTest, MistakesGetAnErrorAndChangeNothing) {
  const std::string base =
      R"("AlarmName":"a","EvaluationPeriods":1,"ComparisonOperator":"GreaterThanThreshold",)"
      R"("Threshold":1)";
  const std::string metric = R"("MetricName":"m","Namespace":"n")";
  const std::string single = R"(,"Statistic":"Sum","Period":60,)" + metric;
  const std::vector<std::pair<std::string, std::string>> cases{
      {base, "Value null at 'metricName'"},
      {base + "," + metric + R"(,"Statistic":"Sum")", "Value null at 'period'"},
      {base + "," + metric + R"(,"Period":60)", "Exactly one of the parameters Statistic"},
      {base + single + R"(,"ExtendedStatistic":"p9")", "Exactly one of the parameters Statistic"},
      {base + "," + metric + R"(,"Statistic":"Sum","Period":45)", "Period must be 10, 30 or"},
      {base + "," + metric + R"(,"Statistic":"Most","Period":60)", "failed to satisfy"},
      {base + "," + metric + R"(,"ExtendedStatistic":"p101","Period":60)", "is not supported"},
      {base + single + R"(,"DatapointsToAlarm":2)", "DatapointsToAlarm must be less than"},
      {base + single + R"(,"TreatMissingData":"bad")", "parameter TreatMissingData"},
      {base + single + R"(,"AlarmActions":["ops"])", "Invalid arn syntax: ops"},
      {base + single + R"(,"AlarmActions":["arn:aws:lambda:r:1:function:f"])", "not supported"},
      {base + single + R"(,"AlarmActions":["a","b","c","d","e","f"])", "failed to satisfy"},
      {base + single + R"(,"ThresholdMetricId":"m1")", "anomaly detection"},
      {base + single + R"(,"Tags":[{"Key":"k","Value":""},{"Key":"k","Value":"v"}])", "twice"},
      {base + R"(,"Metrics":[{"Id":"m1","Expression":"1"},{"Id":"m2","Expression":"2"}])",
       "Exactly one element of the metrics list should return data."},
      {base + R"j(,"Metrics":[{"Id":"m1","Expression":"SEARCH('{n} x', 'Sum')"}])j",
       "SEARCH is not supported on Metric Alarms."},
      {base + single + R"(,"Metrics":[{"Id":"m1","Expression":"1"}])", "cannot be specified"},
  };
  for (const auto& [members, expected] : cases) {
    EXPECT_THAT(error_of("PutMetricAlarm", "{" + members + "}"), HasSubstr(expected)) << members;
  }
  EXPECT_THAT(error_of("PutMetricAlarm",
                       R"({"AlarmName":"a","EvaluationPeriods":25,"Threshold":1,"Period":3600,)"
                       R"("Statistic":"Sum","ComparisonOperator":"GreaterThanThreshold",)" +
                           metric + "}"),
              StartsWith("200"));
  EXPECT_THAT(error_of("PutMetricAlarm",
                       R"({"AlarmName":"b","EvaluationPeriods":1441,"Threshold":1,"Period":60,)"
                       R"("Statistic":"Sum","ComparisonOperator":"GreaterThanThreshold",)" +
                           metric + "}"),
              HasSubstr("Metrics cannot be checked across more than a day"));
  EXPECT_EQ(state_of("b"), "none");
}

// Everything that is kept of an alarm is in memory.
TEST_F(AlarmOperationsTest, DefinitionsAndTheirReportsAreBounded) {
  const auto formula = [](std::size_t queries) {
    std::string body = R"({"AlarmName":"a","EvaluationPeriods":1,"Threshold":1,)"
                       R"("ComparisonOperator":"GreaterThanThreshold","Metrics":[)"
                       R"({"Id":"q","Expression":"1","Period":60})";
    for (std::size_t number = 0; number < queries; ++number) {
      body += fmt::format(
          R"(,{{"Id":"q{}","ReturnData":false,"Period":60,"Label":"{}","Expression":"1"}})", number,
          std::string(2'000, 'x'));
    }
    return body + "]}";
  };
  EXPECT_THAT(error_of("PutMetricAlarm", formula(17)), HasSubstr("may have 32768 bytes at most"));
  EXPECT_EQ(state_of("a"), "none");
  EXPECT_EQ(ask_json("PutMetricAlarm", formula(1)).body, "{}");
  EXPECT_THAT(alarm("a")->history.back().data, HasSubstr(R"("type":"Create","createdAlarm":{)"));
  EXPECT_EQ(ask_json("PutMetricAlarm", formula(3)).body, "{}");
  EXPECT_EQ(alarm("a")->history.back().data, R"({"version":"1.0","type":"Update"})");
}

TEST_F(AlarmOperationsTest, ReportsOfStatesAreBounded) {
  put_alarm("a");
  for (const std::string state : {"ALARM", "OK"}) {
    const std::string body = fmt::format(
        R"({{"AlarmName":"a","StateValue":"{}","StateReason":"{}","StateReasonData":"\"{}\""}})",
        state, std::string(1'000, 'r'), std::string(3'900, 'd'));
    EXPECT_EQ(ask_json("SetAlarmState", body).body, "{}");
    const std::string& report = alarm("a")->history.back().data;
    EXPECT_LE(report.size(), 4'095U);
    EXPECT_THAT(report, HasSubstr(R"("newState":{"stateValue":")" + state));
    EXPECT_EQ(alarm("a")->reason_data.size(), 3'902U);
  }
}

// Of a form, texts may be any bytes and numbers infinite: neither may get into a document.
TEST_F(AlarmOperationsTest, WhatNoDocumentCanHoldIsRefused) {
  const auto ask_for = [this](const std::string& name, const std::string& threshold) {
    return ask_form(
               "Action=PutMetricAlarm&Version=2010-08-01&MetricName=m&Namespace=n&"
               "Statistic=Sum&Period=60&EvaluationPeriods=1&ComparisonOperator="
               "GreaterThanThreshold&AlarmName=" +
               name + "&AlarmDescription=" + name + "&Threshold=" + threshold)
        .body;
  };
  EXPECT_THAT(ask_for("a%FF", "1"), HasSubstr("MalformedInput"));
  EXPECT_THAT(ask_for("a", "inf"), HasSubstr("parameter Threshold is not supported"));
  EXPECT_THAT(ask_for("a", "nan"), HasSubstr("parameter Threshold is not supported"));
  EXPECT_THAT(ask_for("a%C3%BC", "1e308"), HasSubstr("PutMetricAlarmResponse"));
  EXPECT_THAT(describe("{}"), HasSubstr("\"AlarmName\":\"a\xc3\xbc\""));
}

TEST_F(AlarmOperationsTest, CompositeAlarmsDependOnAlarmsThatAreThere) {
  EXPECT_THAT(put_composite("both", "ALARM(a) AND ALARM(b)"),
              HasSubstr("alarms [a, b] in the alarm rule do not exist"));
  put_alarm("a");
  put_alarm("b");
  EXPECT_EQ(put_composite("both", "ALARM(a) AND ALARM(b)"), "{}");
  EXPECT_THAT(put_composite("bad", "ALARM(a"), HasSubstr("Invalid alarm rule"));
  EXPECT_THAT(put_composite("bad", "ALARM(arn:aws:cloudwatch:eu-west-1:999999999999:alarm:a)"),
              HasSubstr("none of this account"));
  EXPECT_THAT(put_composite("both", "ALARM(both)"), HasSubstr("would depend on itself"));
  EXPECT_THAT(put_composite("bad", "ALARM(a)", R"(,"ActionsSuppressor":"b")"),
              HasSubstr("ActionsSuppressor needs"));
  EXPECT_THAT(error_of("DeleteAlarms", R"({"AlarmNames":["a"]})"),
              HasSubstr("Cannot delete a as there are composite alarm(s) depending on it: both"));
  EXPECT_THAT(describe("{}"), Not(HasSubstr("both")));  // Metric alarms, unless asked for others.
  EXPECT_THAT(describe(R"({"AlarmTypes":["CompositeAlarm"]})"),
              AllOf(HasSubstr(R"j("AlarmRule":"ALARM(a) AND ALARM(b)")j"),
                    HasSubstr(R"("MetricAlarms":[])")));
  EXPECT_EQ(describe(R"({"ChildrenOfAlarmName":"both","MaxRecords":1})").find("StateReason"),
            std::string::npos);
  EXPECT_THAT(describe(R"({"ParentsOfAlarmName":"a"})"),
              HasSubstr(R"("CompositeAlarms":[{"AlarmName":"both","AlarmArn":)"));
  EXPECT_EQ(ask_json("DeleteAlarms", R"({"AlarmNames":["a","both"]})").body, "{}");
  EXPECT_THAT(error_of("DeleteAlarms", R"({"AlarmNames":["a"]})"), StartsWith("ResourceNotFound;"));
}

TEST_F(AlarmOperationsTest, AlarmsAreFilteredAndPaged) {
  for (const std::string name : {"a1", "a2", "a3", "b1"}) put_alarm(name);
  put_alarm("b2", R"(,"AlarmActions":[")" + topic + R"("])");
  set_state("a2", "OK");
  const auto names = [this](const std::string& request) {
    std::string found;
    std::string rest = describe(request);
    const std::string key = R"("AlarmName":")";
    for (std::size_t at = rest.find(key); at != std::string::npos; at = rest.find(key, at + 1)) {
      const std::size_t begin = at + key.size();
      found += rest.substr(begin, rest.find('"', begin) - begin) + " ";
    }
    return found;
  };
  EXPECT_EQ(names("{}"), "a1 a2 a3 b1 b2 ");
  EXPECT_EQ(names(R"({"AlarmNamePrefix":"a"})"), "a1 a2 a3 ");
  EXPECT_EQ(names(R"({"AlarmNames":["b1","a1","none"]})"), "a1 b1 ");
  EXPECT_EQ(names(R"({"StateValue":"OK"})"), "a2 ");
  EXPECT_EQ(names(R"({"ActionPrefix":"arn:aws:sns"})"), "b2 ");
  EXPECT_THAT(error_of("DescribeAlarms", R"({"AlarmNames":["a"],"AlarmNamePrefix":"a"})"),
              HasSubstr("cannot be specified together"));
  const std::string first = describe(R"({"MaxRecords":2})");
  const std::size_t token = first.find(R"("NextToken":")") + 13;
  EXPECT_EQ(names(R"({"MaxRecords":2,"NextToken":")" +
                  first.substr(token, first.find('"', token) - token) + R"("})"),
            "a3 b1 ");
  EXPECT_THAT(error_of("DescribeAlarms", R"({"NextToken":"!"})"), StartsWith("InvalidNextToken;"));
}

// Alarms that are in no catalog stand among the others, by name, on whatever page.
TEST_F(AlarmOperationsTest, OtherAlarmsAreShownAmongThem) {
  for (const std::string name : {"a", "c", "e"}) put_alarm(name);
  alarm_services_.others = [](const stream::CatalogState&, const stream::AlarmKey& scope) {
    std::vector<stream::AlarmPointer> others;
    for (const std::string name : {"b", "d", "f"}) {
      auto other = std::make_shared<stream::Alarm>();
      other->key = {.account_id = scope.account_id, .region = scope.region, .name = name};
      other->definition = R"({"Threshold":7,"AlarmActions":["arn:other"]})";
      other->value = stream::AlarmValue::ok;
      others.push_back(std::move(other));
    }
    return others;
  };
  const auto names = [this](std::string request) {
    std::string found;
    for (bool goes_on = true; goes_on;) {
      const std::string answer = describe("{" + request + "}");
      const std::string key = R"("AlarmName":")";
      for (std::size_t at = answer.find(key); at != std::string::npos;
           at = answer.find(key, at + 1)) {
        found += answer.substr(at + key.size(), 1);
      }
      const std::size_t token = answer.find(R"("NextToken":")");
      goes_on = token != std::string::npos;
      if (!goes_on) break;
      request = request.substr(0, request.find(R"(,"NextToken")"));
      request += "," + answer.substr(token, answer.find('"', token + 13) + 1 - token);
      found += " ";
    }
    return found;
  };
  EXPECT_EQ(names(R"("MaxRecords":100)"), "abcdef");
  EXPECT_EQ(names(R"("MaxRecords":1)"), "a b c d e f");
  EXPECT_EQ(names(R"("MaxRecords":4)"), "abcd ef");
  EXPECT_EQ(names(R"("AlarmNames":["d","e"])"), "de");
  EXPECT_EQ(names(R"("AlarmNamePrefix":"f")"), "f");
  EXPECT_EQ(names(R"("AlarmNamePrefix":"c")"), "c");
  EXPECT_EQ(names(R"("StateValue":"OK")"), "bdf");
  EXPECT_EQ(names(R"("ActionPrefix":"arn:other")"), "bdf");
  EXPECT_EQ(names(R"("AlarmTypes":["CompositeAlarm"])"), "");
  EXPECT_THAT(describe(R"({"AlarmNames":["d"]})"), HasSubstr(R"("Threshold":7)"));
}

TEST_F(AlarmOperationsTest, AlarmsOfAMetricAreFound) {
  put_alarm("with", R"(,"Dimensions":[{"Name":"B","Value":"2"},{"Name":"A","Value":"1"}])");
  put_alarm("without");
  const std::string metric = R"({"MetricName":"Latency","Namespace":"App")";
  const auto ask_for = [&](const std::string& more) {
    return ask_json("DescribeAlarmsForMetric", metric + more + "}").body;
  };
  EXPECT_THAT(ask_for(""), AllOf(HasSubstr("\"without\""), Not(HasSubstr("\"with\""))));
  EXPECT_THAT(ask_for(R"(,"Dimensions":[{"Name":"A","Value":"1"},{"Name":"B","Value":"2"}])"),
              HasSubstr("\"with\""));
  EXPECT_EQ(ask_for(R"(,"Period":300)"), R"({"MetricAlarms":[]})");
}

TEST_F(AlarmOperationsTest, HistoryIsPagedInEitherOrder) {
  put_alarm("lag");
  set_state("lag", "ALARM");
  set_state("lag", "OK");
  const std::string newest =
      ask_json("DescribeAlarmHistory", R"({"AlarmName":"lag","MaxRecords":1})").body;
  EXPECT_THAT(newest, HasSubstr(R"("HistorySummary":"Alarm updated from ALARM to OK")"));
  const std::size_t token = newest.find(R"("NextToken":")") + 13;
  EXPECT_THAT(ask_json("DescribeAlarmHistory",
                       R"({"AlarmName":"lag","MaxRecords":1,"NextToken":")" +
                           newest.substr(token, newest.find('"', token) - token) + R"("})")
                  .body,
              HasSubstr("from INSUFFICIENT_DATA to ALARM"));
  EXPECT_THAT(
      ask_json("DescribeAlarmHistory", R"({"ScanBy":"TimestampAscending","MaxRecords":1})").body,
      AllOf(HasSubstr(R"("HistorySummary":"Alarm \"lag\" created")"),
            HasSubstr(R"("HistoryItemType":"ConfigurationUpdate")")));
  const std::string states =
      ask_json("DescribeAlarmHistory", R"({"HistoryItemType":"StateUpdate"})").body;
  EXPECT_THAT(states, AllOf(Not(HasSubstr("created")),
                            HasSubstr(R"(\"oldState\":{\"stateValue\":\"ALARM\")")));
}

TEST_F(AlarmOperationsTest, StatesAreSetAndActionsSwitched) {
  put_alarm("lag", R"(,"AlarmActions":[")" + topic + R"("])");
  EXPECT_THAT(
      error_of("SetAlarmState", R"({"AlarmName":"none","StateValue":"OK","StateReason":"r"})"),
      StartsWith("ResourceNotFound;"));
  EXPECT_THAT(error_of("SetAlarmState", R"({"AlarmName":"lag","StateValue":"OK","StateReason":"r",)"
                                        R"("StateReasonData":"{"})"),
              StartsWith("InvalidFormat;"));
  EXPECT_EQ(ask_json("DisableAlarmActions", R"({"AlarmNames":["lag","none"]})").body, "{}");
  set_state("lag", "ALARM");
  EXPECT_EQ(catalog_.state(loop_)->due_actions.size(), 0U);
  EXPECT_THAT(describe("{}"), HasSubstr(R"("ActionsEnabled":false)"));
  EXPECT_EQ(ask_json("EnableAlarmActions", R"({"AlarmNames":["lag"]})").body, "{}");
  set_state("lag", "OK");
  set_state("lag", "ALARM");
  EXPECT_EQ(catalog_.state(loop_)->due_actions.size(), 1U);
}

TEST_F(AlarmOperationsTest, PoliciesHaveTheirSay) {
  is_allowed_ = false;
  EXPECT_THAT(put_alarm("lag"), HasSubstr("AccessDenied"));
  EXPECT_EQ(asked_action_, "cloudwatch:PutMetricAlarm");
  EXPECT_EQ(state_of("lag"), "none");
}

}  // namespace
}  // namespace weir::api::alarms
