// EnableAlarmActions, DisableAlarmActions, DeleteAlarms.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "aws/shapes/cloudwatch/alarms.h"

namespace weir::aws::cloudwatch {

struct AlarmNames {
  Required<std::vector<std::string_view>> names;

  static void describe(auto& shape, auto& request) {
    shape.required("AlarmNames", request.names, alarm_names_rules);
  }
};

struct EnableAlarmActions {
  static constexpr OperationInfo info{.name = "EnableAlarmActions", .access = Access::write};
  struct Request : AlarmNames {};
  using Response = NoOutput;
};

struct DisableAlarmActions {
  static constexpr OperationInfo info{.name = "DisableAlarmActions", .access = Access::write};
  struct Request : AlarmNames {};
  using Response = NoOutput;
};

struct DeleteAlarms {
  static constexpr OperationInfo info{.name = "DeleteAlarms", .access = Access::write};
  struct Request : AlarmNames {};
  using Response = NoOutput;
};

}  // namespace weir::aws::cloudwatch
