// QueryPlan: what a list of MetricDataQueries asks for, checked and put in order: what to read,
// what to find, and which formula to work out when.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/authentication.h"
#include "aws/service_error.h"
#include "aws/shapes/cloudwatch/common.h"
#include "base/time.h"
#include "monitoring/metric.h"
#include "monitoring/metric_math/expression.h"
#include "monitoring/metric_math/search.h"
#include "monitoring/statistic.h"

namespace weir::api::cloudwatch {

// One metric, one statistic.
struct PlannedRead {
  monitoring::Metric metric;
  monitoring::Statistic statistic;
  seconds period{60};
  std::string unit{};  // Empty: any.
  std::string label{};
};

struct PlannedQuery {
  std::string id;
  std::string label{};  // Empty: none was given.
  bool returns_data = true;
  // One of the two.
  std::optional<PlannedRead> read{};
  std::optional<monitoring::Expression> expression{};
  seconds period{60};  // Of a formula: the shortest of what it refers to, or as given.
};

// Reads each metric that it finds.
struct PlannedSearch {
  monitoring::Search search;
  monitoring::Statistic statistic;
  seconds period{60};
};

struct QueryPlan {
  std::vector<PlannedQuery> queries;
  std::vector<std::size_t> order;  // Indexes of queries: what is referred to comes first.
  std::map<std::string, PlannedSearch, std::less<>> searches{};  // By search_key().
};

// Errors: ValidationError and others; the message names the query.
aws::Outcome<QueryPlan> plan_queries(const aws::Caller& caller,
                                     const std::vector<aws::cloudwatch::MetricDataQuery>& queries);

}  // namespace weir::api::cloudwatch
