// GetMetricData: metrics and formulas over them. The token says how many datapoints earlier pages
// gave: each page is worked out anew.

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "api/cloudwatch/errors.h"
#include "api/cloudwatch/metrics.h"
#include "api/cloudwatch/operations.h"
#include "api/cloudwatch/query_plan.h"
#include "api/cloudwatch/query_run.h"
#include "monitoring/metric_math/evaluation.h"

namespace weir::api::cloudwatch {
namespace {

using aws::cloudwatch::GetMetricData;
using aws::cloudwatch::MetricDataResult;

constexpr std::int32_t datapoints_max = 100'800;
constexpr std::int64_t periods_max = 100'800;

struct Page {
  std::size_t skipped = 0;  // Datapoints that earlier pages gave.
  std::size_t size = 0;
  bool is_ascending = false;
};

std::optional<std::size_t> read_token(std::string_view token) {
  std::size_t number = 0;
  const char* const end = token.data() + token.size();
  const auto [stop, error] = std::from_chars(token.data(), end, number);
  // No answer has as many datapoints: added to, larger ones would begin anew.
  constexpr std::size_t number_max = monitoring::math_points_max;
  if (error != std::errc{} || stop != end || number == 0 || number > number_max) {
    return std::nullopt;
  }
  return number;
}

// The part of a result that is on the page.
MetricDataResult part_of(QueryResult result, std::size_t from, std::size_t count,
                         bool is_ascending) {
  auto& points = result.series.points;
  if (!is_ascending) std::ranges::reverse(points);
  MetricDataResult answer{.id = std::move(result.id),
                          .label = std::move(result.series.label),
                          .timestamps = {},
                          .values = {},
                          .status_code = from + count < points.size() ? "PartialData" : "Complete"};
  for (std::size_t index = from; index < from + count; ++index) {
    answer.timestamps.push_back(points[index].time);
    answer.values.push_back(points[index].value);
  }
  return answer;
}

GetMetricData::Response page_of(QueryResults results, const Page& page) {
  GetMetricData::Response response;
  const std::size_t end = page.skipped + page.size;
  std::size_t before = 0;  // Datapoints of earlier results.
  for (QueryResult& result : results) {
    const std::size_t size = result.series.points.size();
    const std::size_t from = std::clamp(page.skipped, before, before + size) - before;
    const std::size_t to = std::clamp(end, before, before + size) - before;
    before += size;
    // Results without datapoints are on the first page.
    if (from == to && (size != 0 || page.skipped != 0)) continue;
    response.metric_data_results.push_back(
        part_of(std::move(result), from, to - from, page.is_ascending));
  }
  if (before > end) response.next_token = std::to_string(end);
  return response;
}

aws::Outcome<void> check_range(const QueryPlan& plan, WallTime start, WallTime end) {
  for (const PlannedQuery& query : plan.queries) {
    if (periods_between(period_start(start, query.period), end, query.period) > periods_max) {
      return validation_error(
          "You have requested more than 100,800 datapoints of one query. You may reduce the "
          "datapoints requested by increasing Period, or decreasing the time range.");
    }
  }
  return {};
}

}  // namespace

void handle(const Services& services, const WireCall& call, GetMetricData::Request request,
            Reply<GetMetricData> reply) {
  const WallTime start = in_calendar(*request.start_time);
  const WallTime end = in_calendar(*request.end_time);
  if (start >= end) {
    return reply(
        validation_error("The parameter StartTime must be less than the parameter EndTime."));
  }
  Page page{.size = static_cast<std::size_t>(
                std::min(request.max_datapoints.value_or(datapoints_max), datapoints_max)),
            .is_ascending = request.scan_by == "TimestampAscending"};
  if (request.next_token) {
    const auto skipped = read_token(*request.next_token);
    if (!skipped) return reply(invalid_next_token("The value for parameter NextToken is invalid."));
    page.skipped = *skipped;
  }
  auto plan = plan_queries(call.caller, *request.metric_data_queries);
  if (!plan) return reply(aws::Failure(std::move(plan).error()));
  if (auto good = check_range(*plan, start, end); !good) {
    return reply(aws::Failure(std::move(good).error()));
  }
  const auto run = std::make_shared<QueryRun>(
      services.reader(call.home), services.clock, *std::move(plan), start, end,
      [page, reply = std::move(reply)](aws::Outcome<QueryResults> results) mutable {
        if (!results) return reply(aws::Failure(std::move(results).error()));
        reply(page_of(*std::move(results), page));
      });
  run->start(call.caller);
}

}  // namespace weir::api::cloudwatch
