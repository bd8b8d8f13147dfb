#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "api/cloudwatch/service_fixture.h"
#include "codec/hex.h"

namespace weir::api::cloudwatch {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// 10:00:00 as the tests' clock has it, in seconds.
constexpr std::int64_t now_seconds = 1'795'600'800;

class CloudWatchTest : public ServiceTest {
 protected:
  // A value a minute in the five minutes before now: 1, 2, 3, 4, 5.
  void put_five(const std::string& name = "Latency") {
    for (int minute = 0; minute < 5; ++minute) {
      EXPECT_EQ(ask_json("PutMetricData",
                         fmt::format(R"({{"Namespace":"App","MetricData":[{{"MetricName":"{}",)"
                                     R"("Timestamp":{},"Value":{},"Unit":"Count"}}]}})",
                                     name, now_seconds - 300 + minute * 60, minute + 1))
                    .status,
                200);
    }
  }

  std::string get_data(const std::string& queries, const std::string& more = "") {
    return ask_json("GetMetricData",
                    fmt::format(R"({{"StartTime":{},"EndTime":{},"ScanBy":"TimestampAscending",)"
                                R"("MetricDataQueries":[{}]{}}})",
                                now_seconds - 300, now_seconds, queries, more))
        .body;
  }

  static std::string metric_query(const std::string& id, const std::string& stat = "Sum",
                                  const std::string& name = "Latency") {
    return fmt::format(R"({{"Id":"{}","ReturnData":false,"MetricStat":{{"Metric":{{)"
                       R"("Namespace":"App","MetricName":"{}"}},"Period":60,"Stat":"{}"}}}})",
                       id, name, stat);
  }

  static std::string formula(const std::string& expression) {
    return fmt::format(R"({{"Id":"result","Expression":"{}"}})", expression);
  }
};

TEST_F(CloudWatchTest, JsonPutsListsAndReads) {
  const http::Response put = ask_json(
      "PutMetricData",
      R"({"Namespace":"App","MetricData":[)"
      R"({"MetricName":"Latency","Dimensions":[{"Name":"B","Value":"2"},{"Name":"A","Value":"1"}],)"
      R"("Timestamp":1795600500.5,"Values":[1,2,3.5],"Counts":[2,1,1],"Unit":"Milliseconds"}]})");
  EXPECT_EQ(put.status, 200);
  EXPECT_EQ(put.body, "{}");
  EXPECT_EQ(header(put, "Content-Type"), "application/x-amz-json-1.0");
  EXPECT_EQ(ask_json("ListMetrics", "{}").body,
            R"({"Metrics":[{"Namespace":"App","MetricName":"Latency","Dimensions":)"
            R"([{"Name":"A","Value":"1"},{"Name":"B","Value":"2"}]}]})");
  // Dimensions in any order, and all of them.
  const std::string question =
      R"({"Namespace":"App","MetricName":"Latency","Dimensions":[{"Name":"A","Value":"1"}%s],)"
      R"("StartTime":1795600000,"EndTime":1795600800,"Period":60,)"
      R"("Statistics":["SampleCount","Average","Sum","Minimum","Maximum"]})";
  const auto asked = [&](const std::string& more) {
    std::string text = question;
    text.replace(text.find("%s"), 2, more);
    return ask_json("GetMetricStatistics", text).body;
  };
  EXPECT_EQ(asked(R"(,{"Name":"B","Value":"2"})"),
            R"({"Label":"Latency","Datapoints":[{"Timestamp":1795600500,"SampleCount":4,)"
            R"("Average":1.875,"Sum":7.5,"Minimum":1,"Maximum":3.5,"Unit":"Milliseconds"}]})");
  EXPECT_EQ(asked(""), R"({"Label":"Latency","Datapoints":[]})");
}

TEST_F(CloudWatchTest, FormsDoTheSame) {
  const http::Response put =
      ask_form(form("PutMetricData", {{"Namespace", "App"},
                                      {"MetricData.member.1.MetricName", "Success"},
                                      {"MetricData.member.1.Dimensions.member.1.Name", "Op"},
                                      {"MetricData.member.1.Dimensions.member.1.Value", "a b"},
                                      {"MetricData.member.1.StatisticValues.SampleCount", "6.0"},
                                      {"MetricData.member.1.StatisticValues.Sum", "9.0"},
                                      {"MetricData.member.1.StatisticValues.Minimum", "1.0"},
                                      {"MetricData.member.1.StatisticValues.Maximum", "2.0"},
                                      {"MetricData.member.1.Unit", "Count"}}));
  EXPECT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(header(put, "Content-Type"), "text/xml");
  EXPECT_THAT(put.body,
              StartsWith("<PutMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/"
                         "2010-08-01/\"><ResponseMetadata><RequestId>"));
  const std::string question = form("GetMetricStatistics", {{"Namespace", "App"},
                                                            {"MetricName", "Success"},
                                                            {"Dimensions.member.1.Name", "Op"},
                                                            {"Dimensions.member.1.Value", "a b"},
                                                            {"StartTime", "2026-11-25T09:55:00Z"},
                                                            {"EndTime", "2026-11-25T10:01:00.000Z"},
                                                            {"Period", "60"},
                                                            {"Statistics.member.1", "Sum"},
                                                            {"Statistics.member.2", "Average"}});
  const std::string expected =
      "<GetMetricStatisticsResult><Label>Success</Label><Datapoints><member>"
      "<Timestamp>2026-11-25T10:00:00Z</Timestamp><Average>1.5</Average><Sum>9.0</Sum>"
      "<Unit>Count</Unit></member></Datapoints></GetMetricStatisticsResult>";
  EXPECT_THAT(ask_form(question).body, HasSubstr(expected));
  EXPECT_THAT(ask({.method = "GET", .query = question, .headers = {}}).body, HasSubstr(expected));
  EXPECT_THAT(ask_form(form("ListMetrics", {{"Dimensions.member.1.Name", "Op"}})).body,
              HasSubstr("<Metrics><member><Namespace>App</Namespace><MetricName>Success"));
}

TEST_F(CloudWatchTest, PercentilesInAFormAreAMap) {
  put_five();
  EXPECT_THAT(ask_form(form("GetMetricStatistics", {{"Namespace", "App"},
                                                    {"MetricName", "Latency"},
                                                    {"StartTime", "2026-11-25T09:55:00Z"},
                                                    {"EndTime", "2026-11-25T10:00:00Z"},
                                                    {"Period", "300"},
                                                    {"ExtendedStatistics.member.1", "p100"}}))
                  .body,
              HasSubstr("<ExtendedStatistics><entry><key>p100</key><value>5.0</value></entry>"));
}

// What an SDK for Java sent, with every kind of member.
TEST_F(CloudWatchTest, CborOfARealClientIsUnderstood) {
  clock_.jump_wall(WallTime{1'700'000'000'000} - now);
  const auto bytes = codec::hex_bytes(
      "bf694e616d65737061636565736d616c6c6a4d65747269634461746182bf6a4d65747269634e616d65676d65747"
      "26963316a44696d656e73696f6e7381bf644e616d6567536861726449646556616c756569736861726449642d31"
      "ff6954696d657374616d70c1fb41d954fc4007df3b6556616c7565fa3fc0000064556e697465436f756e74ffbf6"
      "a4d65747269634e616d6561766656616c7565738201fa4020000066436f756e74738203047153746f7261676552"
      "65736f6c7574696f6e01ffff");
  ASSERT_TRUE(bytes);
  const std::string body(text_of(*bytes));
  const http::Response put = ask_cbor("PutMetricData", body);
  EXPECT_EQ(put.status, 200) << codec::hex_text(bytes_of(put.body));
  EXPECT_EQ(header(put, "smithy-protocol"), "rpc-v2-cbor");
  EXPECT_EQ(codec::hex_text(bytes_of(put.body)), "bfff");
  EXPECT_EQ(ask_json("GetMetricStatistics",
                     R"({"Namespace":"small","MetricName":"v","StartTime":1699999200,)"
                     R"("EndTime":1700000100,"Period":60,"Statistics":["SampleCount","Sum"]})")
                .body,
            R"({"Label":"v","Datapoints":[{"Timestamp":1699999980,"SampleCount":7,"Sum":13,)"
            R"("Unit":"None"}]})");
  // No body, no members.
  const http::Response listed = ask_cbor("ListMetrics", "");
  EXPECT_EQ(listed.status, 200);
  EXPECT_THAT(listed.body, HasSubstr("metric1"));
}

TEST_F(CloudWatchTest, ErrorsHaveTheNamesOfTheirProtocol) {
  const std::string bad =
      R"({"Namespace":"AWS/Kinesis","MetricData":[{"MetricName":"m","Value":1}]})";
  const std::string message = "The value AWS/ for parameter Namespace is invalid.";
  const http::Response json = ask_json("PutMetricData", bad);
  EXPECT_EQ(json.status, 400);
  EXPECT_EQ(json.body,
            R"({"__type":"com.amazonaws.cloudwatch#InvalidParameterValueException","message":")" +
                message + "\"}");
  EXPECT_EQ(header(json, "x-amzn-query-error"), "InvalidParameterValue;Sender");
  const http::Response xml =
      ask_form(form("PutMetricData", {{"Namespace", "AWS/Kinesis"},
                                      {"MetricData.member.1.MetricName", "m"},
                                      {"MetricData.member.1.Value", "1"}}));
  EXPECT_EQ(xml.status, 400);
  EXPECT_THAT(xml.body, HasSubstr("<Type>Sender</Type><Code>InvalidParameterValue</Code><Message>" +
                                  message + "</Message>"));
  EXPECT_EQ(header(xml, "x-amzn-query-error"), "");
  EXPECT_EQ(ask_form(form("ListMetrics", {{"Namespace", ":x"}})).status, 400);
  EXPECT_THAT(ask_form(form("ListMetrics", {{"Namespace", ":x"}})).body,
              HasSubstr("<Code>ValidationError</Code>"));
  EXPECT_THAT(ask_form(form("Nothing", {})).body, HasSubstr("<Code>InvalidAction</Code>"));
  EXPECT_THAT(ask_json("Nothing", "{}").body, HasSubstr("UnknownOperationException"));
  // A client of CBOR looks for the header and for its own name.
  const http::Response cbor = ask_cbor("PutMetricData", "\xbf\xff");
  EXPECT_EQ(cbor.status, 400);
  EXPECT_EQ(header(cbor, "smithy-protocol"), "rpc-v2-cbor");
  EXPECT_EQ(header(cbor, "x-amzn-query-error"), "ValidationError;Sender");
  metrics_.failure = {ErrorCode::unavailable, "The log is away."};
  const http::Response failed =
      ask_json("PutMetricData", R"({"Namespace":"N","MetricData":[{"MetricName":"m","Value":1}]})");
  EXPECT_EQ(failed.status, 500);
  EXPECT_EQ(header(failed, "x-amzn-query-error"), "InternalServiceError;Receiver");
  EXPECT_THAT(failed.body, Not(HasSubstr("log")));
}

TEST_F(CloudWatchTest, WhoMayNotIsRefused) {
  is_allowed_ = false;
  EXPECT_THAT(ask_json("ListMetrics", "{}").body, HasSubstr("AccessDenied"));
  EXPECT_EQ(asked_action_, "cloudwatch:ListMetrics");
  EXPECT_THAT(ask_form(form("ListMetrics", {})).body, HasSubstr("<Code>AccessDenied</Code>"));
  EXPECT_EQ(
      error_of("PutMetricData", R"({"Namespace":"N","MetricData":[{"MetricName":"m","Value":1}]})"),
      "AccessDenied;Sender \"No.\"}");
  is_allowed_ = true;
  EXPECT_EQ(ask_json("ListMetrics", "{}").body, R"({"Metrics":[]})");
}

TEST_F(CloudWatchTest, BadMetricDataIsRefusedWholly) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {R"({"MetricName":"m"})",
       "InvalidParameterCombination;Sender \"At least one of the parameters"},
      {R"({"MetricName":"m","Value":1,"Values":[1]})",
       "InvalidParameterCombination;Sender \"The parameters MetricData.member.2.Value and "
       "MetricData.member.2.Values are mutually exclusive"},
      {R"({"MetricName":"m","Values":[1,2],"Counts":[1]})", "InvalidParameterValue;Sender"},
      {R"({"MetricName":"m","Values":[1],"Counts":[-1]})",
       "InvalidParameterValue;Sender \"The value -1 for parameter "
       "MetricData.member.2.Counts.member.1 is invalid."},
      {R"({"MetricName":"m","Value":1e300})", "InvalidParameterValue;Sender \"The value 1e+300"},
      {R"({"MetricName":"m","Value":1e999})", "InvalidParameterValue;Sender \"The value inf"},
      {R"({"MetricName":"m","Value":1,"Unit":"Apples"})",
       "ValidationError;Sender \"1 validation error detected: Value 'Apples' at "
       "'metricData.2.member.unit'"},
      {R"({"MetricName":"m","Value":1,"StorageResolution":7})", "InvalidParameterValue;Sender"},
      {R"({"MetricName":"m","Value":1,"Timestamp":1})",
       "InvalidParameterValue;Sender \"The parameter MetricData.member.2.Timestamp must specify a "
       "time no more than two weeks in the past."},
      {R"({"MetricName":"m","Value":1,"Timestamp":1795608001})",
       "InvalidParameterValue;Sender \"The parameter MetricData.member.2.Timestamp must specify a "
       "time no more than two hours in the future."},
      {R"({"MetricName":"m","StatisticValues":{"SampleCount":1,"Sum":1,"Minimum":2,"Maximum":1}})",
       "InvalidParameterCombination;Sender"},
      {R"({"MetricName":"m","StatisticValues":{"SampleCount":1}})", "ValidationError;Sender"},
      {R"({"MetricName":"m","Value":1,"Dimensions":[{"Name":"a","Value":"1"},)"
       R"({"Name":"a","Value":"2"}]})",
       "InvalidParameterValue;Sender"},
      {R"({"MetricName":"ü","Value":1})",
       "InvalidParameterValue;Sender \"The value for parameter MetricData.member.2.MetricName "
       "contains non-ASCII characters."},
      {R"({"MetricName":"m","Value":1,"Dimensions":[{"Name":"a","Value":"1"},)"
       R"({"Name":"b","Value":"\u0001"}]})",
       "InvalidParameterValue;Sender \"The value for parameter "
       "MetricData.member.2.Dimensions.member.2.Value contains control characters."},
      {R"({"MetricName":"m","Value":1,"Dimensions":[{"Name":" ","Value":"1"}]})",
       "InvalidParameterValue;Sender \"The value for parameter "
       "MetricData.member.2.Dimensions.member.1.Name has nothing but blanks."},
      {R"({"MetricName":"m","Value":1,"Dimensions":[{"Name":":a","Value":"1"}]})",
       "InvalidParameterValue;Sender \"The value :a for parameter "
       "MetricData.member.2.Dimensions.member.1.Name must not begin with a colon."},
      {R"({"MetricName":"","Value":1})", "ValidationError;Sender"},
      {R"({"MetricName":"m","Value":"1"})", "SerializationException;Sender"},
  };
  for (const auto& [datum, expected] : cases) {
    EXPECT_THAT(error_of("PutMetricData",
                         R"({"Namespace":"N","MetricData":[{"MetricName":"good","Value":1},)" +
                             datum + "]}"),
                StartsWith(expected))
        << datum;
  }
  EXPECT_EQ(ask_json("ListMetrics", "{}").body, R"({"Metrics":[]})");
}

TEST_F(CloudWatchTest, WhatIsTooMuchIsRefusedInBoundedMemory) {
  std::string many = R"({"Namespace":"N","MetricData":[)";
  for (int datum = 0; datum < 1'001; ++datum) many += R"({"MetricName":"m","Value":1},)";
  many.back() = ']';
  EXPECT_EQ(error_of("PutMetricData", many + "}"),
            "InvalidParameterValue;Sender \"The collection MetricData must not have a size greater "
            "than 1000.\"}");
  std::string dimensions = R"({"Namespace":"N","MetricData":[{"MetricName":"m","Value":1,)"
                           R"("Dimensions":[)";
  while (dimensions.size() < 1'000'000) dimensions += "{},";
  dimensions.back() = ']';
  EXPECT_THAT(error_of("PutMetricData", dimensions + "}]}"), StartsWith("ValidationError;Sender"));
  const http::Response huge = ask_json("PutMetricData", std::string(10'000'000, ' '));
  EXPECT_EQ(huge.status, 413);
  EXPECT_THAT(huge.body, HasSubstr("RequestEntityTooLarge"));
  EXPECT_EQ(ask_form(form("PutMetricData", {{"Namespace", std::string(2'000'000, 'a')}})).status,
            413);
  std::string fields = "Action=PutMetricData&Version=2010-08-01";
  for (int field = 0; field < 45'000; ++field) fields += fmt::format("&f{}=1", field);
  EXPECT_THAT(ask_form(fields).body, HasSubstr("MalformedQueryString"));
}

TEST_F(CloudWatchTest, BadQuestionsAreAnsweredAsAmazonDoes) {
  const auto question = [](const std::string& changes) {
    return R"({"Namespace":"N","MetricName":"m","StartTime":1795600000,"EndTime":1795600800,)"
           R"("Period":60,"Statistics":["Sum"])" +
           changes + "}";
  };
  const std::vector<std::pair<std::string, std::string>> cases{
      {R"(,"Period":61)", "InvalidParameterValue;Sender \"The value 61 for parameter Period"},
      {R"(,"Period":0)",
       "ValidationError;Sender \"1 validation error detected: Value '0' at 'period'"},
      {R"(,"Statistics":["Median"])",
       "ValidationError;Sender \"1 validation error detected: Value '[Median]' at 'statistics'"},
      {R"(,"ExtendedStatistics":["p101"])",
       "InvalidParameterValue;Sender \"The value p101 for parameter ExtendedStatistics"},
      {R"(,"Statistics":null)",
       "InvalidParameterCombination;Sender \"Must specify either Statistics or "
       "ExtendedStatistics"},
      {R"(,"EndTime":1795600000)",
       "InvalidParameterValue;Sender \"The parameter StartTime must be less than"},
      {R"(,"StartTime":1795500000)",
       "InvalidParameterCombination;Sender \"You have requested up to 1,680 datapoints, which "
       "exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, "
       "or decreasing the time range.\"}"},
      {R"(,"Unit":"Apples")", "ValidationError;Sender"},
      {R"(,"StartTime":null)", "ValidationError;Sender"},
  };
  for (const auto& [changes, expected] : cases) {
    EXPECT_THAT(error_of("GetMetricStatistics", question(changes)), StartsWith(expected))
        << changes;
  }
}

TEST_F(CloudWatchTest, FormulasAreWorkedOut) {
  put_five();
  put_five("Other");
  const std::vector<std::pair<std::string, std::string>> cases{
      {"m1 * 2", R"("Label":"result",%t"Values":[2,4,6,8,10])"},
      {"RATE(m1) * 60",
       R"("Timestamps":[1795600560,1795600620,1795600680,1795600740],"Values":[1,1,1,1])"},
      {"SUM(m1)", R"(%t"Values":[15,15,15,15,15])"},
      {"SUM(METRICS()) + e2", R"(%t"Values":[4,7,10,13,16])"},
      {"SUM(SEARCH('{App} Latency OR Other', 'Sum', 60))", R"(%t"Values":[2,4,6,8,10])"},
  };
  const std::string times =
      R"("Timestamps":[1795600500,1795600560,1795600620,1795600680,1795600740],)";
  for (const auto& [expression, expected] : cases) {
    std::string wanted = expected;
    if (const auto at = wanted.find("%t"); at != std::string::npos) wanted.replace(at, 2, times);
    EXPECT_THAT(
        get_data(metric_query("m1") + "," + metric_query("m2", "Average", "Other") +
                 R"(,{"Id":"e2","Expression":"m1 + 1","ReturnData":false},)" + formula(expression)),
        HasSubstr(wanted))
        << expression;
  }
  // An array is several results of one id.
  EXPECT_EQ(get_data(metric_query("m1") + "," + metric_query("m2", "Sum", "None") +
                     R"(,{"Id":"e1","Expression":"[m1,FILL(m2,0)]","Label":"both","Period":300})"),
            R"({"MetricDataResults":[{"Id":"e1","Label":"both Latency",)" + times +
                R"("Values":[1,2,3,4,5],"StatusCode":"Complete"},{"Id":"e1","Label":"both None",)" +
                times + R"("Values":[0,0,0,0,0],"StatusCode":"Complete"}],"Messages":[]})");
}

TEST_F(CloudWatchTest, NewestFirstAndPageByPage) {
  put_five();
  const std::string question =
      R"({"StartTime":1795600500,"EndTime":1795600800,"MetricDataQueries":[{"Id":"a","MetricStat":)"
      R"({"Metric":{"Namespace":"App","MetricName":"Latency"},"Period":60,"Stat":"Sum"}},)"
      R"({"Id":"b","Expression":"a*10"}],"MaxDatapoints":4)";
  EXPECT_EQ(ask_json("GetMetricData", question + "}").body,
            R"({"MetricDataResults":[{"Id":"a","Label":"Latency","Timestamps":[1795600740,)"
            R"(1795600680,1795600620,1795600560],"Values":[5,4,3,2],"StatusCode":"PartialData"}],)"
            R"("NextToken":"4","Messages":[]})");
  EXPECT_EQ(
      ask_json("GetMetricData", question + R"(,"NextToken":"4"})").body,
      R"({"MetricDataResults":[{"Id":"a","Label":"Latency","Timestamps":[1795600500],)"
      R"("Values":[1],"StatusCode":"Complete"},{"Id":"b","Label":"b","Timestamps":)"
      R"([1795600740,1795600680,1795600620],"Values":[50,40,30],"StatusCode":"PartialData"}],)"
      R"("NextToken":"8","Messages":[]})");
  EXPECT_THAT(ask_json("GetMetricData", question + R"(,"NextToken":"8"})").body,
              HasSubstr(R"("Values":[20,10],"StatusCode":"Complete"}],"Messages":[]})"));
  EXPECT_THAT(error_of("GetMetricData", question + R"(,"NextToken":"18446744073709551615"})"),
              StartsWith("InvalidNextToken"));
  EXPECT_THAT(error_of("GetMetricData", question + R"(,"NextToken":"x"})"),
              StartsWith("InvalidNextToken;Sender"));
}

TEST_F(CloudWatchTest, BadQueriesAreNamed) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {metric_query("M1"), "The value M1 for parameter MetricDataQueries.member.1.Id is not"},
      {metric_query("m1") + "," + metric_query("m1"), "The values for parameter Id"},
      {R"({"Id":"a"})", "Exactly one of the parameters MetricDataQueries.member.1.MetricStat"},
      {metric_query("m1", "Median"), "The value Median for parameter"},
      {formula("m1 +"), "Error in expression 'result': Unexpected end of the expression"},
      {formula("m1"), "Error in expression 'result': There is no metric or expression with the Id"},
      {formula("FOO(1)"), "Error in expression 'result': The function FOO does not exist"},
      {formula("result + 1"), "Error in expression 'result': The expression depends on itself"},
      {R"({"Id":"a","Expression":"b"},{"Id":"b","Expression":"a"})", "depends on itself"},
      {formula("SEARCH('(', 'Sum', 60)"), "Error in expression 'result': Unexpected end of the"},
      {formula("SEARCH('x', 'Foo', 60)"), "The statistic Foo is not supported"},
      {formula("SEARCH('x', 'Sum', 61)"), "The period of SEARCH is invalid"},
      {formula(std::string(3'000, '1')), "failed to satisfy constraint"},
      {R"({"Id":"a","Expression":"1","Period":7})", "The value 7 for parameter"},
  };
  for (const auto& [queries, expected] : cases) {
    const std::string answer = get_data(queries);
    EXPECT_THAT(answer, HasSubstr("#Validation")) << queries;
    EXPECT_THAT(answer, HasSubstr(expected)) << queries;
  }
  std::string many = metric_query("m0");
  for (int query = 1; query <= 500; ++query) many += "," + metric_query(fmt::format("m{}", query));
  EXPECT_THAT(get_data(many), HasSubstr("must not have a size greater than 500"));
}

// Without an end to the calendar the number of periods overflows, and the answer has no end.
TEST_F(CloudWatchTest, EndlessRangesHaveTooManyPeriods) {
  const std::string range = R"("StartTime":-1e18,"EndTime":1e18,)";
  const auto data = [&](const std::string& query) {
    return "{" + range + R"("MetricDataQueries":[)" + query + "]}";
  };
  EXPECT_THAT(error_of("GetMetricData", data(formula("TIME_SERIES(1)"))),
              HasSubstr("more than 100,800 datapoints"));
  // A period of 68 years.
  EXPECT_THAT(
      ask_json("GetMetricData", data(R"({"Id":"a","Expression":"1","Period":2147483640})")).body,
      HasSubstr(R"("Values":[1,1,)"));
  EXPECT_THAT(error_of("GetMetricStatistics",
                       "{" + range +
                           R"("Namespace":"N","MetricName":"m","Period":60,"Statistics":["Sum"]})"),
              HasSubstr("You have requested up to 5,258,964,960 datapoints"));
}

TEST_F(CloudWatchTest, FormulasTogetherTakeBoundedMemory) {
  for (const std::string expression : {"TIME_SERIES(1)", "1"}) {
    std::string queries;
    for (int query = 0; query < 100; ++query) {
      queries += fmt::format(R"json({}{{"Id":"e{}","Expression":"{}","Period":1}})json",
                             query == 0 ? "" : ",", query, expression);
    }
    EXPECT_THAT(error_of("GetMetricData",
                         fmt::format(R"({{"StartTime":{},"EndTime":{},"MetricDataQueries":[{}]}})",
                                     now_seconds - 100'000, now_seconds, queries)),
                HasSubstr("too many datapoints"));
  }
}

TEST_F(CloudWatchTest, SearchesTogetherTakeBoundedTime) {
  std::string data = R"({"Namespace":"N","MetricData":[)";
  for (int metric = 0; metric < 1'000; ++metric) {
    data += fmt::format(R"({{"MetricName":"m{}","Value":1}},)", metric);
  }
  data.back() = ']';
  ASSERT_EQ(ask_json("PutMetricData", data + "}").status, 200);
  std::string terms = "a";
  for (int term = 0; term < 300; ++term) terms += " a";
  const auto searches = [&](int count) {
    std::string queries;
    for (int query = 0; query < count; ++query) {
      queries += fmt::format(R"json({}{{"Id":"e{}","Expression":"SEARCH('{} {}','Sum',60)"}})json",
                             query == 0 ? "" : ",", query, terms, query);
    }
    return get_data(queries);
  };
  EXPECT_THAT(searches(10), HasSubstr(R"("MetricDataResults":[])"));
  EXPECT_THAT(searches(20), HasSubstr("look at too many metrics"));
}

TEST_F(CloudWatchTest, ListsAreGivenPageByPage) {
  for (int batch = 0; batch < 2; ++batch) {
    std::string data = R"({"Namespace":"N","MetricData":[)";
    for (int metric = 0; metric < 300; ++metric) {
      data += fmt::format(R"({{"MetricName":"m{:03}","Value":1,"Dimensions":)"
                          R"([{{"Name":"batch \"x\"","Value":"{}"}}]}},)",
                          metric, batch);
    }
    data.back() = ']';
    ASSERT_EQ(ask_json("PutMetricData", data + "}").status, 200);
  }
  const std::string first = ask_json("ListMetrics", "{}").body;
  const std::size_t at = first.find(R"("NextToken":")");
  ASSERT_NE(at, std::string::npos);
  const std::string token = first.substr(at + 13, first.find('"', at + 13) - at - 13);
  const std::string second = ask_json("ListMetrics", R"({"NextToken":")" + token + "\"}").body;
  EXPECT_THAT(second, StartsWith(R"({"Metrics":[{"Namespace":"N","MetricName":"m250")"));
  EXPECT_THAT(second, Not(HasSubstr("NextToken")));
  EXPECT_THAT(error_of("ListMetrics", R"({"NextToken":"nonsense"})"),
              StartsWith("InvalidParameterValue;Sender"));
  EXPECT_THAT(error_of("ListMetrics", R"({"RecentlyActive":"PT4H"})"),
              StartsWith("ValidationError;Sender"));
}

}  // namespace
}  // namespace weir::api::cloudwatch
