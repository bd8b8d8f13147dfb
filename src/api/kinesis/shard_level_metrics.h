// The names of shard-level metrics and the bits that stand for them in a stream's description.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "api/kinesis/services.h"
#include "aws/shapes/kinesis/shard_level_metrics_change.h"

namespace weir::api::kinesis {

// In the order of the API reference. Bits that stand for nothing are left out.
std::vector<std::string_view> metric_names(std::uint8_t metrics);

// What EnableEnhancedMonitoring and DisableEnhancedMonitoring do.
void change_shard_level_metrics(
    const Context& context, const aws::kinesis::ShardLevelMetricsRequest& request, bool enable,
    std::move_only_function<void(aws::Outcome<aws::kinesis::ShardLevelMetricsResponse>)> reply);

}  // namespace weir::api::kinesis
