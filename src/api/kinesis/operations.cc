#include "api/kinesis/operations.h"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>

#include "api/kinesis/authorisation.h"
#include "api/kinesis/called_stream.h"
#include "api/kinesis/operation_rates.h"
#include "aws/protocol.h"

namespace weir::api::kinesis {
namespace {

// Whether the account may call the operation now. Errors: LimitExceededException.
template <class Request>
aws::Outcome<void> admit_call(const Context& context, const PublishedRate* rate,
                              const Request& request) {
  if (rate == nullptr) return {};
  const stream::StreamKeyView stream = context.key_of(called_stream(request));
  if (context.services.operation_limiter.try_call(*rate, stream)) return {};
  if (stream.name.empty()) {
    return aws::limit_exceeded(fmt::format("Rate exceeded for account {}.", stream.account_id));
  }
  return aws::limit_exceeded(
      fmt::format("Rate exceeded for stream {} under account {}.", stream.name, stream.account_id));
}

// Decodes, asks whether the caller may, hands over to handle(), encodes.
template <class Operation>
OperationEntry entry(const Services& services) {
  const PublishedRate* const rate = find_published_rate(Operation::info.name);
  return {.name = Operation::info.name,
          .run =
              [&services, rate](Call call, BodyReply reply) {
                auto request =
                    aws::decode_request<typename Operation::Request>(call.body, call.protocol);
                if (!request) return reply(aws::Failure(std::move(request).error()));
                Context context{.services = services, .home = call.home, .caller = call.caller};
                if (auto allowed = authorise<Operation>(context, *request, call.resource);
                    !allowed) {
                  return reply(aws::Failure(std::move(allowed).error()));
                }
                const aws::Outcome<void> admitted = admit_call(context, rate, *request);
                if (!admitted) return reply(aws::Failure(admitted.error()));
                handle(context, *std::move(request),
                       [reply = std::move(reply), protocol = call.protocol](
                           aws::Outcome<typename Operation::Response> outcome) mutable {
                         if (!outcome) return reply(aws::Failure(std::move(outcome).error()));
                         std::string body;
                         aws::encode_response(*outcome, body, protocol);
                         reply(std::move(body));
                       });
              },
          .is_audited = is_control_plane(Operation::info.name)};
}

// The same for SubscribeToShard, which answers with events.
OperationEntry subscribe_entry(const Services& services) {
  using Operation = SubscribeToShard;
  return {.name = Operation::info.name, .run = [&services](Call call, BodyReply reply) {
            auto request = aws::decode_request<Operation::Request>(call.body, call.protocol);
            if (!request) return reply(aws::Failure(std::move(request).error()));
            Context context{.services = services, .home = call.home, .caller = call.caller};
            auto allowed = authorise<Operation>(context, *request, call.resource);
            if (!allowed) return reply(aws::Failure(std::move(allowed).error()));
            handle(context, call.protocol, *std::move(request),
                   [reply = std::move(reply)](
                       aws::Outcome<std::unique_ptr<http::BodySource>> events) mutable {
                     if (!events) return reply(aws::Failure(std::move(events).error()));
                     reply(*std::move(events));
                   });
          }};
}

}  // namespace

Service service(const Services& services) {
  return {.target_prefix = "Kinesis_20131202",
          .signing_name = "kinesis",
          .shape_namespace = "com.amazonaws.kinesis",
          .operations = {entry<AddTagsToStream>(services),
                         entry<CreateStream>(services),
                         entry<DecreaseStreamRetentionPeriod>(services),
                         entry<DeleteStream>(services),
                         entry<DeregisterStreamConsumer>(services),
                         entry<DescribeAccountSettings>(services),
                         entry<DescribeLimits>(services),
                         entry<DescribeStream>(services),
                         entry<DescribeStreamConsumer>(services),
                         entry<DescribeStreamSummary>(services),
                         entry<DisableEnhancedMonitoring>(services),
                         entry<EnableEnhancedMonitoring>(services),
                         entry<GetRecords>(services),
                         entry<GetShardIterator>(services),
                         entry<IncreaseStreamRetentionPeriod>(services),
                         entry<ListShards>(services),
                         entry<ListStreamConsumers>(services),
                         entry<ListStreams>(services),
                         entry<ListTagsForResource>(services),
                         entry<ListTagsForStream>(services),
                         entry<MergeShards>(services),
                         entry<PutRecord>(services),
                         entry<PutRecords>(services),
                         entry<RegisterStreamConsumer>(services),
                         entry<RemoveTagsFromStream>(services),
                         entry<SplitShard>(services),
                         entry<StartStreamEncryption>(services),
                         entry<StopStreamEncryption>(services),
                         subscribe_entry(services),
                         entry<TagResource>(services),
                         entry<UntagResource>(services),
                         entry<UpdateAccountSettings>(services),
                         entry<UpdateMaxRecordSize>(services),
                         entry<UpdateShardCount>(services),
                         entry<UpdateStreamMode>(services),
                         entry<UpdateStreamRecordDistributionStrategy>(services),
                         entry<UpdateStreamWarmThroughput>(services),
                         entry<PutResourcePolicy>(services),
                         entry<GetResourcePolicy>(services),
                         entry<DeleteResourcePolicy>(services)}};
}

}  // namespace weir::api::kinesis
