// Documents of whole operations, both ways: what a client writes a server reads, and back.

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "aws/protocol.h"
#include "aws/shapes/kinesis/add_tags_to_stream.h"
#include "aws/shapes/kinesis/create_stream.h"
#include "aws/shapes/kinesis/decrease_stream_retention_period.h"
#include "aws/shapes/kinesis/delete_stream.h"
#include "aws/shapes/kinesis/describe_account_settings.h"
#include "aws/shapes/kinesis/describe_limits.h"
#include "aws/shapes/kinesis/describe_stream.h"
#include "aws/shapes/kinesis/describe_stream_summary.h"
#include "aws/shapes/kinesis/disable_enhanced_monitoring.h"
#include "aws/shapes/kinesis/enable_enhanced_monitoring.h"
#include "aws/shapes/kinesis/get_records.h"
#include "aws/shapes/kinesis/get_shard_iterator.h"
#include "aws/shapes/kinesis/increase_stream_retention_period.h"
#include "aws/shapes/kinesis/list_shards.h"
#include "aws/shapes/kinesis/list_streams.h"
#include "aws/shapes/kinesis/list_tags_for_resource.h"
#include "aws/shapes/kinesis/list_tags_for_stream.h"
#include "aws/shapes/kinesis/put_record.h"
#include "aws/shapes/kinesis/put_records.h"
#include "aws/shapes/kinesis/remove_tags_from_stream.h"
#include "aws/shapes/kinesis/tag_resource.h"
#include "aws/shapes/kinesis/untag_resource.h"
#include "aws/shapes/kinesis/update_account_settings.h"
#include "aws/shapes/kinesis/update_max_record_size.h"
#include "aws/shapes/kinesis/update_stream_mode.h"
#include "aws/shapes/kinesis/update_stream_record_distribution_strategy.h"
#include "aws/shapes/kinesis/update_stream_warm_throughput.h"
#include "aws/test_cbor.h"

namespace weir::aws::kinesis {
namespace {

constexpr Protocol protocols[] = {Protocol::json_1_1, Protocol::cbor_1_1, Protocol::rpc_v2_cbor};

std::string in_protocol(Protocol protocol, std::string_view json) {
  return protocol == Protocol::json_1_1 ? std::string(json) : cbor_like(json, protocol);
}

// Each of these documents has every member of its shape, in the order of its description, as the
// encoder writes it: so decoding and encoding again must give the same text. Nothing can be lost on
// the way without being missed. The same document in CBOR is the one that `cbor_like` makes of it,
// which knows nothing of shapes.
template <class Shape>
void expect_request_to_survive(std::string_view json) {
  for (const Protocol protocol : protocols) {
    const std::string document = in_protocol(protocol, json);
    std::string body = document;
    const auto request = decode_request<Shape>(body, protocol);
    ASSERT_TRUE(request) << request.error().message;
    EXPECT_EQ(encode_request(*request, protocol), document) << json;
    EXPECT_EQ(encode_request(*request), json);
  }
}

template <class Shape>
void expect_response_to_survive(std::string_view json) {
  for (const Protocol protocol : protocols) {
    const std::string document = in_protocol(protocol, json);
    std::string body = document;
    const auto response = decode_response<Shape>(body, protocol);
    ASSERT_TRUE(response) << response.error().message;
    std::string again;
    encode_response(*response, again, protocol);
    EXPECT_EQ(again, document) << json;
    std::string as_json;
    encode_response(*response, as_json);
    EXPECT_EQ(as_json, json);
  }
}

#define STREAM_ARN R"("StreamARN":"arn:aws:kinesis:us-east-1:123456789012:stream/a")"
#define STREAM_ID R"("StreamId":"abcdefghij0123456789-a1b")"
#define RESOURCE_ARN R"("ResourceARN":"arn:aws:kinesis:us-east-1:123456789012:stream/a")"
#define HASH_RANGE \
  R"("HashKeyRange":{"StartingHashKey":"0","EndingHashKey":"340282366920938463463374607431768211455"})"
#define FULL_SHARD                                                               \
  R"({"ShardId":"shardId-000000000003","ParentShardId":"shardId-000000000001",)" \
  R"("AdjacentParentShardId":"shardId-000000000002",)" HASH_RANGE                \
  R"(,"SequenceNumberRange":{"StartingSequenceNumber":)"                         \
  R"("49590338271490256608559692538361571095921575989136588898","EndingSequenceNumber":"7"}})"
#define OPEN_SHARD                                   \
  R"({"ShardId":"shardId-000000000000",)" HASH_RANGE \
  R"(,"SequenceNumberRange":{"StartingSequenceNumber":"1"}})"

TEST(KinesisDocuments, RequestsKeepAllTheirMembers) {
  expect_request_to_survive<CreateStream::Request>(
      R"({"ShardCount":3,"StreamName":"a.b-c_1","StreamModeDetails":{"StreamMode":"PROVISIONED"},)"
      R"("Tags":{"k":"v","ü\"":""},"WarmThroughputMiBps":0,"MaxRecordSizeInKiB":1024,)"
      R"("RecordDistributionStrategy":"USER_PARTITION_KEY"})");
  expect_request_to_survive<DeleteStream::Request>(
      R"({"StreamName":"a","EnforceConsumerDeletion":true,)" STREAM_ARN "," STREAM_ID "}");
  expect_request_to_survive<DescribeStream::Request>(
      R"({"Limit":1,"ExclusiveStartShardId":"shardId-000000000000","StreamName":"a",)" STREAM_ARN
      "," STREAM_ID "}");
  expect_request_to_survive<DescribeStreamSummary::Request>(R"({"StreamName":"a",)" STREAM_ARN
                                                            "," STREAM_ID "}");
  expect_request_to_survive<ListStreams::Request>(
      R"({"Limit":10000,"ExclusiveStartStreamName":"a","NextToken":"t"})");
  expect_request_to_survive<ListShards::Request>(
      R"({"MaxResults":10000,"ExclusiveStartShardId":"s","StreamName":"a","NextToken":"t",)"
      R"("StreamCreationTimestamp":1459799926.48,)"
      R"("ShardFilter":{"Type":"AT_TIMESTAMP","ShardId":"s","Timestamp":0},)" STREAM_ARN
      "," STREAM_ID "}");
  expect_request_to_survive<PutRecord::Request>(
      R"({"SequenceNumberForOrdering":"0","PartitionKey":"k","ExplicitHashKey":"10",)"
      R"("Data":"aGVsbG8=","StreamName":"a",)" STREAM_ARN "," STREAM_ID R"(,"DryRun":false})");
  expect_request_to_survive<PutRecords::Request>(
      R"({"Records":[{"PartitionKey":"k","ExplicitHashKey":"0","Data":""},)"
      R"({"PartitionKey":"l","Data":"/+8="}],"StreamName":"a",)" STREAM_ARN "," STREAM_ID
      R"(,"DryRun":true})");
  expect_request_to_survive<GetShardIterator::Request>(
      R"({"ShardId":"s","ShardIteratorType":"AT_TIMESTAMP","StartingSequenceNumber":"5",)"
      R"("StreamName":"a","Timestamp":-0.001,)" STREAM_ARN "," STREAM_ID R"(,"DryRun":true})");
  expect_request_to_survive<GetRecords::Request>(R"({"Limit":1,"ShardIterator":"AAA=",)" STREAM_ARN
                                                 "," STREAM_ID R"(,"DryRun":true})");
  expect_request_to_survive<IncreaseStreamRetentionPeriod::Request>(
      R"({"RetentionPeriodHours":48,"StreamName":"a",)" STREAM_ARN "," STREAM_ID "}");
  expect_request_to_survive<DecreaseStreamRetentionPeriod::Request>(
      R"({"RetentionPeriodHours":24,"StreamName":"a",)" STREAM_ARN "," STREAM_ID "}");
}

TEST(KinesisDocuments, RequestsThatTagKeepAllTheirMembers) {
  expect_request_to_survive<AddTagsToStream::Request>(
      R"({"Tags":{"k":"v","l":""},"StreamName":"a",)" STREAM_ARN "," STREAM_ID "}");
  expect_request_to_survive<RemoveTagsFromStream::Request>(
      R"({"TagKeys":["k","l"],"StreamName":"a",)" STREAM_ARN "," STREAM_ID "}");
  expect_request_to_survive<ListTagsForStream::Request>(
      R"({"Limit":50,"ExclusiveStartTagKey":"k","StreamName":"a",)" STREAM_ARN "," STREAM_ID "}");
  expect_request_to_survive<TagResource::Request>(R"({"Tags":{"k":"v"},)" RESOURCE_ARN "," STREAM_ID
                                                  "}");
  expect_request_to_survive<UntagResource::Request>(R"({"TagKeys":["k"],)" RESOURCE_ARN
                                                    "," STREAM_ID "}");
  expect_request_to_survive<ListTagsForResource::Request>("{" RESOURCE_ARN "," STREAM_ID "}");
}

TEST(KinesisDocuments, RequestsThatChangeAttributesKeepAllTheirMembers) {
  expect_request_to_survive<EnableEnhancedMonitoring::Request>(
      R"({"ShardLevelMetrics":["IncomingBytes","ALL"],"StreamName":"a",)" STREAM_ARN "," STREAM_ID
      "}");
  expect_request_to_survive<DisableEnhancedMonitoring::Request>(
      R"({"ShardLevelMetrics":["ALL"],"StreamName":"a",)" STREAM_ARN "," STREAM_ID "}");
  expect_request_to_survive<DescribeLimits::Request>("{}");
  expect_request_to_survive<DescribeAccountSettings::Request>("{}");
  expect_request_to_survive<UpdateAccountSettings::Request>(
      R"({"MinimumThroughputBillingCommitment":{"Status":"ENABLED"}})");
  expect_request_to_survive<UpdateStreamMode::Request>(
      "{" STREAM_ARN
      R"(,"StreamModeDetails":{"StreamMode":"ON_DEMAND"},"WarmThroughputMiBps":5,)" STREAM_ID "}");
  expect_request_to_survive<UpdateMaxRecordSize::Request>(
      R"({"MaxRecordSizeInKiB":10240,)" STREAM_ARN "," STREAM_ID "}");
  expect_request_to_survive<UpdateStreamWarmThroughput::Request>(
      R"({"WarmThroughputMiBps":100,"StreamName":"a",)" STREAM_ARN "," STREAM_ID "}");
  expect_request_to_survive<UpdateStreamRecordDistributionStrategy::Request>(
      "{" STREAM_ARN R"(,"RecordDistributionStrategy":"AUTO",)" STREAM_ID "}");
}

TEST(KinesisDocuments, ResponsesAboutTagsAndAttributesKeepAllTheirMembers) {
  expect_response_to_survive<ListTagsForStream::Response>(
      R"({"Tags":[{"Key":"k","Value":"v"},{"Key":"l"}],"HasMoreTags":true})");
  expect_response_to_survive<ListTagsForResource::Response>(R"({"Tags":[{"Key":"k","Value":""}]})");
  expect_response_to_survive<EnableEnhancedMonitoring::Response>(
      R"({"StreamName":"a","CurrentShardLevelMetrics":[],)"
      R"("DesiredShardLevelMetrics":["IncomingBytes"],)" STREAM_ARN "}");
  expect_response_to_survive<DescribeLimits::Response>(
      R"({"ShardLimit":500,"OpenShardCount":1,"OnDemandStreamCount":2,)"
      R"("OnDemandStreamCountLimit":50})");
  expect_response_to_survive<UpdateAccountSettings::Response>(
      R"({"MinimumThroughputBillingCommitment":{"Status":"ENABLED","StartedAt":1700000000,)"
      R"("EndedAt":1700000001,"EarliestAllowedEndAt":1700000002}})");
  expect_response_to_survive<UpdateStreamWarmThroughput::Response>(
      "{" STREAM_ARN R"(,"StreamName":"a","WarmThroughput":{"TargetMiBps":8,"CurrentMiBps":4}})");
}

TEST(KinesisDocuments, ResponsesKeepAllTheirMembers) {
  expect_response_to_survive<DescribeStream::Response>(
      R"({"StreamDescription":{"StreamName":"a",)" STREAM_ARN
      R"(,"StreamStatus":"ACTIVE","StreamModeDetails":{"StreamMode":"ON_DEMAND"},"Shards":[)" FULL_SHARD
      "," OPEN_SHARD
      R"(],"HasMoreShards":true,"RetentionPeriodHours":24,"StreamCreationTimestamp":1700000000,)"
      R"("EnhancedMonitoring":[{"ShardLevelMetrics":["IncomingBytes"]},{"ShardLevelMetrics":[]}],)"
      R"("EncryptionType":"KMS","KeyId":"alias/aws/kinesis"}})");
  expect_response_to_survive<DescribeStreamSummary::Response>(
      R"({"StreamDescriptionSummary":{"StreamName":"a",)" STREAM_ARN "," STREAM_ID
      R"(,"StreamStatus":"CREATING","StreamModeDetails":{"StreamMode":"PROVISIONED"},)"
      R"("RetentionPeriodHours":8760,"StreamCreationTimestamp":1700000000.5,)"
      R"("EnhancedMonitoring":[],"EncryptionType":"NONE","KeyId":"k","OpenShardCount":4,)"
      R"("ConsumerCount":0,"WarmThroughput":{"TargetMiBps":2,"CurrentMiBps":1},)"
      R"("MaxRecordSizeInKiB":1024,"ChannelCount":1,"RecordDistributionStrategy":"AUTO"}})");
  expect_response_to_survive<ListStreams::Response>(
      R"({"StreamNames":["a","b"],"HasMoreStreams":true,"NextToken":"t","StreamSummaries":[)"
      R"({"StreamName":"a",)" STREAM_ARN
      R"(,"StreamStatus":"DELETING","StreamModeDetails":{"StreamMode":"ON_DEMAND"},)"
      R"("StreamCreationTimestamp":1}]})");
  expect_response_to_survive<ListShards::Response>(R"({"Shards":[)" FULL_SHARD "," OPEN_SHARD
                                                   R"(],"NextToken":"t"})");
  expect_response_to_survive<PutRecord::Response>(
      R"({"SequenceNumber":"1","ShardId":"shardId-000000000000","EncryptionType":"KMS"})");
  expect_response_to_survive<PutRecords::Response>(
      R"({"FailedRecordCount":1,"Records":[{"SequenceNumber":"1","ShardId":"s"},)"
      R"({"ErrorCode":"InternalFailure","ErrorMessage":"Internal Service Failure."}],)"
      R"("EncryptionType":"KMS"})");
  expect_response_to_survive<GetShardIterator::Response>(R"({"ShardIterator":"AAA="})");
  expect_response_to_survive<GetRecords::Response>(
      R"({"Records":[{"SequenceNumber":"1","ApproximateArrivalTimestamp":1700000000.123,)"
      R"("Data":"aGVsbG8=","PartitionKey":"k\n","EncryptionType":"KMS"},)"
      R"({"SequenceNumber":"2","Data":"","PartitionKey":"l"}],"NextShardIterator":"AAA=",)"
      R"("MillisBehindLatest":9007199254740993,"ChildShards":[{"ShardId":"s",)"
      R"("ParentShards":["p","q"],)" HASH_RANGE "}]}");
}

TEST(KinesisDocuments, SpoiltRequestsAreRefusedOrReadButNeverReadBeyond) {
  const std::string_view whole =
      R"({"Records":[{"Data":"aGVsbG8=","PartitionKey":"k\u00fc"},null],"StreamName":"a","x":[1]})";
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char spoilt :
         {'\0', '"', '\\', '{', '}', '[', ']', ',', ':', '1', 'u', '\x80', '\xf4'}) {
      // Exactly as large as the document, so that a read beyond it is seen.
      std::vector<char> body(whole.begin(), whole.end());
      body[at] = spoilt;
      const auto request = decode_request<PutRecords::Request>(body);
      if (!request) {
        EXPECT_TRUE(request.error().type.ends_with("Exception"));
      }
    }
  }
}

TEST(KinesisDocuments, AnEmptyRecordHasEmptyData) {
  GetRecords::Response response;
  Record& record = response.records.emplace_back();
  record.sequence_number = std::string_view("1");
  record.partition_key = "k";
  std::string body;
  encode_response(response, body);
  EXPECT_EQ(body, R"({"Records":[{"SequenceNumber":"1","Data":"","PartitionKey":"k"}]})");
}

TEST(KinesisDocuments, AnOperationWithoutOutputHasNoBody) {
  std::string body;
  encode_response(CreateStream::Response{}, body);
  EXPECT_EQ(body, "");
  EXPECT_TRUE(decode_response<CreateStream::Response>(body));
  body = "{}";
  EXPECT_TRUE(decode_response<CreateStream::Response>(body));
}

TEST(KinesisDocuments, AnEmptyRequestIsAnEmptyObject) {
  EXPECT_EQ(encode_request(ListStreams::Request{}), "{}");
}

TEST(KinesisDocuments, AnswersThatAreNotAsDescribedAreCorrupt) {
  for (const std::string_view document : {"", "<html>", "{", R"({"ShardId":1})",
                                          R"({"ShardId":"shardId-00000000000000000000000001"})"}) {
    std::string body(document);
    const auto response = decode_response<PutRecord::Response>(body);
    ASSERT_FALSE(response) << document;
    EXPECT_EQ(response.error().code, ErrorCode::corrupt) << document;
  }
}

TEST(KinesisDocuments, DecodedTextsPointIntoTheBody) {
  std::string body = R"({"PartitionKey":"key","Data":"aGVsbG8="})";
  const auto request = decode_request<PutRecord::Request>(body);
  ASSERT_TRUE(request);
  const auto inside = [&](const void* at) {
    return at >= body.data() && at < body.data() + body.size();
  };
  EXPECT_TRUE(inside(request->partition_key->data()));
  EXPECT_TRUE(inside(request->data.data()));
  EXPECT_EQ(text_of(request->data), "hello");
}

}  // namespace
}  // namespace weir::aws::kinesis
