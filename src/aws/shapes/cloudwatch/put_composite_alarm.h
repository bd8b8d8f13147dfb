// PutCompositeAlarm.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "aws/shapes/cloudwatch/alarms.h"

namespace weir::aws::cloudwatch {

struct PutCompositeAlarm {
  static constexpr OperationInfo info{.name = "PutCompositeAlarm", .access = Access::write};

  struct Request {
    std::string_view name;
    AlarmActions actions;
    CompositeAlarmTerms terms;
    std::optional<std::vector<Tag>> tags;

    static void describe(auto& shape, auto& request) {
      shape.required("AlarmName", request.name, alarm_name_rules);
      AlarmActions::describe_in(shape, request.actions);
      CompositeAlarmTerms::describe_in(shape, request.terms);
      shape.optional("Tags", request.tags);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::cloudwatch
