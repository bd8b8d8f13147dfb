#include "api/kinesis/resource_designation.h"

#include <fmt/format.h>

#include "api/kinesis/authorisation.h"
#include "api/kinesis/consumer_designation.h"
#include "api/kinesis/errors.h"
#include "api/kinesis/stream_designation.h"
#include "aws/arn.h"
#include "stream/error_texts.h"

namespace weir::api::kinesis {

aws::Outcome<stream::StreamKeyView> stream_of_resource(const Context& context,
                                                       std::string_view resource_arn) {
  const auto consumer = aws::parse_consumer_arn(resource_arn);
  aws::kinesis::StreamRef ref;
  ref.arn = consumer ? resource_arn.substr(0, resource_arn.find("/consumer/")) : resource_arn;
  if (!aws::parse_stream_arn(*ref.arn)) {
    return aws::invalid_argument(fmt::format("ResourceARN {} is invalid.", resource_arn));
  }
  const stream::StreamKeyView key = TRY(designated_stream(context, ref));
  TRY(as_outcome(context.view().find_stream(key)));
  if (!consumer) return key;
  const ConsumerDesignation named{
      .stream = key, .name = consumer->name, .creation_seconds = consumer->creation_seconds};
  TRY(find_consumer(context, named));
  return key;
}

std::string policy_arn(std::string_view resource_arn) {
  return target_of_arn(resource_arn).resource;
}

aws::Outcome<stream::StreamKeyView> settled_stream_of_resource(const Context& context,
                                                               std::string_view resource_arn) {
  const stream::StreamKeyView key = TRY(stream_of_resource(context, resource_arn));
  const stream::StreamPointer stream = TRY(as_outcome(context.view().find_stream(key)));
  const stream::StreamStatus status = stream->description->status;
  if (status == stream::StreamStatus::creating || status == stream::StreamStatus::deleting) {
    return as_failure(stream::stream_not_active(stream->description->key, status).error());
  }
  return key;
}

}  // namespace weir::api::kinesis
