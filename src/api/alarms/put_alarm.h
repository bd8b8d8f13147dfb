// What PutMetricAlarm and PutCompositeAlarm have in common.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/alarms/services.h"
#include "api/cloudwatch/tags.h"
#include "api/wire_service.h"
#include "aws/service_error.h"
#include "aws/shape.h"
#include "aws/shapes/cloudwatch/alarms.h"
#include "stream/alarm.h"

namespace weir::api::alarms {

struct AlarmToPut {
  std::string_view name;
  bool is_composite = false;
  const aws::cloudwatch::AlarmActions& actions;
  const cloudwatch::RequestTags& tags;
  std::string definition;
  std::vector<std::string> children;
};

void put_alarm(const Services& services, const WireCall& call, AlarmToPut alarm,
               std::move_only_function<void(aws::Outcome<aws::NoOutput>)> reply);

// What the catalog says of a command about alarms.
aws::Failure failure_of_catalog(Error error);

// The answer of a command without output.
Done<void> answer_with(std::move_only_function<void(aws::Outcome<aws::NoOutput>)> reply);

}  // namespace weir::api::alarms
