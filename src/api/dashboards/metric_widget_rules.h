// What the properties of a widget that shows metrics must be.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Metric-Widget-Structure.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "api/dashboards/json_rules.h"

namespace weir::api::dashboards {

void check_metric_widget(JsonRules& rules, const codec::JsonTree& properties,
                         const std::string& path);

// The same without where the metrics come from.
void check_metric_view(JsonRules& rules, const codec::JsonTree& properties,
                       const std::string& path);

}  // namespace weir::api::dashboards
