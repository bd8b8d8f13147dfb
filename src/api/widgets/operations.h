// Pictures of CloudWatch's graphs.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "api/widgets/services.h"
#include "api/wire_service.h"
#include "aws/shapes/cloudwatch/get_metric_widget_image.h"

namespace weir::api::widgets {

// For CloudWatch's service. `services` must outlive them.
std::vector<WireOperation> operations(const Services& services);

using ImageReply =
    std::move_only_function<void(aws::Outcome<aws::cloudwatch::GetMetricWidgetImage::Response>)>;

// Answers exactly once, on the call's loop.
void handle(const Services&, const WireCall&, aws::cloudwatch::GetMetricWidgetImage::Request,
            ImageReply);

}  // namespace weir::api::widgets
