// The wire shape of DeregisterStreamConsumer: a consumer goes, and its subscriptions end.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_DeregisterStreamConsumer.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/consumer_ref.h"

namespace weir::aws::kinesis {

struct DeregisterStreamConsumer {
  static constexpr OperationInfo info{.name = "DeregisterStreamConsumer", .access = Access::write};

  struct Request {
    ConsumerRef consumer;

    static void describe(auto& shape, auto& request) {
      ConsumerRef::describe(shape, request.consumer);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis
