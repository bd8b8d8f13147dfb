// The wire shape of ListStreams: a page of an account's streams in a region, by name.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreams.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/operation_info.h"
#include "aws/shapes/kinesis/constraints.h"
#include "aws/shapes/kinesis/stream_summary.h"

namespace weir::aws::kinesis {

struct ListStreams {
  static constexpr OperationInfo info{.name = "ListStreams", .access = Access::read};

  struct Request {
    std::optional<std::int32_t> limit;
    std::optional<std::string_view> exclusive_start_stream_name;
    std::optional<std::string_view> next_token;

    static void describe(auto& shape, auto& request) {
      shape.optional("Limit", request.limit, page_size_rules);
      shape.optional("ExclusiveStartStreamName", request.exclusive_start_stream_name,
                     stream_name_rules);
      shape.optional("NextToken", request.next_token, next_token_rules);
    }
  };

  struct Response {
    std::vector<std::string> stream_names;
    bool has_more_streams = false;
    std::optional<std::string> next_token;
    std::optional<std::vector<StreamSummary>> stream_summaries;

    static void describe(auto& shape, auto& response) {
      shape.required("StreamNames", response.stream_names);
      shape.required("HasMoreStreams", response.has_more_streams);
      shape.optional("NextToken", response.next_token);
      shape.optional("StreamSummaries", response.stream_summaries);
    }
  };
};

}  // namespace weir::aws::kinesis
