// A registered consumer, as RegisterStreamConsumer and ListStreamConsumers show it, and with its
// stream, as DescribeStreamConsumer does.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_Consumer.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"

namespace weir::aws::kinesis {

struct Consumer {
  std::string consumer_name;
  std::string consumer_arn;
  std::string_view consumer_status;  // "CREATING", "ACTIVE" or "DELETING".
  WallTime consumer_creation_timestamp;

  static void describe(auto& shape, auto& consumer) {
    shape.required("ConsumerName", consumer.consumer_name);
    shape.required("ConsumerARN", consumer.consumer_arn);
    shape.required("ConsumerStatus", consumer.consumer_status);
    shape.required("ConsumerCreationTimestamp", consumer.consumer_creation_timestamp);
  }
};

struct ConsumerDescription {
  Consumer consumer;
  std::string stream_arn;

  static void describe(auto& shape, auto& description) {
    Consumer::describe(shape, description.consumer);
    shape.required("StreamARN", description.stream_arn);
  }
};

}  // namespace weir::aws::kinesis
