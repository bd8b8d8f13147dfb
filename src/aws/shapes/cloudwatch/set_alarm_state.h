// SetAlarmState.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/shapes/cloudwatch/alarms.h"

namespace weir::aws::cloudwatch {

struct SetAlarmState {
  static constexpr OperationInfo info{.name = "SetAlarmState", .access = Access::write};

  struct Request {
    std::string_view name;
    std::string_view value;
    std::string_view reason;
    std::optional<std::string_view> reason_data;

    static void describe(auto& shape, auto& request) {
      shape.required("AlarmName", request.name, alarm_name_rules);
      shape.required("StateValue", request.value, alarm_state_rules);
      shape.required("StateReason", request.reason, {.length_max = 1'023});
      shape.optional("StateReasonData", request.reason_data, {.length_max = 4'000});
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::cloudwatch
