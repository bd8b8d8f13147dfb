// Violated constraints in production's words. The texts are those recorded from the service, with
// the limits of today.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>

#include "aws/protocol.h"
#include "aws/shapes/kinesis/create_stream.h"
#include "aws/shapes/kinesis/describe_stream.h"
#include "aws/shapes/kinesis/get_records.h"
#include "aws/shapes/kinesis/get_shard_iterator.h"
#include "aws/shapes/kinesis/increase_stream_retention_period.h"
#include "aws/shapes/kinesis/list_shards.h"
#include "aws/shapes/kinesis/list_streams.h"
#include "aws/shapes/kinesis/put_record.h"
#include "aws/shapes/kinesis/put_records.h"
#include "aws/test_cbor.h"

namespace weir::aws::kinesis {
namespace {

// The message of the ValidationException that `body` gets in that encoding; empty if there is none.
template <class Request>
std::string refusal_in(Protocol protocol, std::string body) {
  const auto request = decode_request<Request>(body, protocol);
  if (request) return "";
  EXPECT_EQ(request.error().type, "ValidationException") << request.error().message;
  EXPECT_EQ(request.error().http_status, 400);
  EXPECT_FALSE(request.error().capital_message);
  return request.error().message;
}

// What `json` gets, and the same request in CBOR.
template <class Request>
std::string refusal(const std::string& json) {
  const std::string message = refusal_in<Request>(Protocol::json_1_1, json);
  for (const Protocol protocol : {Protocol::cbor_1_1, Protocol::rpc_v2_cbor}) {
    EXPECT_EQ(refusal_in<Request>(protocol, cbor_like(json, protocol)), message) << json;
  }
  return message;
}

std::string repeat(std::string_view text, std::size_t count) {
  std::string result;
  for (; count > 0; --count) result += text;
  return result;
}

// The partition key is optional in the newest model; a stream that needs it says so later.
TEST(KinesisConstraints, AnEmptyPutRecordLacksItsRequiredMember) {
  EXPECT_EQ(refusal<PutRecord::Request>("{}"),
            "1 validation error detected: "
            "Value null at 'data' failed to satisfy constraint: Member must not be null");
}

TEST(KinesisConstraints, EmptyTextsBreakThePatternBeforeTheLength) {
  EXPECT_EQ(refusal<PutRecord::Request>(
                R"({"StreamName":"","PartitionKey":"","Data":"","ExplicitHashKey":"",)"
                R"("SequenceNumberForOrdering":""})"),
            "5 validation errors detected: "
            "Value '' at 'sequenceNumberForOrdering' failed to satisfy constraint: "
            R"(Member must satisfy regular expression pattern: 0|([1-9]\d{0,128}); )"
            "Value '' at 'partitionKey' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1; "
            "Value '' at 'explicitHashKey' failed to satisfy constraint: "
            R"(Member must satisfy regular expression pattern: 0|([1-9]\d{0,38}); )"
            "Value '' at 'streamName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; "
            "Value '' at 'streamName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1");
}

TEST(KinesisConstraints, LongTextsAndBlobsAreReportedWithTheirValues) {
  const std::string name = repeat("a", 129);
  const std::string key = repeat("a", 257);
  const std::string data = codec::base64_text(bytes_of(std::string(10'485'761, '\0')));
  EXPECT_EQ(refusal<PutRecord::Request>(fmt::format(
                R"({{"StreamName":"{}","PartitionKey":"{}","Data":"{}","ExplicitHashKey":""}})",
                name, key, data)),
            "4 validation errors detected: Value '" + key +
                "' at 'partitionKey' failed to satisfy constraint: "
                "Member must have length less than or equal to 256; "
                "Value '' at 'explicitHashKey' failed to satisfy constraint: "
                R"(Member must satisfy regular expression pattern: 0|([1-9]\d{0,38}); )"
                "Value 'java.nio.HeapByteBuffer[pos=0 lim=10485761 cap=10485761]' at 'data' failed "
                "to satisfy constraint: Member must have length less than or equal to 10485760; "
                "Value '" +
                name +
                "' at 'streamName' failed to satisfy constraint: "
                "Member must have length less than or equal to 128");
}

TEST(KinesisConstraints, LengthsCountCharactersNotBytes) {
  const auto put = [](std::string_view key) {
    return refusal<PutRecord::Request>(fmt::format(R"({{"PartitionKey":"{}","Data":""}})", key));
  };
  EXPECT_EQ(put(repeat("ü", 256)), "");
  EXPECT_NE(put(repeat("ü", 257)), "");
  EXPECT_EQ(put(repeat("😀", 256)), "");
  EXPECT_NE(put(repeat("😀", 257)), "");
  EXPECT_EQ(put("x"), "");
}

TEST(KinesisConstraints, NumbersAreReportedSaturated) {
  EXPECT_EQ(refusal<CreateStream::Request>(R"({"StreamName":"","ShardCount":0})"),
            "3 validation errors detected: "
            "Value '0' at 'shardCount' failed to satisfy constraint: "
            "Member must have value greater than or equal to 1; "
            "Value '' at 'streamName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; "
            "Value '' at 'streamName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1");
  EXPECT_EQ(refusal<DescribeStream::Request>(R"({"Limit":100000000000})"),
            "1 validation error detected: Value '2147483647' at 'limit' failed to satisfy "
            "constraint: Member must have value less than or equal to 10000");
  EXPECT_EQ(refusal<CreateStream::Request>(
                R"({"StreamName":"a","WarmThroughputMiBps":-1,"MaxRecordSizeInKiB":10241})"),
            "2 validation errors detected: "
            "Value '-1' at 'warmThroughputMiBps' failed to satisfy constraint: "
            "Member must have value greater than or equal to 0; "
            "Value '10241' at 'maxRecordSizeInKiB' failed to satisfy constraint: "
            "Member must have value less than or equal to 10240");
}

TEST(KinesisConstraints, EnumerationsAreListedInProductionsOrder) {
  EXPECT_EQ(
      refusal<GetShardIterator::Request>(
          R"({"StreamName":"","ShardIteratorType":"","ShardId":"","StartingSequenceNumber":""})"),
      "6 validation errors detected: "
      "Value '' at 'shardId' failed to satisfy constraint: "
      "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; "
      "Value '' at 'shardId' failed to satisfy constraint: "
      "Member must have length greater than or equal to 1; "
      "Value '' at 'shardIteratorType' failed to satisfy constraint: "
      "Member must satisfy enum value set: "
      "[AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]; "
      "Value '' at 'startingSequenceNumber' failed to satisfy constraint: "
      R"(Member must satisfy regular expression pattern: 0|([1-9]\d{0,128}); )"
      "Value '' at 'streamName' failed to satisfy constraint: "
      "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; "
      "Value '' at 'streamName' failed to satisfy constraint: "
      "Member must have length greater than or equal to 1");
}

TEST(KinesisConstraints, AbsentMembersHaveNoOtherErrorThanThat) {
  EXPECT_EQ(refusal<GetShardIterator::Request>("{}"),
            "2 validation errors detected: "
            "Value null at 'shardId' failed to satisfy constraint: Member must not be null; "
            "Value null at 'shardIteratorType' failed to satisfy constraint: "
            "Member must not be null");
  EXPECT_EQ(refusal<IncreaseStreamRetentionPeriod::Request>("{}"),
            "1 validation error detected: Value null at 'retentionPeriodHours' failed to satisfy "
            "constraint: Member must not be null");
  EXPECT_EQ(refusal<PutRecords::Request>(R"({"Records":null})"),
            "1 validation error detected: Value null at 'records' failed to satisfy constraint: "
            "Member must not be null");
  EXPECT_EQ(refusal<DescribeStream::Request>("{}"), "");
}

TEST(KinesisConstraints, AnEmptyListIsShort) {
  EXPECT_EQ(refusal<PutRecords::Request>(R"({"StreamName":"","Records":[]})"),
            "3 validation errors detected: "
            "Value '[]' at 'records' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1; "
            "Value '' at 'streamName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; "
            "Value '' at 'streamName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1");
}

TEST(KinesisConstraints, ElementsAreCountedFromOne) {
  EXPECT_EQ(refusal<PutRecords::Request>(
                R"({"Records":[{"PartitionKey":"a","Data":""},{"ExplicitHashKey":"01"}]})"),
            "2 validation errors detected: "
            "Value '01' at 'records.2.member.explicitHashKey' failed to satisfy constraint: "
            R"(Member must satisfy regular expression pattern: 0|([1-9]\d{0,38}); )"
            "Value null at 'records.2.member.data' failed to satisfy constraint: "
            "Member must not be null");
}

TEST(KinesisConstraints, ANullElementIsAnEmptyStructure) {
  EXPECT_EQ(refusal<PutRecords::Request>(R"({"Records":[null]})"),
            "1 validation error detected: "
            "Value null at 'records.1.member.data' failed to satisfy constraint: "
            "Member must not be null");
}

TEST(KinesisConstraints, TenErrorsAreListedAndCounted) {
  std::string body = R"({"Records":[)";
  std::string expected = "10 validation errors detected: Value '[";
  for (int number = 1; number <= 501; ++number) {
    body += R"({"PartitionKey":"","Data":""},)";
    expected += "com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@c965e310, ";
  }
  body.back() = ']';
  body += R"(,"StreamName":""})";
  expected.resize(expected.size() - 2);
  expected +=
      "]' at 'records' failed to satisfy constraint: "
      "Member must have length less than or equal to 500";
  for (int number = 1; number <= 9; ++number) {
    expected += fmt::format(
        "; Value '' at 'records.{}.member.partitionKey' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1",
        number);
  }
  EXPECT_EQ(refusal<PutRecords::Request>(body), expected);
}

TEST(KinesisConstraints, NestedStructuresHaveADottedPath) {
  EXPECT_EQ(refusal<ListShards::Request>(R"({"ShardFilter":{"Type":"x","ShardId":"a b"}})"),
            "2 validation errors detected: "
            "Value 'x' at 'shardFilter.type' failed to satisfy constraint: "
            "Member must satisfy enum value set: [AFTER_SHARD_ID, AT_TRIM_HORIZON, "
            "FROM_TRIM_HORIZON, AT_LATEST, AT_TIMESTAMP, FROM_TIMESTAMP]; "
            "Value 'a b' at 'shardFilter.shardId' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
  EXPECT_EQ(refusal<ListShards::Request>(R"({"ShardFilter":{}})"),
            "1 validation error detected: Value null at 'shardFilter.type' failed to satisfy "
            "constraint: Member must not be null");
}

TEST(KinesisConstraints, MembersAreReportedInTheRecordedOrder) {
  const std::string message = refusal<ListShards::Request>(
      R"({"StreamARN":"","NextToken":"","StreamName":"","ExclusiveStartShardId":"","MaxResults":0})");
  std::size_t at = 0;
  for (const std::string_view member :
       {"maxResults", "exclusiveStartShardId", "streamName", "nextToken", "streamARN"}) {
    const std::size_t found = message.find(fmt::format("'{}'", member));
    ASSERT_NE(found, std::string::npos) << member;
    EXPECT_GT(found, at) << member;
    at = found;
  }
}

std::string tag_refusal(std::string_view tags) {
  return refusal<CreateStream::Request>(
      fmt::format(R"({{"ShardCount":1,"StreamName":"a","Tags":{}}})", tags));
}

TEST(KinesisConstraints, MapsAreCheckedWholeForKeysAndValues) {
  EXPECT_EQ(tag_refusal("{}"),
            "1 validation error detected: Value '{}' at 'tags' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1");
  EXPECT_EQ(tag_refusal(R"({"":"v"})"),
            "1 validation error detected: Value '{=v}' at 'tags' failed to satisfy constraint: "
            "Map keys must satisfy constraint: [Member must have length less than or equal to 128, "
            "Member must have length greater than or equal to 1]");
  const std::string value = repeat("v", 257);
  EXPECT_EQ(tag_refusal(fmt::format(R"({{"k":"{}"}})", value)),
            "1 validation error detected: Value '{k=" + value +
                "}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: "
                "[Member must have length less than or equal to 256, "
                "Member must have length greater than or equal to 0]");
  EXPECT_EQ(tag_refusal(R"({"k":"","l":"w"})"), "");
}

TEST(KinesisConstraints, ANullValueOfAMapIsReportedUnderItsKey) {
  EXPECT_EQ(tag_refusal(R"({"K":null})"),
            "1 validation error detected: Value null at 'tags.K.member' failed to satisfy "
            "constraint: Member must not be null");
}

TEST(KinesisConstraints, MapsAreLongByTheirDifferentKeys) {
  const auto tags = [](int count) {
    std::string map = "{";
    for (int number = 0; number < count; ++number) map += fmt::format(R"("{}":"",)", number);
    map.back() = '}';
    return map;
  };
  EXPECT_EQ(tag_refusal(tags(200)), "");
  const std::string message = tag_refusal(tags(201));
  EXPECT_TRUE(message.starts_with("1 validation error detected: Value '{"));
  EXPECT_TRUE(message.ends_with("Member must have length less than or equal to 200"));
}

// Constraints that no operation of today has.
struct Texts {
  static constexpr std::array<std::string_view, 2> values{"B", "A"};
  static constexpr Constraints key{.pattern = name_pattern, .length_min = 1, .length_max = 3};
  static constexpr Constraints value{.values = values};

  std::optional<std::vector<std::string_view>> keys;
  std::optional<std::vector<std::string_view>> metrics;

  static void describe(auto& shape, auto& request) {
    shape.optional("Keys", request.keys, {.length_min = 1, .length_max = 2, .elements = &key});
    shape.optional("Metrics", request.metrics, {.elements = &value});
  }
};

TEST(KinesisConstraints, ListsOfTextsAreReportedWholeWithAllTheirElementsConstraints) {
  EXPECT_EQ(refusal<Texts>(R"({"Keys":["a","long"],"Metrics":["A","C"]})"),
            "2 validation errors detected: "
            "Value '[a, long]' at 'keys' failed to satisfy constraint: Member must satisfy "
            "constraint: [Member must have length less than or equal to 3, "
            "Member must have length greater than or equal to 1, "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]; "
            "Value '[A, C]' at 'metrics' failed to satisfy constraint: Member must satisfy "
            "constraint: [Member must satisfy enum value set: [B, A]]");
  EXPECT_EQ(refusal<Texts>(R"({"Keys":["a","b","c"]})"),
            "1 validation error detected: Value '[a, b, c]' at 'keys' failed to satisfy "
            "constraint: Member must have length less than or equal to 2");
}

TEST(KinesisConstraints, ANullTextInAListIsReportedAtItsPlace) {
  EXPECT_EQ(refusal<Texts>(R"({"Keys":["a",null]})"),
            "1 validation error detected: Value null at 'keys.2.member' failed to satisfy "
            "constraint: Member must not be null");
}

TEST(KinesisConstraints, OtherRecordedMessages) {
  EXPECT_EQ(refusal<GetRecords::Request>(R"({"Limit":0,"ShardIterator":""})"),
            "2 validation errors detected: "
            "Value '0' at 'limit' failed to satisfy constraint: "
            "Member must have value greater than or equal to 1; "
            "Value '' at 'shardIterator' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1");
  EXPECT_EQ(refusal<IncreaseStreamRetentionPeriod::Request>(R"({"RetentionPeriodHours":-1})"),
            "1 validation error detected: Value '-1' at 'retentionPeriodHours' failed to satisfy "
            "constraint: Member must have value greater than or equal to 1");
  EXPECT_EQ(refusal<ListStreams::Request>(R"({"ExclusiveStartStreamName":";","Limit":10001})"),
            "2 validation errors detected: "
            "Value '10001' at 'limit' failed to satisfy constraint: "
            "Member must have value less than or equal to 10000; "
            "Value ';' at 'exclusiveStartStreamName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
  EXPECT_EQ(refusal<CreateStream::Request>(
                R"({"StreamName":"a","StreamModeDetails":{"StreamMode":"x"}})"),
            "1 validation error detected: Value 'x' at 'streamModeDetails.streamMode' failed to "
            "satisfy constraint: Member must satisfy enum value set: [PROVISIONED, ON_DEMAND]");
}

}  // namespace
}  // namespace weir::aws::kinesis
