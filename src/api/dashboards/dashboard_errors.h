// What the operations on dashboards refuse with.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "aws/service_error.h"
#include "base/result.h"

namespace weir::api::dashboards {

aws::Failure invalid_dashboard(std::string message);
aws::Failure dashboard_not_found(std::string message);

// What the catalog says of a command on dashboards.
aws::Failure failure_of_catalog(Error error);

}  // namespace weir::api::dashboards
