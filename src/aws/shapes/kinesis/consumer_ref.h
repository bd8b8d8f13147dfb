// How a request says which consumer it means: by its ARN, by its stream's ARN and its name, or by
// all of them, which must then agree. That enough is there is for the operation to check.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/shapes/kinesis/constraints.h"
#include "aws/shapes/kinesis/consumer_constraints.h"

namespace weir::aws::kinesis {

struct ConsumerRef {
  std::optional<std::string_view> stream_arn;
  std::optional<std::string_view> consumer_name;
  std::optional<std::string_view> consumer_arn;
  std::optional<std::string_view> stream_id;  // Reserved: accepted, checked, and of no effect.

  static void describe(auto& shape, auto& consumer) {
    shape.optional("StreamARN", consumer.stream_arn, stream_arn_rules);
    shape.optional("ConsumerName", consumer.consumer_name, consumer_name_rules);
    shape.optional("ConsumerARN", consumer.consumer_arn, consumer_arn_rules);
    shape.optional("StreamId", consumer.stream_id, stream_id_rules);
  }
};

}  // namespace weir::aws::kinesis
