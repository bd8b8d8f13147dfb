// The commands of the catalog that concern the scaling of streams by their shard count.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "stream/scaling.h"

namespace weir::stream::commands {

// A new scalable target (its revision is 0), or one in the place of the one that whoever wrote the
// command had seen. Fails with not_found (the stream, or the target), in_use (there is one),
// expired (it has changed meanwhile), limit_exceeded.
struct PutStreamScaling {
  StreamScaling scaling;
  std::uint32_t targets_max = 0;  // Of the account in the region; 0: no limit.
  friend bool operator==(const PutStreamScaling&, const PutStreamScaling&) = default;
};

// With its policies and scheduled actions; what was done stays on record. Fails with not_found.
struct RemoveStreamScaling {
  StreamKey key;
  friend bool operator==(const RemoveStreamScaling&, const RemoveStreamScaling&) = default;
};

// A new activity, or what has become of one. Fails with not_found (the stream).
struct RecordScalingActivity {
  StreamKey key;
  ScalingActivity activity;
  friend bool operator==(const RecordScalingActivity&, const RecordScalingActivity&) = default;
};

}  // namespace weir::stream::commands
