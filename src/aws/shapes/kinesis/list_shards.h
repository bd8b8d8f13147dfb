// The wire shape of ListShards: a page of a stream's shards, by id.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/operation_info.h"
#include "aws/shapes/kinesis/shard.h"
#include "aws/shapes/kinesis/shard_filter.h"
#include "aws/shapes/kinesis/stream_ref.h"
#include "base/time.h"

namespace weir::aws::kinesis {

struct ListShards {
  static constexpr OperationInfo info{.name = "ListShards", .access = Access::read};

  struct Request {
    std::optional<std::int32_t> max_results;
    std::optional<std::string_view> exclusive_start_shard_id;
    StreamRef stream;
    std::optional<std::string_view> next_token;
    std::optional<WallTime> stream_creation_timestamp;
    std::optional<ShardFilter> shard_filter;

    static void describe(auto& shape, auto& request) {
      shape.optional("MaxResults", request.max_results, page_size_rules);
      shape.optional("ExclusiveStartShardId", request.exclusive_start_shard_id, shard_id_rules);
      describe_stream_name(shape, request.stream);
      shape.optional("NextToken", request.next_token, next_token_rules);
      shape.optional("StreamCreationTimestamp", request.stream_creation_timestamp);
      shape.optional("ShardFilter", request.shard_filter);
      describe_stream_arn_and_id(shape, request.stream);
    }
  };

  struct Response {
    std::vector<Shard> shards;
    std::optional<std::string> next_token;  // Absent on the last page.

    static void describe(auto& shape, auto& response) {
      shape.required("Shards", response.shards);
      shape.optional("NextToken", response.next_token);
    }
  };
};

}  // namespace weir::aws::kinesis
