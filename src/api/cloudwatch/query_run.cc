#include "api/cloudwatch/query_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "api/cloudwatch/errors.h"
#include "api/cloudwatch/metrics.h"

namespace weir::api::cloudwatch {
namespace {

constexpr milliseconds searched_age_max = std::chrono::days(14);
// How many metrics are looked at in one go, and how many in all, for one search.
constexpr std::size_t search_page = 1'000;
constexpr std::size_t searched_max = 100'000;

// What tells a metric from others that a search found.
std::string label_of(const monitoring::Metric& metric) {
  std::string label = metric.name;
  for (const monitoring::Dimension& dimension : metric.dimensions) label += " " + dimension.value;
  return label;
}

}  // namespace

QueryRun::QueryRun(monitoring::MetricReader& reader, const env::Clock& clock, QueryPlan plan,
                   WallTime start, WallTime end, Done done)
    : reader_(reader),
      clock_(clock),
      plan_(std::move(plan)),
      start_(start),
      end_(end),
      done_(std::move(done)) {}

void QueryRun::start(const aws::Caller& caller) {
  for (const PlannedQuery& query : plan_.queries) {
    if (!query.read) continue;
    readings_.push_back({.read = *query.read, .into = query.id, .is_search = false});
    inputs_.metric_ids.push_back(query.id);
  }
  for (const auto& [key, search] : plan_.searches) find(caller, key, search);
  read_next();
}

void QueryRun::find(const aws::Caller& caller, const std::string& key,
                    const PlannedSearch& search) {
  inputs_.searches[key];
  monitoring::MetricFilter filter{.account_id = caller.principal.account_id,
                                  .region = caller.region,
                                  .name_space = search.search.name_space};
  filter.active_since = clock_.wall_now() - searched_age_max;
  std::optional<monitoring::Metric> after;
  std::size_t found = 0;
  for (std::size_t searched = 0; searched < searched_max; searched += search_page) {
    const auto page = reader_.list(filter, after, search_page);
    for (const monitoring::Metric& metric : page) {
      if (!monitoring::matches(search.search, metric)) continue;
      if (++found > monitoring::search_results_max) return;
      readings_.push_back({.read = {.metric = metric,
                                    .statistic = search.statistic,
                                    .period = search.period,
                                    .label = label_of(metric)},
                           .into = key,
                           .is_search = true});
    }
    if (page.size() < search_page) return;
    after = page.back();
  }
}

// One after the other: what has been read is small, what is being read may not be.
void QueryRun::read_next() {
  if (next_ == readings_.size()) return finish();
  const Reading& reading = readings_[next_];
  const monitoring::Frame frame = frame_of(reading.read.period);
  reader_.read({.metric = reading.read.metric,
                .start = frame.start,
                .end = frame.end,
                .period = frame.period,
                .unit = reading.read.unit},
               [self = shared_from_this()](Result<std::vector<monitoring::Datapoint>> datapoints) {
                 if (!datapoints) {
                   if (datapoints.error().code == ErrorCode::limit_exceeded) {
                     return self->fail(validation_error(std::move(datapoints).error().message));
                   }
                   return self->fail(failure_of_store(std::move(datapoints).error()));
                 }
                 self->take(self->readings_[self->next_++], *datapoints);
                 if (self->points_ > monitoring::math_points_max) {
                   return self->fail(validation_error("The queries ask for too many datapoints."));
                 }
                 self->read_next();
               });
}

void QueryRun::take(const Reading& reading, const std::vector<monitoring::Datapoint>& datapoints) {
  monitoring::TimeSeries series{
      .label = reading.read.label, .period = reading.read.period, .points = {}};
  for (const monitoring::Datapoint& datapoint : datapoints) {
    // Values of two units in one period: those that come first count.
    if (!series.points.empty() && series.points.back().time >= datapoint.time) continue;
    const auto value = monitoring::value_of(reading.read.statistic, datapoint.statistics);
    if (value) series.points.push_back({.time = datapoint.time, .value = *value});
  }
  points_ += series.points.size() + 1;
  if (reading.is_search) {
    inputs_.searches[reading.into].push_back(std::move(series));
  } else {
    inputs_.results[reading.into] = std::move(series);
  }
}

void QueryRun::finish() {
  aws::Outcome<QueryResults> results = evaluate();
  Done done = std::move(done_);
  done(std::move(results));
}

void QueryRun::fail(aws::Failure failure) {
  Done done = std::move(done_);
  done(std::move(failure));
}

monitoring::Frame QueryRun::frame_of(seconds period) const {
  return {.start = period_start(start_, period), .end = end_, .period = period};
}

// What has not begun yet is no gap to fill.
monitoring::Frame QueryRun::math_frame(seconds period) const {
  monitoring::Frame frame = frame_of(period);
  frame.end = std::min(frame.end, clock_.wall_now());
  return frame;
}

aws::Outcome<QueryResults> QueryRun::evaluate() {
  for (const std::size_t index : plan_.order) {
    const PlannedQuery& query = plan_.queries[index];
    if (!query.expression) continue;
    inputs_.frame = math_frame(query.period);
    auto value = monitoring::evaluate(*query.expression, inputs_);
    if (!value) {
      return validation_error(
          fmt::format("Error in expression '{}': {}", query.id, value.error().message));
    }
    inputs_.results[query.id] = *std::move(value);
  }
  QueryResults results;
  for (const PlannedQuery& query : plan_.queries) {
    if (!query.returns_data) continue;
    const monitoring::Value& value = inputs_.results[query.id];
    const bool is_array = std::holds_alternative<std::vector<monitoring::TimeSeries>>(value);
    for (monitoring::TimeSeries& series : monitoring::as_series(value, math_frame(query.period))) {
      if (!query.label.empty()) {
        series.label = is_array ? query.label + " " + series.label : query.label;
      } else if (query.expression && (!is_array || series.label.empty())) {
        series.label = query.id;
      }
      results.push_back({.id = query.id, .series = std::move(series)});
    }
  }
  return results;
}

}  // namespace weir::api::cloudwatch
