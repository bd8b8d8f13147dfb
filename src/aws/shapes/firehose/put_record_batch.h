// The wire shape of Firehose's PutRecordBatch: up to 500 records, of which some may fail alone.
// docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
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
#include "aws/shapes/firehose/put_record.h"

namespace weir::aws::firehose {

// What became of a record: an id, or the other two.
struct PutRecordBatchResponseEntry {
  std::optional<std::string> record_id;
  std::optional<std::string> error_code;
  std::optional<std::string> error_message;

  static void describe(auto& shape, auto& entry) {
    shape.optional("RecordId", entry.record_id);
    shape.optional("ErrorCode", entry.error_code);
    shape.optional("ErrorMessage", entry.error_message);
  }
};

struct PutRecordBatch {
  static constexpr OperationInfo info{.name = "PutRecordBatch", .access = Access::write};

  struct Request {
    std::string_view delivery_stream_name;
    Required<std::vector<Record>> records;

    static void describe(auto& shape, auto& request) {
      shape.required("DeliveryStreamName", request.delivery_stream_name);
      shape.required("Records", request.records, {.length_min = 1, .length_max = 500});
    }
  };

  struct Response {
    std::int32_t failed_put_count = 0;
    std::optional<bool> encrypted;
    std::vector<PutRecordBatchResponseEntry> request_responses;  // One a record, in its order.

    static void describe(auto& shape, auto& response) {
      shape.required("FailedPutCount", response.failed_put_count);
      shape.optional("Encrypted", response.encrypted);
      shape.required("RequestResponses", response.request_responses);
    }
  };
};

}  // namespace weir::aws::firehose
