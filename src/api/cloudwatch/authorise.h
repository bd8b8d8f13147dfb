// Who may: how CloudWatch's operations ask.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/access.h"
#include "api/wire_service.h"
#include "aws/policy/request.h"
#include "aws/service_error.h"
#include "env/event_loop.h"

namespace weir::api::cloudwatch {

// Whether the caller may, as of the catalog that the loop sees. Errors: AccessDeniedException.
using Authorise = std::function<aws::Outcome<void>(env::EventLoop& home, const Question& question)>;

// Whether the caller may do that to each of the resources; the last that was asked about is noted
// in the call. `request_tags`: nothing if the operation takes none.
aws::Outcome<void> authorise_each(const Authorise& authorise, const WireCall& call,
                                  std::string_view operation,
                                  const std::vector<std::string>& resources,
                                  const std::optional<aws::policy::TagViews>& request_tags);

}  // namespace weir::api::cloudwatch
