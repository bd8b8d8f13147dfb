#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "api/cloudwatch/service_fixture.h"
#include "api/cloudwatch_tags/operations.h"
#include "stream/alarm_commands.h"

namespace weir::api::cloudwatch_tags {
namespace {

const std::string alarm_arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:lag";
const std::string dashboard_arn = "arn:aws:cloudwatch::123456789012:dashboard/orders";

// An alarm "lag" and a dashboard "orders", in a catalog without a log.
class CloudwatchTags : public cloudwatch::ServiceTest {
 protected:
  CloudwatchTags() {
    for (WireOperation& operation : operations(catalog_)) {
      all_[0].operations.push_back(std::move(operation));
    }
    dispatcher_.emplace(loop_, all_, keys_, clock_, random_, logger_);
    EXPECT_TRUE(submit(stream::commands::PutAlarm{
        .key = {.account_id = "123456789012", .region = "eu-west-1", .name = "lag"}}));
    EXPECT_TRUE(submit(stream::commands::PutDashboard{
        .key = {.account_id = "123456789012", .name = "orders"}, .body = "{}", .tags = {}}));
  }

  Result<void> submit(stream::CommandBody body) {
    return state_.apply({.id = {.writer = 1, .counter = ++commands_},
                         .time = clock_.wall_now(),
                         .body = std::move(body)});
  }

  std::string tag(const std::string& arn, const std::string& tags) {
    return ask_json("TagResource", R"({"ResourceARN":")" + arn + R"(","Tags":[)" + tags + "]}")
        .body;
  }
  std::string untag(const std::string& arn, const std::string& keys) {
    return ask_json("UntagResource", R"({"ResourceARN":")" + arn + R"(","TagKeys":[)" + keys + "]}")
        .body;
  }
  std::string list(const std::string& arn) {
    return ask_json("ListTagsForResource", R"({"ResourceARN":")" + arn + "\"}").body;
  }
  std::string list_error(const std::string& arn) {
    return error_of("ListTagsForResource", R"({"ResourceARN":")" + arn + "\"}");
  }

  stream::CatalogState state_;
  std::uint64_t commands_ = 0;
  cloudwatch::CatalogAccess catalog_{
      .authorise = services_.authorise,
      .state = [this](env::EventLoop&) -> const stream::CatalogState& { return state_; },
      .submit = [this](env::EventLoop&, stream::CommandBody body,
                       Done<void> done) { done(submit(std::move(body))); }};
};

TEST_F(CloudwatchTags, ChangeOfAlarmsAndOfDashboards) {
  for (const std::string& arn : {alarm_arn, dashboard_arn}) {
    EXPECT_EQ(tag(arn, R"({"Key":"b","Value":"2"},{"Key":"a","Value":"1"})"), "{}");
    EXPECT_EQ(tag(arn, R"({"Key":"b","Value":"3"})"), "{}");
    EXPECT_EQ(list(arn), R"({"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"3"}]})");
    EXPECT_EQ(untag(arn, R"("a","none")"), "{}");
    EXPECT_EQ(list(arn), R"({"Tags":[{"Key":"b","Value":"3"}]})");
  }
}

// Older SDKs look for the element of the result, although it has no members.
TEST_F(CloudwatchTags, AnEmptyAnswerInXmlHasItsElement) {
  const std::string answer =
      ask_form(cloudwatch::form("UntagResource",
                                {{"ResourceARN", alarm_arn}, {"TagKeys.member.1", "a"}}))
          .body;
  EXPECT_NE(answer.find("<UntagResourceResult></UntagResourceResult>"), std::string::npos)
      << answer;
}

TEST_F(CloudwatchTags, OfWhatIsNotThereAreNotFound) {
  for (const std::string& arn :
       {alarm_arn + "2", dashboard_arn + "2",
        std::string("arn:aws:cloudwatch:eu-west-2:123456789012:alarm:lag"),
        std::string("arn:aws:cloudwatch::123456789013:dashboard/orders")}) {
    EXPECT_EQ(list_error(arn),
              "ResourceNotFoundException;Sender \"There is no resource " + arn + ".\"}");
  }
  EXPECT_EQ(list_error("arn:aws:cloudwatch:eu-west-1:123456789012:insight-rule/r"),
            "InvalidParameterValue;Sender \"arn:aws:cloudwatch:eu-west-1:123456789012:"
            "insight-rule/r is no ARN of an alarm or a dashboard.\"}");
}

TEST_F(CloudwatchTags, FiftyAreEnough) {
  std::string tags;
  for (int index = 0; index < 50; ++index) {
    if (index > 0) tags += ',';
    tags += R"({"Key":"k)" + std::to_string(index) + R"(","Value":""})";
  }
  for (const std::string& arn : {alarm_arn, dashboard_arn}) {
    EXPECT_EQ(tag(arn, tags), "{}");
    EXPECT_NE(tag(arn, R"({"Key":"more","Value":""})").find("may have 50 tags"), std::string::npos);
    EXPECT_NE(tag(arn, tags + R"(,{"Key":"more","Value":""})").find("may have 50 tags"),
              std::string::npos);
    EXPECT_NE(tag(arn, R"({"Key":"a","Value":""},{"Key":"a","Value":""})").find("a is given twice"),
              std::string::npos);
    EXPECT_EQ(list(arn).find("more"), std::string::npos);
  }
}

TEST_F(CloudwatchTags, PoliciesDecide) {
  is_allowed_ = false;
  EXPECT_NE(tag(dashboard_arn, R"({"Key":"a","Value":"1"})").find("AccessDenied"),
            std::string::npos);
  EXPECT_EQ(asked_action_, "cloudwatch:TagResource");
  is_allowed_ = true;
  EXPECT_EQ(list(dashboard_arn), R"({"Tags":[]})");
}

}  // namespace
}  // namespace weir::api::cloudwatch_tags
