#include "api/kinesis/operations.h"

#include <string>
#include <utility>

#include "aws/protocol.h"

namespace weir::api::kinesis {
namespace {

// Decodes, hands over to handle(), encodes.
template <class Operation>
OperationEntry entry(const Services& services) {
  return {.name = Operation::info.name, .run = [&services](Call call, BodyReply reply) {
            auto request =
                aws::decode_request<typename Operation::Request>(call.body, call.protocol);
            if (!request) return reply(aws::Failure(std::move(request).error()));
            const Context context{.services = services, .home = call.home, .caller = call.caller};
            handle(context, *std::move(request),
                   [reply = std::move(reply), protocol = call.protocol](
                       aws::Outcome<typename Operation::Response> outcome) mutable {
                     if (!outcome) return reply(aws::Failure(std::move(outcome).error()));
                     std::string body;
                     aws::encode_response(*outcome, body, protocol);
                     reply(std::move(body));
                   });
          }};
}

}  // namespace

Service service(const Services& services) {
  return {.target_prefix = "Kinesis_20131202",
          .signing_name = "kinesis",
          .shape_namespace = "com.amazonaws.kinesis",
          .operations = {
              entry<CreateStream>(services), entry<DecreaseStreamRetentionPeriod>(services),
              entry<DeleteStream>(services), entry<DescribeStream>(services),
              entry<DescribeStreamSummary>(services), entry<GetRecords>(services),
              entry<GetShardIterator>(services), entry<IncreaseStreamRetentionPeriod>(services),
              entry<ListShards>(services), entry<ListStreams>(services),
              entry<MergeShards>(services), entry<PutRecord>(services), entry<PutRecords>(services),
              entry<SplitShard>(services), entry<UpdateShardCount>(services)}};
}

}  // namespace weir::api::kinesis
