// STS: who calls, and temporary credentials.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/query_service.h"
#include "aws/shapes/sts/operations.h"

namespace weir::api::sts {

// The service for the dispatcher. `services` must outlive it.
QueryService service(const AccountServices& services);

void handle(const AccountContext&, aws::sts::AssumeRole::Request,
            AccountReply<aws::sts::AssumeRole>);
void handle(const AccountContext&, aws::sts::GetCallerIdentity::Request,
            AccountReply<aws::sts::GetCallerIdentity>);
void handle(const AccountContext&, aws::sts::GetSessionToken::Request,
            AccountReply<aws::sts::GetSessionToken>);

}  // namespace weir::api::sts
