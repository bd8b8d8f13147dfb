#include "api/kinesis/resharding.h"

#include <fmt/format.h>

#include "api/kinesis/errors.h"
#include "stream/error_texts.h"

namespace weir::api::kinesis {

Result<stream::ShardIndex> shard_of(const stream::StreamKeyView& key, std::string_view shard_id) {
  const auto index = stream::parse_shard_id(shard_id);
  if (!index) return stream::shard_not_found(key, shard_id);
  return *index;
}

aws::Outcome<void> check_provisioned(const Context& context, const stream::StreamKeyView& key) {
  const stream::StreamPointer stream = TRY(as_outcome(context.view().find_stream(key)));
  if (stream->description->mode == stream::StreamMode::provisioned) return {};
  return aws::validation(
      fmt::format("Request is invalid. Stream {} under account {} is in On-Demand mode.", key.name,
                  key.account_id));
}

}  // namespace weir::api::kinesis
