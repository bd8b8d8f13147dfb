// UpdateMaxRecordSize: how large the records of a stream may be, partition key included.

#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"

namespace weir::api::kinesis {

void handle(const Context& context, UpdateMaxRecordSize::Request request,
            Reply<UpdateMaxRecordSize> reply) {
  // Amazon's text is not published; this is ours.
  if (!request.stream_arn) return reply(aws::invalid_argument("StreamARN should be provided."));
  const auto key = designated_stream(context, {.name = {}, .arn = request.stream_arn, .id = {}});
  if (!key) return reply(aws::Failure(key.error()));
  const auto kib = static_cast<std::uint32_t>(*request.max_record_size_in_kib);
  context.services.streams.change(
      context.home, key->to_key(),
      stream::commands::ChangeRecordSize{.key = key->to_key(), .record_kib_max = kib},
      answer_empty<UpdateMaxRecordSize>(std::move(reply)));
}

}  // namespace weir::api::kinesis
