// What an on-demand stream takes at once, in MiB/s.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_WarmThroughputObject.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace weir::aws::kinesis {

struct WarmThroughput {
  std::optional<std::int32_t> target_mibps;
  std::optional<std::int32_t> current_mibps;

  static void describe(auto& shape, auto& throughput) {
    shape.optional("TargetMiBps", throughput.target_mibps);
    shape.optional("CurrentMiBps", throughput.current_mibps);
  }
};

}  // namespace weir::aws::kinesis
