// Counts the answers that the server gives by itself, by reason.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/http1_syntax.h"
#include "http/server.h"

namespace weir::http {

// `status` is that of a Refusal.
void count_refusal(int status, ServerCounters& counters);

// What a request is told when bodies would take more than ServerLimits::body_bytes_total_max.
inline constexpr Refusal overload{503, "There are too many large requests at once."};

}  // namespace weir::http
