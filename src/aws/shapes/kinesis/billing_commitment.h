// An account's commitment to pay for a minimum of throughput: on-demand advantage.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_MinimumThroughputBillingCommitmentOutput.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/shapes/kinesis/constraints.h"
#include "base/time.h"

namespace weir::aws::kinesis {

struct BillingCommitmentInput {
  std::string_view status;  // "ENABLED" or "DISABLED".

  static void describe(auto& shape, auto& commitment) {
    shape.required("Status", commitment.status, commitment_status_rules);
  }
};

struct BillingCommitmentOutput {
  std::string_view status;  // Also "ENABLED_UNTIL_EARLIEST_ALLOWED_END".
  std::optional<WallTime> started_at;
  std::optional<WallTime> ended_at;
  std::optional<WallTime> earliest_allowed_end_at;

  static void describe(auto& shape, auto& commitment) {
    shape.required("Status", commitment.status);
    shape.optional("StartedAt", commitment.started_at);
    shape.optional("EndedAt", commitment.ended_at);
    shape.optional("EarliestAllowedEndAt", commitment.earliest_allowed_end_at);
  }
};

// What DescribeAccountSettings and UpdateAccountSettings answer.
struct AccountSettingsResponse {
  BillingCommitmentOutput minimum_throughput_billing_commitment;

  static void describe(auto& shape, auto& response) {
    shape.required("MinimumThroughputBillingCommitment",
                   response.minimum_throughput_billing_commitment);
  }
};

}  // namespace weir::aws::kinesis
