#include "api/autoscaling/tracked_metric.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "api/autoscaling/errors.h"
#include "api/cloudwatch/query_plan.h"
#include "api/cloudwatch/query_run.h"

namespace weir::api::autoscaling {
namespace {

using aws::autoscaling::CustomizedMetricSpecification;
using monitoring::AlarmDatapoint;
using monitoring::Datapoint;

constexpr seconds minute{60};

using Minutes = std::vector<AlarmDatapoint>;

std::optional<std::vector<aws::cloudwatch::Dimension>> to_queried(
    const std::optional<std::vector<aws::autoscaling::MetricDimension>>& dimensions) {
  if (!dimensions) return std::nullopt;
  std::vector<aws::cloudwatch::Dimension> queried;
  queried.reserve(dimensions->size());
  for (const auto& dimension : *dimensions) queried.push_back({dimension.name, dimension.value});
  return queried;
}

aws::cloudwatch::MetricStat stat_of(
    const std::optional<std::string_view>& name_space, const std::optional<std::string_view>& name,
    const std::optional<std::vector<aws::autoscaling::MetricDimension>>& dimensions,
    std::string_view stat, const std::optional<std::string_view>& unit) {
  return {.metric = aws::cloudwatch::Metric{.name_space = name_space,
                                            .metric_name = name,
                                            .dimensions = to_queried(dimensions)},
          .period = static_cast<std::int32_t>(minute.count()),
          .stat = stat,
          .unit = unit};
}

std::vector<aws::cloudwatch::MetricDataQuery> queries_of(
    const CustomizedMetricSpecification& metric) {
  using Query = aws::cloudwatch::MetricDataQuery;
  if (!metric.metrics) {
    Query query{};
    query.id = "m";
    query.metric_stat = stat_of(metric.name_space, metric.metric_name, metric.dimensions,
                                metric.statistic.value_or("Average"), metric.unit);
    return {query};
  }
  std::vector<Query> queries;
  queries.reserve(metric.metrics->size());
  for (const auto& each : *metric.metrics) {
    Query query{};
    query.id = each.id;
    query.expression = each.expression;
    query.label = each.label;
    query.return_data = each.return_data;
    if (each.metric_stat) {
      const auto& of = *each.metric_stat->metric;
      query.metric_stat = stat_of(of.name_space, of.metric_name, of.dimensions,
                                  each.metric_stat->stat, each.metric_stat->unit);
    }
    queries.push_back(std::move(query));
  }
  return queries;
}

aws::Outcome<cloudwatch::QueryPlan> plan_of(const aws::Caller& caller,
                                            const CustomizedMetricSpecification& metric) {
  auto plan = cloudwatch::plan_queries(caller, queries_of(metric));
  if (!plan) return validation(std::move(plan).error().message);
  const auto returned = std::ranges::count_if(
      plan->queries, [](const cloudwatch::PlannedQuery& query) { return query.returns_data; });
  if (returned != 1) {
    return validation(
        fmt::format("ReturnData must be true for one of Metrics, not for {}.", returned));
  }
  return plan;
}

Minutes empty_minutes(WallTime start, WallTime end) {
  Minutes minutes;
  for (WallTime time = start; time < end; time = time + minute) minutes.push_back({.time = time});
  return minutes;
}

// The minute of that time; null: it is not among them.
AlarmDatapoint* minute_at(Minutes& minutes, WallTime time) {
  const auto found = std::ranges::lower_bound(minutes, time, {}, &AlarmDatapoint::time);
  return found != minutes.end() && found->time == time ? &*found : nullptr;
}

// Utilisation in percent of what the shards can do: of each metric of the stream, and of them the
// highest.
class PredefinedRead : public std::enable_shared_from_this<PredefinedRead> {
 public:
  PredefinedRead(monitoring::MetricReader& reader, TrackedStream stream, WallTime start,
                 WallTime end, Done<Minutes> done)
      : reader_(reader),
        stream_(std::move(stream)),
        start_(start),
        end_(end),
        done_(std::move(done)),
        minutes_(empty_minutes(start, end)) {}

  void add(std::string metric, double shard_per_second) {
    parts_.push_back({std::move(metric), shard_per_second});
  }

  void read_next() {
    if (next_ == parts_.size()) return finish(std::move(minutes_));
    reader_.read({.metric = {.account_id = stream_.key.account_id,
                             .region = stream_.key.region,
                             .name_space = "AWS/Kinesis",
                             .name = parts_[next_].metric,
                             .dimensions = {{"StreamName", stream_.key.name}}},
                  .start = start_,
                  .end = end_},
                 [self = shared_from_this()](Result<std::vector<Datapoint>> datapoints) {
                   if (!datapoints) return self->finish(std::unexpected(datapoints.error()));
                   self->take(*datapoints);
                   ++self->next_;
                   self->read_next();
                 });
  }

 private:
  struct Part {
    std::string metric;
    double shard_per_second;
  };

  void take(const std::vector<Datapoint>& datapoints) {
    const double most =
        parts_[next_].shard_per_second * stream_.shards * static_cast<double>(minute.count());
    for (const Datapoint& datapoint : datapoints) {
      AlarmDatapoint* const at = minute_at(minutes_, datapoint.time);
      const auto sum =
          monitoring::value_of({.kind = monitoring::StatisticKind::sum}, datapoint.statistics);
      if (at == nullptr || !sum) continue;
      at->value = std::max(at->value.value_or(0), *sum / most * 100);
    }
  }

  void finish(Result<Minutes> result) {
    Done<Minutes> done = std::move(done_);
    done(std::move(result));
  }

  monitoring::MetricReader& reader_;
  const TrackedStream stream_;
  const WallTime start_;
  const WallTime end_;
  Done<Minutes> done_;
  Minutes minutes_;
  std::vector<Part> parts_;
  std::size_t next_ = 0;
};

void read_predefined(monitoring::MetricReader& reader, const TrackedStream& stream,
                     std::string_view type, WallTime start, WallTime end, Done<Minutes> done) {
  const auto read = std::make_shared<PredefinedRead>(reader, stream, start, end, std::move(done));
  if (type == aws::autoscaling::write_utilization_type) {
    read->add("IncomingBytes", stream.shard.write_bytes);
    read->add("IncomingRecords", stream.shard.write_records);
  } else {
    read->add("GetRecords.Bytes", stream.shard.read_bytes);
  }
  read->read_next();
}

Minutes minutes_of(const cloudwatch::QueryResults& results, WallTime start, WallTime end) {
  Minutes minutes = empty_minutes(start, end);
  if (results.empty()) return minutes;
  for (const auto& point : results.front().series.points) {
    if (AlarmDatapoint* const at = minute_at(minutes, point.time)) at->value = point.value;
  }
  return minutes;
}

void read_customized(monitoring::MetricReader& reader, const env::Clock& clock,
                     const TrackedStream& stream,
                     const std::shared_ptr<const TrackedConfiguration>& policy, WallTime start,
                     WallTime end, Done<Minutes> done) {
  const aws::Caller owner{.principal = {.account_id = stream.key.account_id, .user_name = {}},
                          .access_key_id = {},
                          .region = stream.key.region};
  auto plan = plan_of(owner, *policy->configuration.customized);
  if (!plan) return done(fail(ErrorCode::invalid_argument, plan.error().message));
  const auto run = std::make_shared<cloudwatch::QueryRun>(
      reader, clock, *std::move(plan), start, end,
      [policy, start, end,
       done = std::move(done)](aws::Outcome<cloudwatch::QueryResults> results) mutable {
        if (!results) return done(fail(ErrorCode::unavailable, results.error().message));
        done(minutes_of(*results, start, end));
      });
  run->start(owner);
}

}  // namespace

ShardCapacity capacity_of(const stream::ShardLimits& limits) {
  return {.write_bytes = static_cast<double>(limits.write.bytes_per_second),
          .write_records = static_cast<double>(limits.write.records_per_second),
          .read_bytes = static_cast<double>(limits.read.bytes_per_second)};
}

TrackedQueries tracked_queries(const TrackedStream& stream,
                               const TargetTrackingScalingPolicyConfiguration& configuration) {
  TrackedQueries tracked{.texts = std::make_shared<std::vector<std::string>>()};
  if (configuration.customized) {
    tracked.queries = queries_of(*configuration.customized);
    return tracked;
  }
  const double minute_of_all = static_cast<double>(minute.count()) * stream.shards;
  const bool is_write =
      configuration.predefined->predefined_metric_type == aws::autoscaling::write_utilization_type;
  tracked.texts->push_back(stream.key.name);
  tracked.texts->push_back(
      is_write ? fmt::format("MAX([FILL(bytes,0)/{},FILL(records,0)/{}])*100",
                             stream.shard.write_bytes * minute_of_all,
                             stream.shard.write_records * minute_of_all)
               : fmt::format("FILL(bytes,0)/{}*100", stream.shard.read_bytes * minute_of_all));
  const auto add = [&](std::string_view id, std::string_view metric) {
    aws::cloudwatch::MetricDataQuery query{};
    query.id = id;
    query.return_data = false;
    query.metric_stat = {
        .metric = aws::cloudwatch::Metric{.name_space = "AWS/Kinesis",
                                          .metric_name = metric,
                                          .dimensions = {{{"StreamName", tracked.texts->front()}}}},
        .period = static_cast<std::int32_t>(minute.count()),
        .stat = "Sum",
        .unit = std::nullopt};
    tracked.queries.push_back(std::move(query));
  };
  add("bytes", is_write ? "IncomingBytes" : "GetRecords.Bytes");
  if (is_write) add("records", "IncomingRecords");
  aws::cloudwatch::MetricDataQuery utilization{};
  utilization.id = "utilization";
  utilization.expression = tracked.texts->back();
  utilization.return_data = true;
  tracked.queries.push_back(std::move(utilization));
  return tracked;
}

aws::Outcome<void> check_tracked_metric(
    const aws::Caller& caller, const TargetTrackingScalingPolicyConfiguration& configuration) {
  if (configuration.customized) TRY(plan_of(caller, *configuration.customized));
  return {};
}

void read_tracked_metric(monitoring::MetricReader& reader, const env::Clock& clock,
                         const TrackedStream& stream,
                         const std::shared_ptr<const TrackedConfiguration>& policy, WallTime start,
                         WallTime end, Done<Minutes> done) {
  const auto& predefined = policy->configuration.predefined;
  if (predefined) {
    return read_predefined(reader, stream, predefined->predefined_metric_type, start, end,
                           std::move(done));
  }
  read_customized(reader, clock, stream, policy, start, end, std::move(done));
}

}  // namespace weir::api::autoscaling
