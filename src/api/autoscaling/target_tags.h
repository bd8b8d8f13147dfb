// The tags of scalable targets.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "aws/service_error.h"
#include "aws/shape.h"
#include "stream/scaling.h"

namespace weir::api::autoscaling {

// New values for those that are there. Errors: TooManyTagsException.
aws::Outcome<void> add_tags(stream::StreamScaling& target, const aws::TextMap& tags);

}  // namespace weir::api::autoscaling
