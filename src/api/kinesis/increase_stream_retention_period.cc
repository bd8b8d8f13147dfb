// IncreaseStreamRetentionPeriod: keeps records longer. What is gone already stays gone.

#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"

namespace weir::api::kinesis {

void handle(const Context& context, IncreaseStreamRetentionPeriod::Request request,
            Reply<IncreaseStreamRetentionPeriod> reply) {
  const auto key = designated_stream(context, request.stream);
  if (!key) return reply(aws::Failure(key.error()));
  context.services.streams.increase_retention(
      context.home, key->to_key(), request.retention_period_hours,
      answer_empty<IncreaseStreamRetentionPeriod>(std::move(reply)));
}

}  // namespace weir::api::kinesis
