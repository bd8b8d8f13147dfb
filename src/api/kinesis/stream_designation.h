// Which stream a request means: by name, by ARN, or by both.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/kinesis/services.h"
#include "aws/service_error.h"
#include "aws/shapes/kinesis/stream_ref.h"
#include "stream/stream_key.h"

namespace weir::api::kinesis {

// The key points into the request and the caller. Whether there is such a stream is not asked.
// Errors: InvalidArgumentException    neither is given, they disagree, or the ARN is no stream's.
//         ResourceNotFoundException   the ARN names another region, or an account whose streams are
//                                     not this caller's to see.
aws::Outcome<stream::StreamKeyView> designated_stream(const Context& context,
                                                      const aws::kinesis::StreamRef& stream);

}  // namespace weir::api::kinesis
