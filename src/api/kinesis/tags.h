// What the tag operations have in common.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/kinesis/services.h"
#include "aws/service_error.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/tag.h"
#include "stream/command.h"
#include "stream/stream_key.h"

namespace weir::api::kinesis {

// Sorted by key, each key once: of one that is there twice the last value counts.
stream::Tags to_tags(const aws::TextMap& map);

// "stream orders under account 000000000000", for the texts of errors.
std::string tagged_text(const stream::StreamKeyView& stream);

// Errors: InvalidArgumentException, with Amazon's texts: characters that tags may not have, keys
// that are Amazon's own. `resource` is tagged_text's, or of that form.
aws::Outcome<void> check_new_tags(std::string_view resource, const stream::Tags& tags);
aws::Outcome<void> check_tag_keys(std::string_view resource,
                                  const std::vector<std::string_view>& keys);

// The change to ask the catalog for. The stream is looked for first, as in production.
// Errors: ResourceNotFoundException, InvalidArgumentException.
aws::Outcome<stream::commands::ChangeTags> tags_to_add(const Context& context,
                                                       const stream::StreamKeyView& key,
                                                       const aws::TextMap& tags);
aws::Outcome<stream::commands::ChangeTags> tags_to_remove(
    const Context& context, const stream::StreamKeyView& key,
    const std::vector<std::string_view>& keys);

// The stream that ResourceARN names. Errors: InvalidArgumentException (not a stream's ARN),
// ResourceNotFoundException.
aws::Outcome<stream::StreamKeyView> tagged_stream(const Context& context,
                                                  std::string_view resource_arn);

aws::kinesis::Tag tag_shape(const stream::Tags::value_type& tag);

}  // namespace weir::api::kinesis
