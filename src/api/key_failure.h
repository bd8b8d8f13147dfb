// Faults of keys as Amazon's exceptions, and who may use which key.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "api/access.h"
#include "aws/authentication.h"
#include "aws/service_error.h"
#include "crypto/key_fault.h"
#include "stream/catalog_state.h"
#include "stream/data_key.h"

namespace weir::api {

// KMSNotFoundException and the like; InternalFailure, with the reason for our log, for what is
// damaged.
aws::Failure key_failure(crypto::KeyFault fault);

// Whether the caller's own policies let it use a key for `action`: "kms:GenerateDataKey" to write,
// "kms:Decrypt" to read. Errors: KMSAccessDeniedException.
aws::Outcome<void> check_key_use(const Access& access, const stream::CatalogState& state,
                                 const aws::Caller& caller, std::string_view action,
                                 const std::string& key_arn);

// The same of a data key's master key, which anybody may use if it is the server's own.
aws::Outcome<void> check_key_use(const Access& access, const stream::CatalogState& state,
                                 const aws::Caller& caller, std::string_view action,
                                 const stream::DataKey& key);

}  // namespace weir::api
