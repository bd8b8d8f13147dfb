// The wire shape of DescribeStreamConsumer: one registered consumer.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamConsumer.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "aws/operation_info.h"
#include "aws/shapes/kinesis/consumer.h"
#include "aws/shapes/kinesis/consumer_ref.h"

namespace weir::aws::kinesis {

struct DescribeStreamConsumer {
  static constexpr OperationInfo info{.name = "DescribeStreamConsumer", .access = Access::read};

  struct Request {
    ConsumerRef consumer;

    static void describe(auto& shape, auto& request) {
      ConsumerRef::describe(shape, request.consumer);
    }
  };

  struct Response {
    ConsumerDescription consumer_description;

    static void describe(auto& shape, auto& response) {
      shape.required("ConsumerDescription", response.consumer_description);
    }
  };
};

}  // namespace weir::aws::kinesis
