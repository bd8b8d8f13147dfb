// The answers that the server gives by itself, and their counts by reason.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "http/http1_syntax.h"
#include "http/message.h"
#include "http/server.h"

namespace weir::http {

// `status` is that of a Refusal.
void count_refusal(int status, ServerCounters& counters);

// What the client is told, in plain text.
Response response_of(const Refusal& refusal);

// Answers of fewer bytes do not count among the bodies that are held: to refuse a request that has
// been carried out is the last resort.
inline constexpr std::size_t counted_answer_bytes = 256u << 10;

// What a request is told when bodies would take more than ServerLimits::body_bytes_total_max.
inline constexpr Refusal overload{503, "There are too many large requests at once."};

}  // namespace weir::http
