// Alarms as answers show them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "aws/shapes/cloudwatch/alarms.h"
#include "stream/catalog_state.h"

namespace weir::api::alarms {

// What the views of answers point into: to be kept until they are written.
class AnswerTexts {
 public:
  aws::cloudwatch::MetricAlarmAnswer show_metric(const stream::AlarmPointer& alarm);
  aws::cloudwatch::CompositeAlarmAnswer show_composite(const stream::AlarmPointer& alarm);

  // A copy of an alarm's definition, to be read.
  std::string& definition_of(const stream::Alarm& alarm);

 private:
  std::vector<stream::AlarmPointer> alarms_;
  std::vector<std::unique_ptr<std::string>> texts_;
};

}  // namespace weir::api::alarms
