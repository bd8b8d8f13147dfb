// GetMetricData.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/service_error.h"
#include "aws/shapes/cloudwatch/common.h"

namespace weir::aws::cloudwatch {

inline constexpr std::size_t metric_data_queries_max = 500;

struct LabelOptions {
  std::optional<std::string_view> timezone;

  static void describe(auto& shape, auto& options) { shape.optional("Timezone", options.timezone); }
};

struct MessageData {
  std::string code;
  std::string value;

  static void describe(auto& shape, auto& message) {
    shape.required("Code", message.code);
    shape.required("Value", message.value);
  }
};

struct MetricDataResult {
  std::string id;
  std::string label;
  std::vector<WallTime> timestamps;
  std::vector<double> values;
  std::string status_code;

  static void describe(auto& shape, auto& result) {
    shape.required("Id", result.id);
    shape.required("Label", result.label);
    shape.required("Timestamps", result.timestamps);
    shape.required("Values", result.values);
    shape.required("StatusCode", result.status_code);
  }
};

struct GetMetricData {
  static constexpr OperationInfo info{.name = "GetMetricData", .access = Access::read};

  struct Request {
    Required<std::vector<MetricDataQuery>> metric_data_queries;
    Required<WallTime> start_time;
    Required<WallTime> end_time;
    std::optional<std::string_view> next_token;
    std::optional<std::string_view> scan_by;
    std::optional<std::int32_t> max_datapoints;
    std::optional<LabelOptions> label_options;

    static void describe(auto& shape, auto& request) {
      shape.required("MetricDataQueries", request.metric_data_queries,
                     {.length_max = metric_data_queries_max});
      shape.required("StartTime", request.start_time);
      shape.required("EndTime", request.end_time);
      shape.optional("NextToken", request.next_token);
      shape.optional("ScanBy", request.scan_by, scan_rules);
      shape.optional("MaxDatapoints", request.max_datapoints, {.value_min = 1});
      shape.optional("LabelOptions", request.label_options);
    }
  };

  struct Response {
    std::vector<MetricDataResult> metric_data_results;
    std::optional<std::string> next_token;
    std::vector<MessageData> messages;

    static void describe(auto& shape, auto& response) {
      shape.required("MetricDataResults", response.metric_data_results);
      shape.optional("NextToken", response.next_token);
      shape.required("Messages", response.messages);
    }
  };

  static Outcome<void> check(const Request& request) {
    if (request.metric_data_queries->size() <= metric_data_queries_max) return {};
    return Failure(ServiceError{
        .type = "ValidationError",
        .message = "The collection MetricDataQueries must not have a size greater than 500."});
  }
};

}  // namespace weir::aws::cloudwatch
