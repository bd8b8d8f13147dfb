// ListMetrics.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/cloudwatch/common.h"

namespace weir::aws::cloudwatch {

struct ListMetrics {
  static constexpr OperationInfo info{.name = "ListMetrics", .access = Access::read};

  struct Request {
    std::optional<std::string_view> name_space;
    std::optional<std::string_view> metric_name;
    std::optional<std::vector<DimensionFilter>> dimensions;
    std::optional<std::string_view> next_token;
    std::optional<std::string_view> recently_active;
    std::optional<bool> include_linked_accounts;
    std::optional<std::string_view> owning_account;

    static void describe(auto& shape, auto& request) {
      shape.optional("Namespace", request.name_space, namespace_rules);
      shape.optional("MetricName", request.metric_name, name_rules);
      shape.optional("Dimensions", request.dimensions, {.length_max = 10});
      shape.optional("NextToken", request.next_token);
      shape.optional("RecentlyActive", request.recently_active, {.values = recent_spans});
      shape.optional("IncludeLinkedAccounts", request.include_linked_accounts);
      shape.optional("OwningAccount", request.owning_account, name_rules);
    }
  };

  struct Response {
    std::vector<MetricAnswer> metrics;
    std::optional<std::string> next_token;

    static void describe(auto& shape, auto& response) {
      shape.required("Metrics", response.metrics);
      shape.optional("NextToken", response.next_token);
    }
  };
};

}  // namespace weir::aws::cloudwatch
