// RegisterStreamConsumer: a new consumer, which is CREATING as far as the answer says.

#include <optional>
#include <string>
#include <utility>

#include "api/kinesis/consumer_designation.h"
#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"

namespace weir::api::kinesis {
namespace {

stream::Tags tags_of(const std::optional<aws::TextMap>& given) {
  stream::Tags tags;
  if (given) {
    for (const auto& [tag, value] : *given) tags.emplace_back(tag, value);
  }
  return tags;
}

}  // namespace

void handle(const Context& context, RegisterStreamConsumer::Request request,
            Reply<RegisterStreamConsumer> reply) {
  const std::optional<aws::TextMap> tags = std::move(request.tags);
  const auto key = stream_of_arn(context, request.stream_arn);
  if (!key) return reply(aws::Failure(key.error()));
  context.services.consumers.register_consumer(
      context.home, key->to_key(), std::string(request.consumer_name), tags_of(tags),
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
