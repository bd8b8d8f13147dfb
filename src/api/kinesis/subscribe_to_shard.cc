// SubscribeToShard: answers with the records of a shard as they come, for a registered consumer.

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "api/key_failure.h"
#include "api/kinesis/consumer_designation.h"
#include "api/kinesis/errors.h"
#include "api/kinesis/metering.h"
#include "api/kinesis/operation_rates.h"
#include "api/kinesis/operations.h"
#include "stream/error_texts.h"
#include "stream/starting_position.h"

namespace weir::api::kinesis {
namespace {

struct PushTarget {
  stream::ConsumerPointer consumer;
  stream::ShardPlace place;
};

aws::Outcome<PushTarget> find_target(const Context& context,
                                     const SubscribeToShard::Request& request) {
  const ConsumerDesignation named = TRY(designated_consumer(context, request.consumer_arn));
  PushTarget target;
  target.consumer = TRY(find_consumer(context, named));
  if (target.consumer->status != stream::ConsumerStatus::active) {
    return as_failure(stream::consumer_not_active(*target.consumer).error());
  }
  target.place =
      TRY(as_outcome(stream::find_shard(context.view(), named.stream, request.shard_id)));
  if (const auto& key = target.place.stream->sealing_key) {
    TRY(check_key_use(context.services.access, context.view().state, context.caller, "kms:Decrypt",
                      *key));
  }
  return target;
}

// The subscriptions of a consumer to a shard are counted by themselves. Errors:
// LimitExceededException.
aws::Outcome<void> admit(const Context& context, const SubscribeToShard::Request& request) {
  static const PublishedRate& rate = *find_published_rate(SubscribeToShard::info.name);
  const std::string counted = fmt::format("{}/{}", request.consumer_arn, request.shard_id);
  if (context.services.operation_limiter.try_call(rate, context.key_of(counted))) return {};
  return aws::limit_exceeded(fmt::format("Rate exceeded for consumer {} and shard {}.",
                                         request.consumer_arn, request.shard_id));
}

stream::StartingPosition position_of(const StartingPosition& shape) {
  stream::StartingPosition position;
  position.type = stream::iterator_type_of(shape.type);
  if (shape.sequence_number) position.sequence_number = std::string(*shape.sequence_number);
  position.timestamp = shape.timestamp;
  return position;
}

// Without an error code it succeeded.
void count_subscription(const Context& context, const PushTarget& target,
                        const std::optional<ErrorCode>& failed) {
  monitoring::ConsumerCounters& counters =
      counters_of(context, *target.place.stream, context.services.time.monotonic_now())
          .consumer(target.consumer->key.name);
  ++(failed ? counters.refused : counters.subscribed);
  if (failed == ErrorCode::in_use || failed == ErrorCode::throttled) ++counters.rate_exceeded;
}

}  // namespace

void handle(const Context& context, aws::Protocol protocol, SubscribeToShard::Request request,
            EventsReply reply) {
  aws::Outcome<PushTarget> found = find_target(context, request);
  if (!found) return reply(aws::Failure(std::move(found).error()));
  if (auto admitted = admit(context, request); !admitted) {
    count_subscription(context, *found, ErrorCode::throttled);
    return reply(aws::Failure(std::move(admitted).error()));
  }
  const bool dry_run = request.dry_run.value_or(false);
  const stream::ShardPlace place = found->place;
  stream::resolve_position(
      context.home, place, position_of(*request.starting_position), context.services.time.now(),
      [context, protocol, dry_run, target = *std::move(found),
       reply = std::move(reply)](Result<log::Offset> from) mutable {
        if (!from) return reply(as_failure(std::move(from).error()));
        if (dry_run) return reply(aws::dry_run_succeeded());
        auto body = context.services.push.subscribe(context.home, {.consumer = target.consumer,
                                                                   .place = target.place,
                                                                   .protocol = protocol,
                                                                   .from = *from});
        count_subscription(context, target, body ? std::nullopt : std::optional(body.error().code));
        reply(as_outcome(std::move(body)));
      });
}

}  // namespace weir::api::kinesis
