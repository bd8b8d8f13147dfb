// Application Auto Scaling's errors.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "aws/service_error.h"
#include "base/result.h"

namespace weir::api::autoscaling {

aws::Failure validation(std::string message);
aws::Failure object_not_found(std::string message);
aws::Failure limit_exceeded(std::string message);
aws::Failure invalid_next_token();
aws::Failure concurrent_update();
aws::Failure resource_not_found(std::string message);
aws::Failure too_many_tags(std::string message);

// "No scalable target registered for service namespace: kinesis, …": of what is to be done to the
// parts of a target.
aws::Failure no_target_registered(std::string_view resource_id);

// What the catalog says of a change of a target.
aws::Failure failure_of_catalog(Error error, std::string_view resource_id);

}  // namespace weir::api::autoscaling
