#include "api/kinesis/stream_designation.h"

#include <fmt/format.h>

#include "aws/arn.h"

namespace weir::api::kinesis {

// Amazon's texts for requests that name no stream, or two, are not published; these are ours.
aws::Outcome<stream::StreamKeyView> designated_stream(const Context& context,
                                                      const aws::kinesis::StreamRef& stream) {
  if (!stream.arn) {
    if (!stream.name) {
      return aws::invalid_argument("Either StreamName or StreamARN should be provided.");
    }
    return context.key_of(*stream.name);
  }
  const auto arn = aws::parse_stream_arn(*stream.arn);
  if (!arn) return aws::invalid_argument(fmt::format("StreamARN {} is invalid.", *stream.arn));
  if (stream.name && *stream.name != arn->name) {
    return aws::invalid_argument(fmt::format(
        "StreamName {} and StreamARN {} name different streams.", *stream.name, *stream.arn));
  }
  const bool is_other = arn->account == context.other_account;
  const stream::StreamKeyView key(
      is_other ? arn->account : std::string_view(context.caller.principal.account_id),
      context.caller.region, arn->name);
  if (arn->account != key.account_id || arn->region != key.region) {
    return aws::resource_not_found(
        fmt::format("Stream {} under account {} not found.", *stream.arn, key.account_id));
  }
  return key;
}

}  // namespace weir::api::kinesis
