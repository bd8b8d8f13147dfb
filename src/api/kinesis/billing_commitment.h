// The account's commitment as the API shows it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/kinesis/services.h"
#include "aws/shapes/kinesis/billing_commitment.h"

namespace weir::api::kinesis {

// Of the caller's account and region, now.
aws::kinesis::AccountSettingsResponse account_settings(const Context& context);

}  // namespace weir::api::kinesis
