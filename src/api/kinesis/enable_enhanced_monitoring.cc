// EnableEnhancedMonitoring: switches shard-level metrics on.

#include <utility>

#include "api/kinesis/operations.h"
#include "api/kinesis/shard_level_metrics.h"

namespace weir::api::kinesis {

void handle(const Context& context, EnableEnhancedMonitoring::Request request,
            Reply<EnableEnhancedMonitoring> reply) {
  change_shard_level_metrics(context, request, true, std::move(reply));
}

}  // namespace weir::api::kinesis
