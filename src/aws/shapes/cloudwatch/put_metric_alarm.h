// PutMetricAlarm.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "aws/shapes/cloudwatch/alarms.h"

namespace weir::aws::cloudwatch {

struct PutMetricAlarm {
  static constexpr OperationInfo info{.name = "PutMetricAlarm", .access = Access::write};

  struct Request {
    std::string_view name;
    AlarmActions actions;
    MetricAlarmTerms terms;
    std::optional<std::vector<Tag>> tags;

    static void describe(auto& shape, auto& request) {
      shape.required("AlarmName", request.name, alarm_name_rules);
      AlarmActions::describe_in(shape, request.actions);
      MetricAlarmTerms::describe_in(shape, request.terms);
      shape.optional("Tags", request.tags);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::cloudwatch
