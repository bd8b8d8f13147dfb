// What a dashboard's body must be, as far as CloudWatch looks at it.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "api/dashboards/json_rules.h"

namespace weir::api::dashboards {

// Warnings of a body without errors are of what nobody will show.
JsonRules check_dashboard_body(std::string_view body);

}  // namespace weir::api::dashboards
