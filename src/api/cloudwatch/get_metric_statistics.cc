// GetMetricStatistics: statistics of one metric, period by period.

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/cloudwatch/errors.h"
#include "api/cloudwatch/metrics.h"
#include "api/cloudwatch/operations.h"
#include "monitoring/statistic.h"

namespace weir::api::cloudwatch {
namespace {

using monitoring::Statistic;

constexpr std::int64_t datapoints_max = 1'440;
constexpr milliseconds minutes_kept = std::chrono::days(15);
constexpr milliseconds five_minutes_kept = std::chrono::days(63);

struct Wanted {
  std::vector<Statistic> simple;
  std::vector<std::pair<std::string, Statistic>> extended;
};

// "12,345".
std::string with_commas(std::int64_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (std::size_t index = 0; index < digits.size(); ++index) {
    if (index > 0 && (digits.size() - index) % 3 == 0) text += ',';
    text += digits[index];
  }
  return text;
}

aws::Outcome<Wanted> wanted_of(const aws::cloudwatch::GetMetricStatistics::Request& request) {
  if (!request.statistics && !request.extended_statistics) {
    return invalid_parameter_combination("Must specify either Statistics or ExtendedStatistics");
  }
  Wanted wanted;
  if (request.statistics) {
    for (const std::string_view name : *request.statistics) {
      wanted.simple.push_back(*monitoring::parse_simple_statistic(name));
    }
  }
  if (!request.extended_statistics) return wanted;
  for (const std::string_view name : *request.extended_statistics) {
    const auto statistic = monitoring::parse_statistic(name);
    if (!statistic || monitoring::parse_simple_statistic(name)) {
      return invalid_parameter_value(
          fmt::format("The value {} for parameter ExtendedStatistics is not supported.", name));
    }
    wanted.extended.emplace_back(name, *statistic);
  }
  return wanted;
}

// What is older is kept in longer periods, on which the time that is asked for is rounded down.
seconds kept_period(WallTime start, WallTime now) {
  if (now - start <= minutes_kept) return seconds(60);
  return now - start <= five_minutes_kept ? seconds(300) : seconds(3'600);
}

aws::Outcome<monitoring::MetricRange> range_of(
    const Services& services, const WireCall& call,
    const aws::cloudwatch::GetMetricStatistics::Request& request) {
  const WallTime start = in_calendar(*request.start_time);
  const WallTime end = in_calendar(*request.end_time);
  if (start >= end) {
    return invalid_parameter_value(
        "The parameter StartTime must be less than the parameter EndTime.");
  }
  if (!is_period(*request.period)) {
    return invalid_parameter_value(
        fmt::format("The value {} for parameter Period is invalid: it must be 1, 5, 10, 30 or a "
                    "multiple of 60.",
                    *request.period));
  }
  const seconds period(*request.period);
  monitoring::MetricRange range{.metric = TRY(metric_of(call.caller, request.name_space,
                                                        request.metric_name, request.dimensions)),
                                .start = start,
                                .end = end,
                                .period = period,
                                .unit = std::string(request.unit.value_or(""))};
  const WallTime now = services.clock.wall_now();
  if (period >= seconds(60)) range.start = period_start(range.start, kept_period(range.start, now));
  range.start = period_start(range.start, period);
  const std::int64_t count = periods_between(range.start, range.end, period);
  if (count <= datapoints_max) return range;
  return invalid_parameter_combination(fmt::format(
      "You have requested up to {} datapoints, which exceeds the limit of 1,440. You may reduce "
      "the datapoints requested by increasing Period, or decreasing the time range.",
      with_commas(count)));
}

void set(aws::cloudwatch::Datapoint& to, const Statistic& statistic,
         const monitoring::Statistics& statistics) {
  const std::optional<double> value = monitoring::value_of(statistic, statistics);
  switch (statistic.kind) {
    case monitoring::StatisticKind::sample_count:
      to.sample_count = value;
      break;
    case monitoring::StatisticKind::average:
      to.average = value;
      break;
    case monitoring::StatisticKind::sum:
      to.sum = value;
      break;
    case monitoring::StatisticKind::minimum:
      to.minimum = value;
      break;
    default:
      to.maximum = value;
  }
}

aws::cloudwatch::Datapoint to_answer(const Wanted& wanted, const monitoring::Datapoint& datapoint) {
  aws::cloudwatch::Datapoint answer;
  answer.timestamp = datapoint.time;
  answer.unit = datapoint.unit;
  for (const Statistic& statistic : wanted.simple) set(answer, statistic, datapoint.statistics);
  for (const auto& [name, statistic] : wanted.extended) {
    const std::optional<double> value = monitoring::value_of(statistic, datapoint.statistics);
    if (!value) continue;
    if (!answer.extended_statistics) answer.extended_statistics.emplace();
    answer.extended_statistics->entries.emplace_back(name, *value);
  }
  return answer;
}

}  // namespace

void handle(const Services& services, const WireCall& call,
            aws::cloudwatch::GetMetricStatistics::Request request,
            Reply<aws::cloudwatch::GetMetricStatistics> reply) {
  auto wanted = wanted_of(request);
  if (!wanted) return reply(aws::Failure(std::move(wanted).error()));
  auto range = range_of(services, call, request);
  if (!range) return reply(aws::Failure(std::move(range).error()));
  std::string label = range->metric.name;
  services.reader(call.home).read(
      *range, [wanted = *std::move(wanted), label = std::move(label),
               reply = std::move(reply)](Result<std::vector<monitoring::Datapoint>> found) mutable {
        if (!found) return reply(failure_of_store(std::move(found).error()));
        aws::cloudwatch::GetMetricStatistics::Response response;
        response.label = std::move(label);
        for (const monitoring::Datapoint& datapoint : *found) {
          response.datapoints.push_back(to_answer(wanted, datapoint));
        }
        reply(std::move(response));
      });
}

}  // namespace weir::api::cloudwatch
