// IAM's errors, with its own texts.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "aws/service_error.h"
#include "base/result.h"

namespace weir::api::iam {

aws::Failure no_such_entity(std::string message);
aws::Failure entity_already_exists(std::string message);
aws::Failure delete_conflict(std::string message);
aws::Failure limit_exceeded(std::string message);
aws::Failure malformed_policy(std::string message);

// Errors of the catalog: what the request was about has gone or come meanwhile.
aws::ServiceError to_iam_error(Error error);

}  // namespace weir::api::iam
