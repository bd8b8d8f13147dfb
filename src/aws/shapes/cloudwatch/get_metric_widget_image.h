// GetMetricWidgetImage.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricWidgetImage.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/shapes/cloudwatch/common.h"
#include "base/bytes.h"

namespace weir::aws::cloudwatch {

struct GetMetricWidgetImage {
  static constexpr OperationInfo info{.name = "GetMetricWidgetImage", .access = Access::read};

  struct Request {
    std::string_view metric_widget;
    std::optional<std::string_view> output_format;

    static void describe(auto& shape, auto& request) {
      shape.required("MetricWidget", request.metric_widget);
      shape.optional("OutputFormat", request.output_format);
    }
  };

  struct Response {
    std::string image;

    static void describe(auto& shape, auto& response) {
      const Blob blob = bytes_of(response.image);
      shape.required("MetricWidgetImage", blob);
    }
  };
};

}  // namespace weir::aws::cloudwatch
