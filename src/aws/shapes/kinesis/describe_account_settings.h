// The wire shape of DescribeAccountSettings.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeAccountSettings.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "aws/operation_info.h"
#include "aws/shapes/kinesis/billing_commitment.h"

namespace weir::aws::kinesis {

struct DescribeAccountSettings {
  static constexpr OperationInfo info{.name = "DescribeAccountSettings", .access = Access::read};

  struct Request {
    static void describe(auto& /*shape*/, auto& /*request*/) {}
  };

  using Response = AccountSettingsResponse;
};

}  // namespace weir::aws::kinesis
