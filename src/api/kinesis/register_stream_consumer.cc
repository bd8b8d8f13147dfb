// RegisterStreamConsumer: a new consumer, which is CREATING as far as the answer says.

#include <string>
#include <utility>

#include "api/kinesis/consumer_designation.h"
#include "api/kinesis/consumer_tags.h"
#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"

namespace weir::api::kinesis {
namespace {

// The stream is looked for first, as for other tags.
aws::Outcome<stream::Tags> tags_of(const Context& context, const stream::StreamKeyView& stream,
                                   const RegisterStreamConsumer::Request& request) {
  if (!request.tags) return stream::Tags{};
  TRY(as_outcome(context.view().find_stream(stream)));
  return new_consumer_tags(context, stream, request.consumer_name, *request.tags);
}

}  // namespace

void handle(const Context& context, RegisterStreamConsumer::Request request,
            Reply<RegisterStreamConsumer> reply) {
  const auto key = stream_of_arn(context, request.stream_arn);
  if (!key) return reply(aws::Failure(key.error()));
  aws::Outcome<stream::Tags> tags = tags_of(context, *key, request);
  if (!tags) return reply(aws::Failure(std::move(tags).error()));
  context.services.consumers.register_consumer(
      context.home, key->to_key(), std::string(request.consumer_name), *std::move(tags),
      [reply = std::move(reply)](Result<stream::ConsumerPointer> consumer) mutable {
        if (!consumer) return reply(as_failure(std::move(consumer).error()));
        RegisterStreamConsumer::Response response;
        response.consumer = consumer_shape(**consumer);
        // As production has it, and clients ask for the rest: it may be ACTIVE by now.
        response.consumer.consumer_status = status_text(stream::ConsumerStatus::creating);
        reply(std::move(response));
      });
}

}  // namespace weir::api::kinesis
