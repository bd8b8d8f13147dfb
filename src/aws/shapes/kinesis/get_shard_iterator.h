// The wire shape of GetShardIterator: where GetRecords is to begin.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/operation_info.h"
#include "aws/shapes/kinesis/stream_ref.h"
#include "base/time.h"

namespace weir::aws::kinesis {

struct GetShardIterator {
  static constexpr OperationInfo info{.name = "GetShardIterator", .access = Access::read};

  struct Request {
    std::string_view shard_id;
    std::string_view shard_iterator_type;
    std::optional<std::string_view> starting_sequence_number;
    StreamRef stream;
    std::optional<WallTime> timestamp;
    std::optional<bool> dry_run;

    static void describe(auto& shape, auto& request) {
      shape.required("ShardId", request.shard_id, shard_id_rules);
      shape.required("ShardIteratorType", request.shard_iterator_type, shard_iterator_type_rules);
      shape.optional("StartingSequenceNumber", request.starting_sequence_number,
                     sequence_number_rules);
      describe_stream_name(shape, request.stream);
      shape.optional("Timestamp", request.timestamp);
      describe_stream_arn_and_id(shape, request.stream);
      shape.optional("DryRun", request.dry_run);
    }
  };

  struct Response {
    std::string shard_iterator;

    static void describe(auto& shape, auto& response) {
      shape.required("ShardIterator", response.shard_iterator);
    }
  };
};

}  // namespace weir::aws::kinesis
