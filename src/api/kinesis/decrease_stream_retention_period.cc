// DecreaseStreamRetentionPeriod: keeps records for less time. What is older is unreadable at once.

#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"

namespace weir::api::kinesis {

void handle(const Context& context, DecreaseStreamRetentionPeriod::Request request,
            Reply<DecreaseStreamRetentionPeriod> reply) {
  const auto key = designated_stream(context, request.stream);
  if (!key) return reply(aws::Failure(key.error()));
  context.services.streams.decrease_retention(
      context.home, key->to_key(), request.retention_period_hours,
      answer_empty<DecreaseStreamRetentionPeriod>(std::move(reply)));
}

}  // namespace weir::api::kinesis
