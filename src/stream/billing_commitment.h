// BillingCommitment: an account's promise, for a region, to pay for a minimum of throughput:
// on-demand advantage. Here it costs nothing; what it gives is warm throughput.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/time.h"

namespace weir::stream {

enum class CommitmentStatus : std::uint8_t { disabled, enabled, enabled_until_end };

struct BillingCommitment {
  WallTime started;
  // Once it is to end: when it does. Not before a day has passed.
  std::optional<WallTime> end;

  WallTime earliest_end() const { return started + std::chrono::hours(24); }

  CommitmentStatus status(WallTime now) const {
    if (!end) return CommitmentStatus::enabled;
    return now < *end ? CommitmentStatus::enabled_until_end : CommitmentStatus::disabled;
  }

  friend bool operator==(const BillingCommitment&, const BillingCommitment&) = default;
};

}  // namespace weir::stream
