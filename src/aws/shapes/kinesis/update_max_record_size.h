// The wire shape of UpdateMaxRecordSize: how large a stream's records may be.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateMaxRecordSize.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/constraints.h"

namespace weir::aws::kinesis {

struct UpdateMaxRecordSize {
  static constexpr OperationInfo info{.name = "UpdateMaxRecordSize", .access = Access::write};

  struct Request {
    Required<std::int32_t> max_record_size_in_kib;
    std::optional<std::string_view> stream_arn;
    std::optional<std::string_view> stream_id;  // Reserved.

    static void describe(auto& shape, auto& request) {
      shape.required("MaxRecordSizeInKiB", request.max_record_size_in_kib, max_record_size_rules);
      shape.optional("StreamARN", request.stream_arn, stream_arn_rules);
      shape.optional("StreamId", request.stream_id, stream_id_rules);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis
