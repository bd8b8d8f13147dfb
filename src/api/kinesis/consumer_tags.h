// Tags of registered consumers, which have no operations of their own: TagResource, UntagResource
// and ListTagsForResource take the ARN of either.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "api/kinesis/services.h"
#include "aws/service_error.h"
#include "aws/shape.h"
#include "stream/command.h"
#include "stream/consumer.h"
#include "stream/stream_key.h"

namespace weir::api::kinesis {

bool is_consumer_arn(std::string_view resource_arn);

// The consumer that ResourceARN names, which is_consumer_arn. Errors: ResourceNotFoundException.
aws::Outcome<stream::ConsumerPointer> tagged_consumer(const Context& context,
                                                      std::string_view resource_arn);

// The tags of a consumer that is to be registered with `stream`. Errors: InvalidArgumentException.
aws::Outcome<stream::Tags> new_consumer_tags(const Context& context,
                                             const stream::StreamKeyView& stream,
                                             std::string_view consumer_name,
                                             const aws::TextMap& tags);

// The change to ask the catalog for. The consumer is looked for first.
// Errors: ResourceNotFoundException, InvalidArgumentException.
aws::Outcome<stream::commands::ChangeConsumerTags> consumer_tags_to_add(
    const Context& context, std::string_view resource_arn, const aws::TextMap& tags);
aws::Outcome<stream::commands::ChangeConsumerTags> consumer_tags_to_remove(
    const Context& context, std::string_view resource_arn,
    const std::vector<std::string_view>& keys);

}  // namespace weir::api::kinesis
