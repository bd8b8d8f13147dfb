// CloudWatch: metrics that anybody publishes and reads.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "api/cloudwatch/services.h"
#include "api/wire_service.h"
#include "aws/shapes/cloudwatch/get_metric_data.h"
#include "aws/shapes/cloudwatch/get_metric_statistics.h"
#include "aws/shapes/cloudwatch/list_metrics.h"
#include "aws/shapes/cloudwatch/put_metric_data.h"

namespace weir::api::cloudwatch {

// The service for the dispatcher. `services` must outlive it.
WireService service(const Services& services);

template <class Operation>
using Reply = std::move_only_function<void(aws::Outcome<typename Operation::Response>)>;

// Each answers exactly once, on the call's loop, now or later.
void handle(const Services&, const WireCall&, aws::cloudwatch::GetMetricData::Request,
            Reply<aws::cloudwatch::GetMetricData>);
void handle(const Services&, const WireCall&, aws::cloudwatch::GetMetricStatistics::Request,
            Reply<aws::cloudwatch::GetMetricStatistics>);
void handle(const Services&, const WireCall&, aws::cloudwatch::ListMetrics::Request,
            Reply<aws::cloudwatch::ListMetrics>);
void handle(const Services&, const WireCall&, aws::cloudwatch::PutMetricData::Request,
            Reply<aws::cloudwatch::PutMetricData>);

}  // namespace weir::api::cloudwatch
