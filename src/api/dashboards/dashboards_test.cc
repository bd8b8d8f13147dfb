#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "api/cloudwatch/service_fixture.h"
#include "api/dashboards/operations.h"

namespace weir::api::dashboards {
namespace {

// CloudWatch with dashboards, in a catalog without a log.
class Dashboards : public cloudwatch::ServiceTest {
 protected:
  Dashboards() {
    for (WireOperation& operation : operations(dashboards_)) {
      all_[0].operations.push_back(std::move(operation));
    }
  }

  std::string put(const std::string& name, const std::string& body = "{\\\"widgets\\\":[]}",
                  const std::string& more = "") {
    return ask_json("PutDashboard", R"({"DashboardName":")" + name + R"(","DashboardBody":")" +
                                        body + "\"" + more + "}")
        .body;
  }

  stream::CatalogState state_;
  std::uint64_t commands_ = 0;
  Services dashboards_{
      .authorise = services_.authorise,
      .state = [this](env::EventLoop&) -> const stream::CatalogState& { return state_; },
      .submit =
          [this](env::EventLoop&, stream::CommandBody body, Done<void> done) {
            done(state_.apply({.id = {.writer = 1, .counter = ++commands_},
                               .time = clock_.wall_now(),
                               .body = std::move(body)}));
          }};
};

TEST_F(Dashboards, ABodyComesBackAsItWentIn) {
  EXPECT_EQ(put("orders", "{ \\\"widgets\\\": [] }"), R"({"DashboardValidationMessages":[]})");
  EXPECT_EQ(asked_action_, "cloudwatch:PutDashboard");
  EXPECT_EQ(ask_json("GetDashboard", R"({"DashboardName":"orders"})").body,
            R"({"DashboardArn":"arn:aws:cloudwatch::123456789012:dashboard/orders",)"
            R"("DashboardBody":"{ \"widgets\": [] }","DashboardName":"orders"})");
  EXPECT_EQ(error_of("GetDashboard", R"({"DashboardName":"other"})"),
            "ResourceNotFound;Sender \"Dashboard other does not exist\"}");
}

TEST_F(Dashboards, AreListedByNameAndPrefix) {
  for (const std::string name : {"b-2", "a", "b-1", "c"}) put(name);
  EXPECT_EQ(ask_json("ListDashboards", R"({"DashboardNamePrefix":"b"})").body,
            R"({"DashboardEntries":[{"DashboardName":"b-1",)"
            R"("DashboardArn":"arn:aws:cloudwatch::123456789012:dashboard/b-1",)"
            R"("LastModified":1795600800,"Size":14},{"DashboardName":"b-2",)"
            R"("DashboardArn":"arn:aws:cloudwatch::123456789012:dashboard/b-2",)"
            R"("LastModified":1795600800,"Size":14}]})");
  const std::string rest = ask_json("ListDashboards", R"({"NextToken":"b-2"})").body;
  EXPECT_EQ(rest.find("b-2"), std::string::npos);
  EXPECT_NE(rest.find("dashboard/c"), std::string::npos);
  EXPECT_EQ(ask_json("ListDashboards", R"({"DashboardNamePrefix":"z"})").body,
            R"({"DashboardEntries":[]})");
}

TEST_F(Dashboards, AreDeletedTogetherOrNotAtAll) {
  put("a");
  put("b");
  EXPECT_EQ(error_of("DeleteDashboards", R"({"DashboardNames":["a","x"]})"),
            "ResourceNotFound;Sender \"Dashboard x does not exist\"}");
  EXPECT_EQ(ask_json("DeleteDashboards", R"({"DashboardNames":["a","b"]})").body, "{}");
  EXPECT_EQ(state_.dashboards.size(), 0U);
  EXPECT_EQ(error_of("DeleteDashboards", R"({"DashboardNames":[]})"),
            "InvalidParameterValue;Sender \"The field DashboardNames must have 1 to 100 names.\"}");
}

TEST_F(Dashboards, WhatIsWrongIsSaidPlaceByPlace) {
  EXPECT_EQ(
      error_of("PutDashboard", R"({"DashboardName":"a","DashboardBody":"{\"widgets\":[1,{}]}"})"),
      "InvalidParameterInput;Sender \"The dashboard body is invalid, there are 3 validation "
      "errors:\\n[\\n  {\\n    \\\"dataPath\\\": \\\"/widgets/0\\\",\\n    \\\"message\\\": "
      "\\\"Should be object\\\"\\n  },\\n  {\\n    \\\"dataPath\\\": \\\"/widgets/1\\\",\\n    "
      "\\\"message\\\": \\\"Should have required property 'type'\\\"\\n  },\\n  {\\n    "
      "\\\"dataPath\\\": \\\"/widgets/1\\\",\\n    \\\"message\\\": \\\"Should have required "
      "property 'properties'\\\"\\n  }\\n]\"}");
  EXPECT_EQ(put("a", "{\\\"widgets\\\":[],\\\"colour\\\":1}"),
            R"({"DashboardValidationMessages":[{"DataPath":"/colour",)"
            R"("Message":"Unknown property"}]})");
  for (const std::string name : {"", "a b", "ü"}) {
    EXPECT_TRUE(error_of("PutDashboard", R"({"DashboardName":")" + name +
                                             R"(","DashboardBody":"{\"widgets\":[]}"})")
                    .starts_with("InvalidParameterInput;Sender \"The value " + name +
                                 " for field DashboardName contains invalid characters."))
        << name;
  }
}

TEST_F(Dashboards, ALongNameIsNotSaidAgain) {
  std::string name;
  for (int count = 0; count < 128; ++count) name += "ü";
  EXPECT_EQ(error_of("PutDashboard",
                     R"({"DashboardName":")" + name + R"(","DashboardBody":"{\"widgets\":[]}"})"),
            "InvalidParameterInput;Sender \"The field DashboardName must have 255 characters at "
            "most.\"}");
  EXPECT_EQ(put(std::string(255, 'a')), R"({"DashboardValidationMessages":[]})");
}

TEST_F(Dashboards, BodiesAreLimited) {
  const std::string large = "{\\\"widgets\\\":[]," + std::string(256U << 10, ' ') + "}";
  EXPECT_NE(put("a", large).find("The field DashboardBody has 262159 bytes; 262144 are allowed."),
            std::string::npos);
  const std::string fits = "{\\\"widgets\\\":[" + std::string(255U << 10, ' ') + "]}";
  for (int count = 0; count < 32; ++count) put("d" + std::to_string(count), fits);
  EXPECT_NE(put("one-more", fits).find("LimitExceededFault"), std::string::npos);
}

TEST_F(Dashboards, TagsAreThoseOfTheFirstCall) {
  put("a", "{\\\"widgets\\\":[]}", R"(,"Tags":[{"Key":"b","Value":"2"},{"Key":"a","Value":"1"}])");
  const auto found = state_.find_dashboard({.account_id = "123456789012", .name = "a"});
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->tags, (stream::Tags{{"a", "1"}, {"b", "2"}}));
  for (const std::string key : {"aws:a", "AWS:a"}) {
    EXPECT_NE(put("c", "{\\\"widgets\\\":[]}", R"(,"Tags":[{"Key":")" + key + R"(","Value":""}])")
                  .find("The tag " + key + " begins with aws:, which is reserved."),
              std::string::npos);
  }
  EXPECT_EQ(state_.dashboards.size(), 1U);
  put("d", "{\\\"widgets\\\":[]}", R"(,"Tags":[{"Key":"aws","Value":""}])");
  EXPECT_EQ(state_.dashboards.size(), 2U);
}

TEST_F(Dashboards, PoliciesDecide) {
  is_allowed_ = false;
  for (const std::string operation : {"PutDashboard", "GetDashboard", "ListDashboards"}) {
    const std::string body = operation == "ListDashboards"
                                 ? "{}"
                                 : R"({"DashboardName":"a","DashboardBody":"{\"widgets\":[]}"})";
    EXPECT_TRUE(error_of(operation, body).starts_with("AccessDenied")) << operation;
    EXPECT_EQ(asked_action_, "cloudwatch:" + operation);
  }
  EXPECT_EQ(state_.dashboards.size(), 0U);
}

}  // namespace
}  // namespace weir::api::dashboards
