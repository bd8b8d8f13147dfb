// The wire shape of UpdateAccountSettings: begins or ends on-demand advantage.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateAccountSettings.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/billing_commitment.h"

namespace weir::aws::kinesis {

struct UpdateAccountSettings {
  static constexpr OperationInfo info{.name = "UpdateAccountSettings", .access = Access::write};

  struct Request {
    Required<BillingCommitmentInput> minimum_throughput_billing_commitment;

    static void describe(auto& shape, auto& request) {
      shape.required("MinimumThroughputBillingCommitment",
                     request.minimum_throughput_billing_commitment);
    }
  };

  using Response = AccountSettingsResponse;
};

}  // namespace weir::aws::kinesis
