// Definitions: what an alarm was put as, kept in the catalog as a document of JSON, and read again
// by whoever shows or evaluates it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/cloudwatch/alarms.h"
#include "monitoring/alarms/alarm_state.h"
#include "stream/alarm.h"

namespace weir::api::alarms {

struct MetricDefinition {
  aws::cloudwatch::AlarmActions actions;
  aws::cloudwatch::MetricAlarmTerms terms;

  static void describe(auto& shape, auto& definition) {
    aws::cloudwatch::AlarmActions::describe_in(shape, definition.actions);
    aws::cloudwatch::MetricAlarmTerms::describe_in(shape, definition.terms);
  }
};

struct CompositeDefinition {
  aws::cloudwatch::AlarmActions actions;
  aws::cloudwatch::CompositeAlarmTerms terms;

  static void describe(auto& shape, auto& definition) {
    aws::cloudwatch::AlarmActions::describe_in(shape, definition.actions);
    aws::cloudwatch::CompositeAlarmTerms::describe_in(shape, definition.terms);
  }
};

std::string text_of(const MetricDefinition& definition);
std::string text_of(const CompositeDefinition& definition);

// What text_of() wrote. Overwrites `text`, which must outlive the answer.
MetricDefinition read_metric_definition(std::string& text);
CompositeDefinition read_composite_definition(std::string& text);

// The actions of a state.
std::vector<std::string> actions_for(const aws::cloudwatch::AlarmActions& actions,
                                     stream::AlarmValue value);
// The same of a definition of either kind.
std::vector<std::string> actions_for(bool is_composite, std::string definition,
                                     stream::AlarmValue value);

monitoring::AlarmState state_of(stream::AlarmValue value);
stream::AlarmValue value_of(monitoring::AlarmState state);
// "INSUFFICIENT_DATA".
std::string_view name_of(stream::AlarmValue value);

}  // namespace weir::api::alarms
