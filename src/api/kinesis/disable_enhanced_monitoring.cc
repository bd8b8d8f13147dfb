// DisableEnhancedMonitoring: switches shard-level metrics off.

#include <utility>

#include "api/kinesis/operations.h"
#include "api/kinesis/shard_level_metrics.h"

namespace weir::api::kinesis {

void handle(const Context& context, DisableEnhancedMonitoring::Request request,
            Reply<DisableEnhancedMonitoring> reply) {
  change_shard_level_metrics(context, request, false, std::move(reply));
}

}  // namespace weir::api::kinesis
