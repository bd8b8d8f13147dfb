// The part of CloudWatch that is about alarms: what they watch, what they say, what they do.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "api/alarms/services.h"
#include "api/wire_service.h"
#include "aws/shapes/cloudwatch/alarm_names.h"
#include "aws/shapes/cloudwatch/describe_alarm_history.h"
#include "aws/shapes/cloudwatch/describe_alarms.h"
#include "aws/shapes/cloudwatch/describe_alarms_for_metric.h"
#include "aws/shapes/cloudwatch/put_composite_alarm.h"
#include "aws/shapes/cloudwatch/put_metric_alarm.h"
#include "aws/shapes/cloudwatch/set_alarm_state.h"

namespace weir::api::alarms {

// To be added to those of api::cloudwatch::service(). `services` must outlive them.
std::vector<WireOperation> operations(const Services& services);

template <class Operation>
using Reply = std::move_only_function<void(aws::Outcome<typename Operation::Response>)>;

// Each answers exactly once, on the call's loop, now or later.
void handle(const Services&, const WireCall&, aws::cloudwatch::PutMetricAlarm::Request,
            Reply<aws::cloudwatch::PutMetricAlarm>);
void handle(const Services&, const WireCall&, aws::cloudwatch::PutCompositeAlarm::Request,
            Reply<aws::cloudwatch::PutCompositeAlarm>);
void handle(const Services&, const WireCall&, const aws::cloudwatch::DescribeAlarms::Request&,
            Reply<aws::cloudwatch::DescribeAlarms>);
void handle(const Services&, const WireCall&,
            const aws::cloudwatch::DescribeAlarmsForMetric::Request&,
            Reply<aws::cloudwatch::DescribeAlarmsForMetric>);
void handle(const Services&, const WireCall&, const aws::cloudwatch::DescribeAlarmHistory::Request&,
            Reply<aws::cloudwatch::DescribeAlarmHistory>);
void handle(const Services&, const WireCall&, const aws::cloudwatch::SetAlarmState::Request&,
            Reply<aws::cloudwatch::SetAlarmState>);
void handle(const Services&, const WireCall&, const aws::cloudwatch::EnableAlarmActions::Request&,
            Reply<aws::cloudwatch::EnableAlarmActions>);
void handle(const Services&, const WireCall&, const aws::cloudwatch::DisableAlarmActions::Request&,
            Reply<aws::cloudwatch::DisableAlarmActions>);
void handle(const Services&, const WireCall&, const aws::cloudwatch::DeleteAlarms::Request&,
            Reply<aws::cloudwatch::DeleteAlarms>);

}  // namespace weir::api::alarms
