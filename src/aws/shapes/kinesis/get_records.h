// The wire shape of GetRecords: records from an iterator on, and where to go on from.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/operation_info.h"
#include "aws/shapes/kinesis/child_shard.h"
#include "aws/shapes/kinesis/record.h"
#include "aws/shapes/kinesis/stream_ref.h"

namespace weir::aws::kinesis {

struct GetRecords {
  static constexpr OperationInfo info{.name = "GetRecords", .access = Access::read};

  struct Request {
    std::optional<std::int32_t> limit;
    std::string_view shard_iterator;
    // Only its ARN and id: the iterator knows the stream.
    StreamRef stream;
    std::optional<bool> dry_run;

    static void describe(auto& shape, auto& request) {
      shape.optional("Limit", request.limit, page_size_rules);
      shape.required("ShardIterator", request.shard_iterator, shard_iterator_rules);
      describe_stream_arn_and_id(shape, request.stream);
      shape.optional("DryRun", request.dry_run);
    }
  };

  struct Response {
    std::vector<Record> records;
    // Absent at the end of a shard, and only there; then there are child_shards.
    std::optional<std::string> next_shard_iterator;
    std::optional<std::int64_t> millis_behind_latest;
    std::optional<std::vector<ChildShard>> child_shards;

    static void describe(auto& shape, auto& response) {
      shape.required("Records", response.records);
      shape.optional("NextShardIterator", response.next_shard_iterator);
      shape.optional("MillisBehindLatest", response.millis_behind_latest);
      shape.optional("ChildShards", response.child_shards);
    }
  };
};

}  // namespace weir::aws::kinesis
