// The wire shape of PutRecord: appends one record.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/stream_ref.h"
#include "aws/shapes/kinesis/texts.h"

namespace weir::aws::kinesis {

struct PutRecord {
  static constexpr OperationInfo info{.name = "PutRecord", .access = Access::write};

  struct Request {
    // Unused: appends keep their order anyway.
    std::optional<std::string_view> sequence_number_for_ordering;
    std::optional<std::string_view> partition_key;  // May be absent where the service distributes.
    std::optional<std::string_view> explicit_hash_key;  // Decimal, 0 to 2^128 - 1.
    Blob data;
    StreamRef stream;
    std::optional<bool> dry_run;

    static void describe(auto& shape, auto& request) {
      shape.optional("SequenceNumberForOrdering", request.sequence_number_for_ordering,
                     sequence_number_rules);
      shape.optional("PartitionKey", request.partition_key, partition_key_rules);
      shape.optional("ExplicitHashKey", request.explicit_hash_key, hash_key_rules);
      shape.required("Data", request.data, data_rules);
      describe_stream_name(shape, request.stream);
      describe_stream_arn_and_id(shape, request.stream);
      shape.optional("DryRun", request.dry_run);
    }
  };

  struct Response {
    SequenceNumberText sequence_number;
    ShardIdText shard_id;
    std::optional<std::string_view> encryption_type;  // "KMS", or absent if not encrypted.

    static void describe(auto& shape, auto& response) {
      shape.required("SequenceNumber", response.sequence_number);
      shape.required("ShardId", response.shard_id);
      shape.optional("EncryptionType", response.encryption_type);
    }
  };
};

}  // namespace weir::aws::kinesis
