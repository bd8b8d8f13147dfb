// What the operations that give out temporary credentials have in common.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/query_service.h"
#include "aws/shapes/sts/operations.h"
#include "stream/users.h"

namespace weir::api::sts {

// New credentials, good for `lifetime` from now; nobody knows them yet.
stream::Session new_session(const AccountContext& context, seconds lifetime);

aws::sts::Credentials to_shape(const stream::Session& session);

// Bounds what callers can make the catalog hold. Errors: Throttling.
aws::Outcome<void> check_session_count(const AccountContext& context);

// Errors of the catalog as STS words them.
aws::ServiceError to_sts_error(Error error);

}  // namespace weir::api::sts
