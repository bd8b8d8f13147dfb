// The wire shape of ListTagsForStream: a page of a stream's tags, by key.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_ListTagsForStream.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "aws/operation_info.h"
#include "aws/shapes/kinesis/stream_ref.h"
#include "aws/shapes/kinesis/tag.h"

namespace weir::aws::kinesis {

struct ListTagsForStream {
  static constexpr OperationInfo info{.name = "ListTagsForStream", .access = Access::read};

  struct Request {
    std::optional<std::int32_t> limit;
    std::optional<std::string_view> exclusive_start_tag_key;
    StreamRef stream;

    static void describe(auto& shape, auto& request) {
      shape.optional("Limit", request.limit, {.value_min = 1, .value_max = 50});
      shape.optional("ExclusiveStartTagKey", request.exclusive_start_tag_key, tag_key_rules);
      describe_stream_name(shape, request.stream);
      describe_stream_arn_and_id(shape, request.stream);
    }
  };

  struct Response {
    std::vector<Tag> tags;
    bool has_more_tags = false;

    static void describe(auto& shape, auto& response) {
      shape.required("Tags", response.tags);
      shape.required("HasMoreTags", response.has_more_tags);
    }
  };
};

}  // namespace weir::aws::kinesis
