#include "api/kinesis/warm_throughput.h"

#include <fmt/format.h>

#include "stream/on_demand.h"

namespace weir::api::kinesis {

// Amazon's text is not published; this is ours.
aws::Outcome<std::uint32_t> check_warm_throughput(std::optional<std::int32_t> mibps) {
  const auto asked = static_cast<std::uint32_t>(mibps.value_or(0));
  if (asked <= stream::warm_mibps_max) return asked;
  return aws::invalid_argument(fmt::format("WarmThroughputMiBps is {}; at most {} are allowed.",
                                           asked, stream::warm_mibps_max));
}

aws::kinesis::WarmThroughput warm_throughput_shape(const stream::StreamDescription& stream) {
  return {.target_mibps = static_cast<std::int32_t>(stream.on_demand.warm_mibps),
          .current_mibps = static_cast<std::int32_t>(stream.open_shard_count())};
}

}  // namespace weir::api::kinesis
