// QueryRun: reads what a QueryPlan asks for, one metric after the other, and works out its
// formulas.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/cloudwatch/query_plan.h"
#include "env/clock.h"
#include "monitoring/metric_math/evaluation.h"
#include "monitoring/metric_reader.h"

namespace weir::api::cloudwatch {

struct QueryResult {
  std::string id;
  monitoring::TimeSeries series;  // Its label is the one to show.
};

using QueryResults = std::vector<QueryResult>;

// Keeps itself alive until it has answered.
class QueryRun : public std::enable_shared_from_this<QueryRun> {
 public:
  using Done = std::move_only_function<void(aws::Outcome<QueryResults>)>;

  // From `start`, rounded down to each period, to before `end`.
  QueryRun(monitoring::MetricReader& reader, const env::Clock& clock, QueryPlan plan,
           WallTime start, WallTime end, Done done);

  // `caller` is whose metrics are searched.
  void start(const aws::Caller& caller);

 private:
  struct Reading {
    PlannedRead read;
    std::string into;  // A query's id, or a search's key.
    bool is_search;
  };

  // Searches of one namespace, or of all, which look at the same metrics.
  struct SearchGroup {
    struct Search {
      std::string key;
      PlannedSearch planned;
      std::size_t found = 0;
    };
    std::vector<Search> searches;
    std::size_t cost = 0;  // Of one metric.
  };

  // False: they look at more than a request may.
  bool find_all(const aws::Caller& caller);
  bool find(const monitoring::MetricFilter& filter, SearchGroup& group);
  void match(const monitoring::Metric& metric, SearchGroup& group);
  void read_next();
  // False: there are too many points.
  bool take(const Reading& reading, const std::vector<monitoring::Datapoint>& datapoints);
  bool spend(std::size_t points);
  void finish();
  aws::Outcome<QueryResults> evaluate();
  monitoring::Frame frame_of(seconds period) const;
  monitoring::Frame math_frame(seconds period) const;
  void fail(aws::Failure failure);

  monitoring::MetricReader& reader_;
  const env::Clock& clock_;
  QueryPlan plan_;
  const WallTime start_;
  const WallTime end_;
  Done done_;
  std::vector<Reading> readings_;
  std::size_t next_ = 0;
  // What may still be made: points of what is read and of formulas, and terms looked for.
  std::size_t points_left_ = monitoring::math_points_max;
  std::size_t looks_left_;
  monitoring::MathInputs inputs_;
};

}  // namespace weir::api::cloudwatch
