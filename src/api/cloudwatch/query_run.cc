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
// What all searches of a request may cost, counted in terms compared with one metric: less than a
// second, in which nobody else is served. Getting a metric costs as much as some terms.
constexpr std::size_t looks_max = 5'000'000;
constexpr std::size_t looks_of_metric = 8;

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
      done_(std::move(done)),
      looks_left_(looks_max) {}

void QueryRun::start(const aws::Caller& caller) {
  for (const PlannedQuery& query : plan_.queries) {
    if (!query.read) continue;
    readings_.push_back({.read = *query.read, .into = query.id, .is_search = false});
    inputs_.metric_ids.push_back(query.id);
  }
  if (!find_all(caller)) {
    return fail(validation_error("The searches look at too many metrics for too many terms."));
  }
  read_next();
}

bool QueryRun::find_all(const aws::Caller& caller) {
  std::map<std::optional<std::string>, SearchGroup> groups;
  for (const auto& [key, planned] : plan_.searches) {
    inputs_.searches[key];
    SearchGroup& group = groups[planned.search.name_space];
    group.cost += monitoring::terms_of(planned.search) + 1;
    group.searches.push_back({.key = key, .planned = planned});
  }
  return std::ranges::all_of(groups, [&](auto& entry) {
    return find({.account_id = caller.principal.account_id,
                 .region = caller.region,
                 .name_space = entry.first,
                 .active_since = clock_.wall_now() - searched_age_max},
                entry.second);
  });
}

bool QueryRun::find(const monitoring::MetricFilter& filter, SearchGroup& group) {
  std::optional<monitoring::Metric> after;
  for (std::size_t searched = 0; searched < searched_max; searched += search_page) {
    const auto page = reader_.list(filter, after, search_page);
    const std::size_t cost = page.size() * (looks_of_metric + group.cost);
    if (cost > looks_left_) return false;
    looks_left_ -= cost;
    for (const monitoring::Metric& metric : page) match(metric, group);
    const bool has_all = std::ranges::all_of(group.searches, [](const auto& search) {
      return search.found == monitoring::search_results_max;
    });
    if (has_all || page.size() < search_page) return true;
    after = page.back();
  }
  return true;
}

void QueryRun::match(const monitoring::Metric& metric, SearchGroup& group) {
  const monitoring::SearchedMetric searched(metric);
  for (auto& [key, planned, found] : group.searches) {
    if (found == monitoring::search_results_max) continue;
    if (!monitoring::matches(planned.search, searched)) continue;
    ++found;
    readings_.push_back({.read = {.metric = metric,
                                  .statistic = planned.statistic,
                                  .period = planned.period,
                                  .label = label_of(metric)},
                         .into = key,
                         .is_search = true});
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
                 if (!self->take(self->readings_[self->next_++], *datapoints)) {
                   return self->fail(validation_error("The queries ask for too many datapoints."));
                 }
                 self->read_next();
               });
}

bool QueryRun::take(const Reading& reading, const std::vector<monitoring::Datapoint>& datapoints) {
  monitoring::TimeSeries series{
      .label = reading.read.label, .period = reading.read.period, .points = {}};
  for (const monitoring::Datapoint& datapoint : datapoints) {
    // Values of two units in one period: those that come first count.
    if (!series.points.empty() && series.points.back().time >= datapoint.time) continue;
    const auto value = monitoring::value_of(reading.read.statistic, datapoint.statistics);
    if (value) series.points.push_back({.time = datapoint.time, .value = *value});
  }
  if (!spend(series.points.size() + 1)) return false;
  if (reading.is_search) {
    inputs_.searches[reading.into].push_back(std::move(series));
  } else {
    inputs_.results[reading.into] = std::move(series);
  }
  return true;
}

bool QueryRun::spend(std::size_t points) {
  if (points > points_left_) return false;
  points_left_ -= points;
  return true;
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
    auto value = monitoring::evaluate(*query.expression, inputs_, points_left_);
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
      // A number has become as many points as the frame has.
      if (!is_array && !spend(series.points.size())) {
        return validation_error("The queries ask for too many datapoints.");
      }
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
