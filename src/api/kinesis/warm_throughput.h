// WarmThroughputMiBps, as CreateStream, UpdateStreamMode and UpdateStreamWarmThroughput take it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "aws/service_error.h"
#include "aws/shapes/kinesis/warm_throughput.h"
#include "stream/stream_description.h"

namespace weir::api::kinesis {

// Amazon's text is not published; this is ours.
inline constexpr std::string_view warm_is_for_on_demand =
    "WarmThroughputMiBps is for streams in ON_DEMAND mode.";

// 0 for what was not given. Errors: InvalidArgumentException: more than 10 GiB/s. Whether the
// account may have it is the catalog's business.
aws::Outcome<std::uint32_t> check_warm_throughput(std::optional<std::int32_t> mibps);

// The target, and what the stream's shards take now.
aws::kinesis::WarmThroughput warm_throughput_shape(const stream::StreamDescription& stream);

}  // namespace weir::api::kinesis
