// The wire shape of RegisterStreamConsumer: a new consumer of a stream.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/constraints.h"
#include "aws/shapes/kinesis/consumer.h"
#include "aws/shapes/kinesis/consumer_constraints.h"

namespace weir::aws::kinesis {

struct RegisterStreamConsumer {
  static constexpr OperationInfo info{.name = "RegisterStreamConsumer", .access = Access::write};

  struct Request {
    std::string_view stream_arn;
    std::string_view consumer_name;
    std::optional<std::string_view> stream_id;  // Reserved.
    std::optional<TextMap> tags;

    static void describe(auto& shape, auto& request) {
      shape.required("StreamARN", request.stream_arn, stream_arn_rules);
      shape.required("ConsumerName", request.consumer_name, consumer_name_rules);
      shape.optional("StreamId", request.stream_id, stream_id_rules);
      shape.optional("Tags", request.tags, tags_rules);
    }
  };

  struct Response {
    Consumer consumer;

    static void describe(auto& shape, auto& response) {
      shape.required("Consumer", response.consumer);
    }
  };
};

}  // namespace weir::aws::kinesis
