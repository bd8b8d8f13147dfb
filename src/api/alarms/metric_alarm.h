// MetricAlarmPlan: what a metric alarm reads, and when its values are an alarm.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "api/cloudwatch/query_plan.h"
#include "aws/authentication.h"
#include "aws/service_error.h"
#include "aws/shapes/cloudwatch/alarms.h"
#include "base/time.h"
#include "monitoring/alarms/threshold.h"

namespace weir::api::alarms {

struct MetricAlarmPlan {
  cloudwatch::QueryPlan queries;
  std::string watched;  // The id of the query whose values are compared.
  // The id of the query for the numbers of values behind them; empty: they do not matter.
  std::string counted{};
  monitoring::Threshold threshold{};
  seconds period{60};
};

// `caller` is whose metrics are read. Errors: ValidationError and others, as PutMetricAlarm has
// them.
aws::Outcome<MetricAlarmPlan> plan_metric_alarm(const aws::Caller& caller,
                                                const aws::cloudwatch::MetricAlarmTerms& terms);

}  // namespace weir::api::alarms
