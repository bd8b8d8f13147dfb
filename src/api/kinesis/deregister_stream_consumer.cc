// DeregisterStreamConsumer: the consumer is DELETING when this answers; what it is subscribed to
// ends.

#include <string>
#include <utility>

#include "api/kinesis/consumer_designation.h"
#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"

namespace weir::api::kinesis {

void handle(const Context& context, DeregisterStreamConsumer::Request request,
            Reply<DeregisterStreamConsumer> reply) {
  const auto consumer = designated_consumer(context, request.consumer);
  if (!consumer) return reply(aws::Failure(consumer.error()));
  context.services.consumers.deregister_consumer(
      context.home, consumer->stream.to_key(), std::string(consumer->name),
      consumer->creation_seconds, answer_empty<DeregisterStreamConsumer>(std::move(reply)));
}

}  // namespace weir::api::kinesis
