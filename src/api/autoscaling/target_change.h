// How a scalable target is changed: read, edited, and put back if nobody else was quicker.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "api/autoscaling/services.h"
#include "stream/scaling.h"

namespace weir::api::autoscaling {

// Amazon's quotas.
inline constexpr std::uint32_t targets_max = 500;  // Of an account in a region.
inline constexpr std::size_t policies_max = 50;    // Of a target.
inline constexpr std::size_t actions_max = 200;    // Of a target.
inline constexpr std::size_t tags_max = 50;        // Of a target.

// Changes it, or says why not. Called again if the target has changed meanwhile.
using TargetEdit = std::function<aws::Outcome<void>(stream::StreamScaling& target)>;
using TargetChanged = std::move_only_function<void(aws::Outcome<stream::StreamScaling>)>;

enum class MissingTarget : std::uint8_t { is_made, is_an_error };

// Answers with what the target has become. A target that is made has its key and nothing else when
// it is edited. Errors: the edit's, ObjectNotFoundException, LimitExceededException,
// ConcurrentUpdateException.
void change_target(const Context& context, const stream::StreamKey& key, MissingTarget missing,
                   TargetEdit edit, TargetChanged done);

// Answers an operation without output.
template <class Operation>
TargetChanged answer_empty(Reply<Operation> reply) {
  return [reply = std::move(reply)](aws::Outcome<stream::StreamScaling> changed) mutable {
    if (!changed) return reply(aws::Failure(std::move(changed).error()));
    reply(typename Operation::Response{});
  };
}

}  // namespace weir::api::autoscaling
