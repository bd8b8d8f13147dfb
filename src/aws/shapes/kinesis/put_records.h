// The wire shape of PutRecords: appends up to 500 records, of which some may fail alone.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/stream_ref.h"
#include "aws/shapes/kinesis/texts.h"

namespace weir::aws::kinesis {

// A record on its way in.
struct PutRecordsRequestEntry {
  static constexpr std::string_view java_class =
      "com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry";

  std::optional<std::string_view> partition_key;  // May be absent where the service distributes.
  std::optional<std::string_view> explicit_hash_key;  // Decimal, 0 to 2^128 - 1.
  Blob data;

  static void describe(auto& shape, auto& entry) {
    // Required as in PutRecord.
    shape.optional("PartitionKey", entry.partition_key, partition_key_rules);
    shape.optional("ExplicitHashKey", entry.explicit_hash_key, hash_key_rules);
    shape.required("Data", entry.data, data_rules);
  }
};

// What became of a record: the first two members or the last two.
struct PutRecordsResultEntry {
  std::optional<SequenceNumberText> sequence_number;
  std::optional<ShardIdText> shard_id;
  std::optional<std::string> error_code;
  std::optional<std::string> error_message;

  static void describe(auto& shape, auto& entry) {
    shape.optional("SequenceNumber", entry.sequence_number);
    shape.optional("ShardId", entry.shard_id);
    shape.optional("ErrorCode", entry.error_code);
    shape.optional("ErrorMessage", entry.error_message);
  }
};

struct PutRecords {
  static constexpr OperationInfo info{.name = "PutRecords", .access = Access::write};

  struct Request {
    Required<std::vector<PutRecordsRequestEntry>> records;
    StreamRef stream;
    std::optional<bool> dry_run;

    static void describe(auto& shape, auto& request) {
      shape.required("Records", request.records, {.length_min = 1, .length_max = 500});
      describe_stream_name(shape, request.stream);
      describe_stream_arn_and_id(shape, request.stream);
      shape.optional("DryRun", request.dry_run);
    }
  };

  struct Response {
    std::int32_t failed_record_count = 0;
    std::vector<PutRecordsResultEntry> records;       // One for each record, in its order.
    std::optional<std::string_view> encryption_type;  // "KMS", or absent if not encrypted.

    static void describe(auto& shape, auto& response) {
      shape.required("FailedRecordCount", response.failed_record_count);
      shape.required("Records", response.records);
      shape.optional("EncryptionType", response.encryption_type);
    }
  };
};

}  // namespace weir::aws::kinesis
