// Which consumer a request means, and what an answer shows of one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "api/kinesis/services.h"
#include "aws/service_error.h"
#include "aws/shapes/kinesis/consumer.h"
#include "aws/shapes/kinesis/consumer_ref.h"
#include "stream/consumer.h"
#include "stream/stream_key.h"

namespace weir::api::kinesis {

// A consumer by its names; points into the request and the caller.
struct ConsumerDesignation {
  stream::StreamKeyView stream;
  std::string_view name;
  std::optional<std::int64_t> creation_seconds;  // If the request has the consumer's ARN.
};

// Whether there is such a consumer is not asked.
// Errors: InvalidArgumentException    neither the ARN nor stream and name are given, they disagree,
//                                     or it is no consumer's ARN.
//         ResourceNotFoundException   an ARN names another region, or an account whose consumers
//                                     are not this caller's to see.
aws::Outcome<ConsumerDesignation> designated_consumer(const Context& context,
                                                      const aws::kinesis::ConsumerRef& consumer);

// The same by the ARN alone.
aws::Outcome<ConsumerDesignation> designated_consumer(const Context& context,
                                                      std::string_view consumer_arn);

// The stream that an ARN names. Errors: as designated_stream.
aws::Outcome<stream::StreamKeyView> stream_of_arn(const Context& context,
                                                  std::string_view stream_arn);

// Errors: ResourceNotFoundException, for the stream or the consumer.
aws::Outcome<stream::ConsumerPointer> find_consumer(const Context& context,
                                                    const ConsumerDesignation& consumer);

aws::kinesis::Consumer consumer_shape(const stream::Consumer& consumer);

}  // namespace weir::api::kinesis
