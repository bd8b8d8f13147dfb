#include "aws/xml_output.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weir::aws {
namespace {

struct Item {
  std::string name;
  bool good = false;

  static void describe(auto& shape, auto& item) {
    shape.required("Name", item.name);
    shape.required("Good", item.good);
  }
};

struct Answer {
  std::vector<Item> items;
  std::vector<std::string> names;
  std::optional<std::int64_t> count;
  WallTime at;

  static void describe(auto& shape, auto& answer) {
    shape.required("Items", answer.items);
    shape.required("Names", answer.names);
    shape.optional("Count", answer.count);
    shape.required("At", answer.at);
  }
};

constexpr QueryAnswerNames names{
    .operation = "Ask", .xml_namespace = "urn:x", .request_id = "id-1"};

TEST(XmlOutput, AnAnswerHasItsResultAndTheRequestsId) {
  std::string out;
  encode_query_answer(names,
                      Answer{.items = {{"a<b>&\"c\x01\r", true}},
                             .names = {},
                             .count = std::nullopt,
                             .at = {1'700'000'000'123}},
                      out);
  EXPECT_EQ(out,
            "<AskResponse xmlns=\"urn:x\"><AskResult><Items><member><Name>a&lt;b&gt;&amp;&quot;c"
            "&#13;</Name><Good>true</Good></member></Items><Names></Names>"
            "<At>2023-11-14T22:13:20Z</At></AskResult>"
            "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></AskResponse>\n");
}

TEST(XmlOutput, AnOperationWithoutOutputHasNoResult) {
  std::string out;
  encode_query_answer(names, NoOutput{}, out);
  EXPECT_EQ(out,
            "<AskResponse xmlns=\"urn:x\"><ResponseMetadata><RequestId>id-1</RequestId>"
            "</ResponseMetadata></AskResponse>\n");
}

struct EmptyAnswer {
  static void describe(auto& /*shape*/, auto& /*answer*/) {}
};

// SDKs look for the result of UpdateRole, though there is nothing in it.
TEST(XmlOutput, AnOutputWithoutMembersIsAnEmptyResult) {
  std::string out;
  encode_query_answer(names, EmptyAnswer{}, out);
  EXPECT_EQ(out,
            "<AskResponse xmlns=\"urn:x\"><AskResult></AskResult><ResponseMetadata>"
            "<RequestId>id-1</RequestId></ResponseMetadata></AskResponse>\n");
}

TEST(XmlOutput, ErrorsHaveTheNamesOfThisProtocol) {
  const ServiceError error = to_query_error(unrecognized_client("No <key>.").error());
  EXPECT_EQ(error.http_status, 403);
  std::string out;
  encode_query_error(error, "urn:x", "id-1", out);
  EXPECT_EQ(out,
            "<ErrorResponse xmlns=\"urn:x\"><Error><Type>Sender</Type>"
            "<Code>InvalidClientTokenId</Code><Message>No &lt;key&gt;.</Message></Error>"
            "<RequestId>id-1</RequestId></ErrorResponse>\n");
  EXPECT_EQ(to_query_error(validation("x").error()).type, "ValidationError");
  EXPECT_EQ(to_query_error(internal_failure().error()).http_status, 500);
}

}  // namespace
}  // namespace weir::aws
