// The wire shape of Firehose's PutRecord: appends one record to a delivery stream.
// docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"

namespace weir::aws::firehose {

struct Record {
  static constexpr std::string_view java_class = "com.amazonaws.firehose.v20150804.Record";

  Blob data;

  static void describe(auto& shape, auto& record) { shape.required("Data", record.data); }
};

struct PutRecord {
  static constexpr OperationInfo info{.name = "PutRecord", .access = Access::write};

  struct Request {
    std::string_view delivery_stream_name;
    Required<Record> record;

    static void describe(auto& shape, auto& request) {
      shape.required("DeliveryStreamName", request.delivery_stream_name);
      shape.required("Record", request.record);
    }
  };

  struct Response {
    std::string record_id;
    std::optional<bool> encrypted;

    static void describe(auto& shape, auto& response) {
      shape.required("RecordId", response.record_id);
      shape.optional("Encrypted", response.encrypted);
    }
  };
};

}  // namespace weir::aws::firehose
