// The wire shape of Firehose's DescribeDeliveryStream, as far as a sender needs it: whether the
// delivery stream is there and takes records.
// docs.aws.amazon.com/firehose/latest/APIReference/API_DescribeDeliveryStream.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"

namespace weir::aws::firehose {

struct DeliveryStreamDescription {
  std::string_view delivery_stream_status;  // "ACTIVE", "CREATING", …

  static void describe(auto& shape, auto& stream) {
    shape.required("DeliveryStreamStatus", stream.delivery_stream_status);
  }
};

struct DescribeDeliveryStream {
  static constexpr OperationInfo info{.name = "DescribeDeliveryStream", .access = Access::read};

  struct Request {
    std::string_view delivery_stream_name;

    static void describe(auto& shape, auto& request) {
      shape.required("DeliveryStreamName", request.delivery_stream_name);
    }
  };

  struct Response {
    DeliveryStreamDescription delivery_stream_description;

    static void describe(auto& shape, auto& response) {
      shape.required("DeliveryStreamDescription", response.delivery_stream_description);
    }
  };
};

}  // namespace weir::aws::firehose
