// Which stream or consumer a ResourceARN means.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "api/kinesis/services.h"
#include "aws/service_error.h"
#include "stream/stream_key.h"

namespace weir::api::kinesis {

// The stream of a policy's ARN, which is the stream's own or that of a consumer that is there. The
// key points into the ARN and the caller. Errors: InvalidArgumentException (neither of them),
// ResourceNotFoundException.
aws::Outcome<stream::StreamKeyView> stream_of_resource(const Context& context,
                                                       std::string_view resource_arn);

// The same, for a policy that is to change. Errors besides: ResourceInUseException, while the
// stream is CREATING or DELETING.
aws::Outcome<stream::StreamKeyView> settled_stream_of_resource(const Context& context,
                                                               std::string_view resource_arn);

// Under which name the resource's policy is kept, so that it has one: that of decisions.
std::string policy_arn(std::string_view resource_arn);

}  // namespace weir::api::kinesis
