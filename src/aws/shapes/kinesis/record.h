// A record as GetRecords gives it. Data and key are views: into what was read on a server, into the
// body of the answer on a client.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_Record.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/shape.h"
#include "aws/shapes/kinesis/texts.h"
#include "base/time.h"

namespace weir::aws::kinesis {

struct Record {
  SequenceNumberText sequence_number;
  std::optional<WallTime> approximate_arrival_timestamp;
  Blob data;
  std::optional<std::string_view> partition_key;    // Absent if the producer gave none.
  std::optional<std::string_view> encryption_type;  // "KMS", or absent if not encrypted.

  static void describe(auto& shape, auto& record) {
    shape.required("SequenceNumber", record.sequence_number);
    shape.optional("ApproximateArrivalTimestamp", record.approximate_arrival_timestamp);
    shape.required("Data", record.data);
    shape.optional("PartitionKey", record.partition_key);
    shape.optional("EncryptionType", record.encryption_type);
  }
};

}  // namespace weir::aws::kinesis
