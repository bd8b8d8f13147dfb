#include "api/kinesis/consumer_designation.h"

#include <fmt/format.h>

#include "api/kinesis/errors.h"
#include "api/kinesis/stream_designation.h"
#include "aws/arn.h"
#include "stream/error_texts.h"

namespace weir::api::kinesis {

aws::Outcome<stream::StreamKeyView> stream_of_arn(const Context& context,
                                                  std::string_view stream_arn) {
  aws::kinesis::StreamRef stream;
  stream.arn = stream_arn;
  return designated_stream(context, stream);
}

// Amazon's texts for requests that name no consumer, or two, are not published; these are ours.
aws::Outcome<ConsumerDesignation> designated_consumer(const Context& context,
                                                      std::string_view consumer_arn) {
  const auto arn = aws::parse_consumer_arn(consumer_arn);
  if (!arn) return aws::invalid_argument(fmt::format("ConsumerARN {} is invalid.", consumer_arn));
  const bool is_other = arn->stream.account == context.other_account;
  const stream::StreamKeyView key(
      is_other ? arn->stream.account : std::string_view(context.caller.principal.account_id),
      context.caller.region, arn->stream.name);
  if (arn->stream.account != key.account_id || arn->stream.region != key.region) {
    return as_failure(stream::consumer_not_found(key, consumer_arn).error());
  }
  return ConsumerDesignation{
      .stream = key, .name = arn->name, .creation_seconds = arn->creation_seconds};
}

aws::Outcome<ConsumerDesignation> designated_consumer(const Context& context,
                                                      const aws::kinesis::ConsumerRef& consumer) {
  if (!consumer.consumer_arn) {
    if (!consumer.stream_arn || !consumer.consumer_name) {
      return aws::invalid_argument(
          "Either ConsumerARN, or StreamARN and ConsumerName should be provided.");
    }
    const stream::StreamKeyView stream = TRY(stream_of_arn(context, *consumer.stream_arn));
    return ConsumerDesignation{
        .stream = stream, .name = *consumer.consumer_name, .creation_seconds = std::nullopt};
  }
  const ConsumerDesignation named = TRY(designated_consumer(context, *consumer.consumer_arn));
  const bool same_name = !consumer.consumer_name || *consumer.consumer_name == named.name;
  const bool same_stream =
      !consumer.stream_arn || TRY(stream_of_arn(context, *consumer.stream_arn)) == named.stream;
  if (same_name && same_stream) return named;
  return aws::invalid_argument(fmt::format(
      "ConsumerARN {} and the StreamARN or ConsumerName provided name different consumers.",
      *consumer.consumer_arn));
}

aws::Outcome<stream::ConsumerPointer> find_consumer(const Context& context,
                                                    const ConsumerDesignation& consumer) {
  const auto stream = TRY(as_outcome(context.view().find_stream(consumer.stream)));
  stream::ConsumerPointer found = context.view().state.find_consumer(
      {stream->description->number, std::string(consumer.name)}, consumer.creation_seconds);
  if (found == nullptr) {
    return as_failure(stream::consumer_not_found(consumer.stream, consumer.name).error());
  }
  return found;
}

aws::kinesis::Consumer consumer_shape(const stream::Consumer& consumer) {
  return {.consumer_name = consumer.key.name,
          .consumer_arn = consumer.arn(),
          .consumer_status = stream::status_text(consumer.status),
          .consumer_creation_timestamp = consumer.created()};
}

}  // namespace weir::api::kinesis
