#include "api/kinesis/stream_designation.h"

#include <fmt/format.h>

#include "aws/arn.h"

namespace weir::api::kinesis {

// Amazon's texts for requests that name no stream, or two, are not published; these are ours.
aws::Outcome<stream::StreamKeyView> designated_stream(
    const Context& context, const std::optional<std::string_view>& stream_name,
    const std::optional<std::string_view>& stream_arn) {
  if (!stream_arn) {
    if (!stream_name) {
      return aws::invalid_argument("Either StreamName or StreamARN should be provided.");
    }
    return context.key_of(*stream_name);
  }
  const auto arn = aws::parse_stream_arn(*stream_arn);
  if (!arn) return aws::invalid_argument(fmt::format("StreamARN {} is invalid.", *stream_arn));
  if (stream_name && *stream_name != arn->stream_name) {
    return aws::invalid_argument(fmt::format(
        "StreamName {} and StreamARN {} name different streams.", *stream_name, *stream_arn));
  }
  const stream::StreamKeyView key = context.key_of(arn->stream_name);
  if (arn->account_id != key.account_id || arn->region != key.region) {
    return aws::resource_not_found(
        fmt::format("Stream {} under account {} not found.", *stream_arn, key.account_id));
  }
  return key;
}

}  // namespace weir::api::kinesis
