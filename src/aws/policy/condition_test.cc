#include "aws/policy/condition.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "aws/policy/document.h"
#include "aws/policy/request.h"

namespace weir::aws::policy {
namespace {

Principal alice() {
  return {.type = PrincipalType::user,
          .account_id = "111122223333",
          .arn = "arn:aws:iam::111122223333:user/team/alice",
          .principal_arn = "arn:aws:iam::111122223333:user/team/alice",
          .user_id = "AIDAALICE",
          .user_name = "alice",
          .tags = {{"team", "blue"}}};
}

Request request_of(const Principal& principal) {
  Request request{.principal = principal,
                  .action = "kinesis:PutRecord",
                  .resource = "arn:aws:kinesis:eu-central-1:111122223333:stream/orders",
                  .resource_account = "111122223333"};
  request.source_ip = "203.0.113.9";
  request.user_agent = "aws-cli/2.0";
  request.region = "eu-central-1";
  request.time = {1'700'000'000'000};  // 2023-11-14T22:13:20Z.
  request.resource_tags = {{"team", "blue"}, {"Team", "red"}};
  request.request_tags = TagViews{{"cost", "1"}, {"owner", "2"}};
  request.service_keys = {{"sts:ExternalId", "secret"}};
  return request;
}

// Reads `condition` as it stands in a policy, and asks it.
bool holds_in_policy(const std::string& condition, const Request& request,
                     const std::string& version = "2012-10-17") {
  const auto document = parse_document(R"({"Version":")" + version +
                                           R"(","Statement":{"Effect":"Allow","Principal":"*",)"
                                           R"("Action":"*","Resource":"*","Condition":)" +
                                           condition + "}}",
                                       DocumentKind::resource);
  EXPECT_TRUE(document) << condition;
  if (!document) return false;
  bool all = true;
  for (const Condition& one : document->statements.front().conditions) {
    all = all && holds(one, request);
  }
  return all;
}

TEST(Condition, EachOperatorComparesAsAmazonSays) {
  const std::vector<std::pair<std::string, bool>> cases{
      {R"({"StringEquals":{"aws:username":"alice"}})", true},
      {R"({"StringEquals":{"AWS:UserName":"alice"}})", true},
      {R"({"StringEquals":{"aws:username":"Alice"}})", false},
      {R"({"StringEquals":{"aws:username":"al*"}})", false},
      {R"({"StringEquals":{"aws:username":["bob","alice"]}})", true},
      {R"({"StringEquals":{"aws:username":[]}})", false},
      {R"({"StringEquals":{"aws:username":"alice","aws:userid":"other"}})", false},
      {R"({"StringNotEquals":{"aws:username":["bob","carol"]}})", true},
      {R"({"StringNotEquals":{"aws:username":["bob","alice"]}})", false},
      {R"({"StringEqualsIgnoreCase":{"aws:username":"ALICE"}})", true},
      {R"({"StringNotEqualsIgnoreCase":{"aws:username":"ALICE"}})", false},
      {R"({"StringLike":{"aws:username":"a?i*"}})", true},
      {R"({"StringLike":{"aws:username":"b*"}})", false},
      {R"({"StringNotLike":{"aws:username":"b*"}})", true},
      {R"({"NumericEquals":{"aws:EpochTime":1700000000}})", true},
      {R"({"NumericEquals":{"aws:EpochTime":"1.7e9"}})", true},
      {R"({"NumericEquals":{"aws:username":"5"}})", false},
      {R"({"NumericNotEquals":{"aws:EpochTime":"5"}})", true},
      {R"({"NumericLessThan":{"aws:EpochTime":"1700000001"}})", true},
      {R"({"NumericLessThan":{"aws:EpochTime":"1700000000"}})", false},
      {R"({"NumericLessThanEquals":{"aws:EpochTime":"1700000000"}})", true},
      {R"({"NumericGreaterThan":{"aws:EpochTime":"1700000000"}})", false},
      {R"({"NumericGreaterThanEquals":{"aws:EpochTime":"1700000000"}})", true},
      {R"({"DateEquals":{"aws:CurrentTime":"2023-11-14T22:13:20Z"}})", true},
      {R"({"DateEquals":{"aws:CurrentTime":"2023-11-14T23:13:20+01:00"}})", true},
      {R"({"DateNotEquals":{"aws:CurrentTime":"2023-11-14"}})", true},
      {R"({"DateLessThan":{"aws:CurrentTime":"2023-11-15"}})", true},
      {R"({"DateLessThan":{"aws:CurrentTime":"2023-11-14"}})", false},
      {R"({"DateLessThanEquals":{"aws:CurrentTime":"1700000000"}})", true},
      {R"({"DateGreaterThan":{"aws:CurrentTime":"2023-11-14T22:13Z"}})", true},
      {R"({"DateGreaterThanEquals":{"aws:EpochTime":"2023-11-14T22:13:20.999Z"}})", false},
      {R"({"DateGreaterThan":{"aws:CurrentTime":"yesterday"}})", false},
      {R"({"Bool":{"aws:SecureTransport":"false"}})", true},
      {R"({"Bool":{"aws:SecureTransport":true}})", false},
      {R"({"BinaryEquals":{"aws:username":"alice"}})", true},
      {R"({"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}})", true},
      {R"({"IpAddress":{"aws:SourceIp":"203.0.113.9"}})", true},
      {R"({"IpAddress":{"aws:SourceIp":["10.0.0.0/8","203.0.113.8/30"]}})", true},
      {R"({"IpAddress":{"aws:SourceIp":"203.0.113.12/30"}})", false},
      {R"({"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}})", true},
      {R"({"IpAddress":{"aws:SourceIp":"2001:db8::/32"}})", false},
      {R"({"IpAddress":{"aws:SourceIp":"somewhere"}})", false},
      {R"({"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}})", false},
      {R"({"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}})", true},
      {R"({"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:user/team/alice"}})", true},
      {R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/team/*"}})", true},
      {R"({"ArnLike":{"aws:PrincipalArn":"arn:*:user/team/alice"}})", false},
      {R"({"ArnLike":{"aws:PrincipalArn":"*"}})", true},
      {R"({"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::*:user/bob"}})", true},
      {R"({"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/*"}})", false},
  };
  const Principal principal = alice();
  const Request request = request_of(principal);
  for (const auto& [condition, expected] : cases) {
    EXPECT_EQ(holds_in_policy(condition, request), expected) << condition;
  }
}

TEST(Condition, KeysThatAreAbsentFollowTheirOwnRules) {
  const std::vector<std::pair<std::string, bool>> cases{
      {R"({"StringEquals":{"aws:Nothing":"x"}})", false},
      {R"({"StringNotEquals":{"aws:Nothing":"x"}})", true},
      {R"({"StringNotLike":{"aws:Nothing":"*"}})", true},
      {R"({"NotIpAddress":{"aws:Nothing":"0.0.0.0/0"}})", true},
      {R"({"ArnNotLike":{"aws:Nothing":"*"}})", true},
      {R"({"NumericLessThan":{"aws:Nothing":"5"}})", false},
      {R"({"StringEqualsIfExists":{"aws:Nothing":"x"}})", true},
      {R"({"StringEqualsIfExists":{"aws:username":"x"}})", false},
      {R"({"IpAddressIfExists":{"aws:SourceIp":"10.0.0.0/8"}})", false},
      {R"({"Null":{"aws:Nothing":"true"}})", true},
      {R"({"Null":{"aws:Nothing":"false"}})", false},
      {R"({"Null":{"aws:username":false}})", true},
      {R"({"Null":{"aws:username":"true"}})", false},
      {R"({"ForAllValues:StringEquals":{"aws:Nothing":"x"}})", true},
      {R"({"ForAnyValue:StringEquals":{"aws:Nothing":"x"}})", false},
      {R"({"ForAnyValue:StringNotEquals":{"aws:Nothing":"x"}})", false},
  };
  const Principal principal = alice();
  const Request request = request_of(principal);
  for (const auto& [condition, expected] : cases) {
    EXPECT_EQ(holds_in_policy(condition, request), expected) << condition;
  }
}

TEST(Condition, SetsOfValuesAreTakenOneByOne) {
  const std::vector<std::pair<std::string, bool>> cases{
      {R"({"ForAllValues:StringEquals":{"aws:TagKeys":["cost","owner","more"]}})", true},
      {R"({"ForAllValues:StringEquals":{"aws:TagKeys":["cost"]}})", false},
      {R"({"ForAnyValue:StringEquals":{"aws:TagKeys":["cost","x"]}})", true},
      {R"({"ForAnyValue:StringEquals":{"aws:TagKeys":["x"]}})", false},
      {R"({"ForAllValues:StringNotEquals":{"aws:TagKeys":["x"]}})", true},
      {R"({"ForAllValues:StringNotEquals":{"aws:TagKeys":["cost"]}})", false},
      {R"({"ForAnyValue:StringNotEquals":{"aws:TagKeys":["cost"]}})", true},
      {R"({"ForAnyValue:StringLikeIfExists":{"aws:TagKeys":"own*"}})", true},
  };
  const Principal principal = alice();
  Request request = request_of(principal);
  for (const auto& [condition, expected] : cases) {
    EXPECT_EQ(holds_in_policy(condition, request), expected) << condition;
  }
  request.request_tags.reset();
  EXPECT_TRUE(holds_in_policy(R"({"ForAllValues:StringEquals":{"aws:TagKeys":"x"}})", request));
  EXPECT_TRUE(holds_in_policy(R"({"Null":{"aws:TagKeys":"true"}})", request));
}

TEST(Condition, EveryKeyHasItsValue) {
  const std::vector<std::pair<std::string, std::string>> keys{
      {"aws:SourceIp", "203.0.113.9"},
      {"aws:PrincipalArn", "arn:aws:iam::111122223333:user/team/alice"},
      {"aws:PrincipalAccount", "111122223333"},
      {"aws:PrincipalType", "User"},
      {"aws:PrincipalTag/team", "blue"},
      {"aws:username", "alice"},
      {"aws:userid", "AIDAALICE"},
      {"aws:CurrentTime", "2023-11-14T22:13:20Z"},
      {"aws:EpochTime", "1700000000"},
      {"aws:SecureTransport", "false"},
      {"aws:UserAgent", "aws-cli/2.0"},
      {"aws:RequestedRegion", "eu-central-1"},
      {"aws:ResourceAccount", "111122223333"},
      {"aws:ResourceTag/team", "blue"},
      {"aws:ResourceTag/Team", "red"},
      {"aws:RequestTag/cost", "1"},
      {"sts:ExternalId", "secret"},
  };
  const Principal principal = alice();
  const Request request = request_of(principal);
  for (const auto& [key, value] : keys) {
    EXPECT_TRUE(
        holds_in_policy(R"({"StringEquals":{")" + key + R"(":")" + value + R"("}})", request))
        << key;
  }
}

TEST(Condition, VariablesStandForTheirValuesAndNothingElse) {
  Principal principal = alice();
  const Request request = request_of(principal);
  const std::vector<std::pair<std::string, bool>> cases{
      {R"({"StringEquals":{"aws:PrincipalTag/team":"${aws:ResourceTag/team}"}})", true},
      {R"({"StringEquals":{"aws:PrincipalTag/team":"${aws:ResourceTag/Team}"}})", false},
      {R"({"StringLike":{"aws:PrincipalArn":"arn:aws:iam::${aws:PrincipalAccount}:user/*/${aws:username}"}})",
       true},
      {R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/team/${aws:username}"}})", true},
      {R"({"StringEquals":{"aws:username":"${aws:Nothing}"}})", false},
      {R"({"StringEquals":{"aws:username":"${aws:Nothing, 'alice'}"}})", true},
      {R"({"StringEquals":{"aws:username":"${aws:TagKeys}"}})", false},
      {R"({"StringLike":{"aws:username":"${*}"}})", false},
      {R"({"StringLike":{"aws:username":"${aws:username"}})", false},
  };
  for (const auto& [condition, expected] : cases) {
    EXPECT_EQ(holds_in_policy(condition, request), expected) << condition;
  }
  // In documents of the old version they are plain text.
  EXPECT_FALSE(holds_in_policy(R"({"StringEquals":{"aws:username":"${aws:username}"}})", request,
                               "2008-10-17"));
  // A star in a value is a star.
  principal.user_name = "*";
  EXPECT_TRUE(holds_in_policy(R"({"StringLike":{"aws:username":"${*}"}})", request));
  EXPECT_FALSE(holds_in_policy(R"({"StringLike":{"aws:userid":"${aws:username}"}})", request));
}

}  // namespace
}  // namespace weir::aws::policy
