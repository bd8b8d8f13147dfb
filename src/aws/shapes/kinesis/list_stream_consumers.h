// The wire shape of ListStreamConsumers: a page of a stream's consumers, by name.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreamConsumers.html
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
#include "aws/shapes/kinesis/consumer.h"
#include "base/time.h"

namespace weir::aws::kinesis {

struct ListStreamConsumers {
  static constexpr OperationInfo info{.name = "ListStreamConsumers", .access = Access::read};

  struct Request {
    std::string_view stream_arn;
    std::optional<std::string_view> next_token;
    std::optional<std::int32_t> max_results;
    std::optional<WallTime> stream_creation_timestamp;
    std::optional<std::string_view> stream_id;  // Reserved.

    static void describe(auto& shape, auto& request) {
      shape.required("StreamARN", request.stream_arn, stream_arn_rules);
      shape.optional("NextToken", request.next_token, next_token_rules);
      shape.optional("MaxResults", request.max_results, page_size_rules);
      shape.optional("StreamCreationTimestamp", request.stream_creation_timestamp);
      shape.optional("StreamId", request.stream_id, stream_id_rules);
    }
  };

  struct Response {
    std::vector<Consumer> consumers;
    std::optional<std::string> next_token;  // Absent on the last page.

    static void describe(auto& shape, auto& response) {
      shape.required("Consumers", response.consumers);
      shape.optional("NextToken", response.next_token);
    }
  };
};

}  // namespace weir::aws::kinesis
