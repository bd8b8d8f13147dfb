#include "api/alarms/metric_evaluation.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "api/alarms/definition.h"
#include "api/alarms/reports.h"
#include "api/cloudwatch/metrics.h"
#include "api/cloudwatch/query_run.h"
#include "codec/json_writer.h"

namespace weir::api::alarms {
namespace {

using cloudwatch::QueryResults;
using monitoring::AlarmDatapoint;

// StateReasonData has 4,000 characters at most: 250, and 150 for each datapoint.
constexpr std::size_t reason_datapoints_max = 25;

// What is known of an alarm while its metrics are read.
struct Evaluation {
  MetricAlarmPlan plan;
  stream::AlarmValue value;
  std::string statistic;  // "Average"; empty of an expression.
  WallTime start;
  WallTime until;
  WallTime asked;
};

// The values of a query by their periods; none if it gave several series or none.
const monitoring::TimeSeries* series_of(const QueryResults& results, std::string_view id) {
  const monitoring::TimeSeries* found = nullptr;
  for (const cloudwatch::QueryResult& result : results) {
    if (result.id != id) continue;
    if (found != nullptr) return nullptr;
    found = &result.series;
  }
  return found;
}

std::optional<double> value_at(const monitoring::TimeSeries* series, WallTime time) {
  if (series == nullptr) return std::nullopt;
  const auto found = std::lower_bound(
      series->points.begin(), series->points.end(), time,
      [](const monitoring::TimeValue& point, WallTime at) { return point.time < at; });
  if (found == series->points.end() || found->time != time) return std::nullopt;
  return found->value;
}

std::vector<AlarmDatapoint> datapoints_of(const Evaluation& evaluation,
                                          const QueryResults& results) {
  const auto* const watched = series_of(results, evaluation.plan.watched);
  const auto* const counted = series_of(results, evaluation.plan.counted);
  std::vector<AlarmDatapoint> datapoints;
  for (WallTime time = evaluation.start; time < evaluation.until;
       time = time + evaluation.plan.period) {
    datapoints.push_back({.time = time,
                          .value = value_at(watched, time),
                          .sample_count = value_at(counted, time).value_or(0)});
  }
  return datapoints;
}

void write_datapoints(codec::JsonWriter& writer, const std::vector<AlarmDatapoint>& evaluated) {
  writer.key("recentDatapoints");
  writer.begin_array();
  for (auto each = evaluated.rbegin(); each != evaluated.rend(); ++each) writer.real(*each->value);
  writer.end_array();
}

void write_evaluated(codec::JsonWriter& writer, const std::vector<AlarmDatapoint>& evaluated) {
  writer.key("evaluatedDatapoints");
  writer.begin_array();
  for (const AlarmDatapoint& datapoint : evaluated) {
    writer.begin_object();
    writer.key("timestamp");
    writer.plain_text(report_time(datapoint.time));
    if (datapoint.sample_count > 0) {
      writer.key("sampleCount");
      writer.real(datapoint.sample_count);
    }
    writer.key("value");
    writer.real(*datapoint.value);
    writer.end_object();
  }
  writer.end_array();
}

// `evaluated`: the newest first. No more of them are shown than fit into what Amazon allows.
std::string reason_data_of(const Evaluation& evaluation, std::vector<AlarmDatapoint> evaluated) {
  if (evaluated.size() > reason_datapoints_max) evaluated.resize(reason_datapoints_max);
  std::string text;
  codec::JsonWriter writer(text);
  writer.begin_object();
  writer.key("version");
  writer.plain_text("1.0");
  writer.key("queryDate");
  writer.plain_text(report_time(evaluation.asked));
  if (!evaluated.empty()) {
    writer.key("startDate");
    writer.plain_text(report_time(evaluated.back().time));
  }
  if (!evaluation.statistic.empty()) {
    writer.key("statistic");
    writer.text(evaluation.statistic);
  }
  writer.key("period");
  writer.number(evaluation.plan.period.count());
  write_datapoints(writer, evaluated);
  writer.key("threshold");
  writer.real(evaluation.plan.threshold.value);
  write_evaluated(writer, evaluated);
  writer.end_object();
  return text;
}

MetricJudgement judge(const Evaluation& evaluation, const QueryResults& results) {
  const monitoring::AlarmState current = state_of(evaluation.value);
  MetricJudgement answer{.judgement =
                             monitoring::evaluate(evaluation.plan.threshold,
                                                  datapoints_of(evaluation, results), current)};
  const auto& evaluated = answer.judgement.evaluated;
  if (!evaluated.empty()) answer.newest = evaluated.front().value;
  if (answer.judgement.state != current) answer.reason_data = reason_data_of(evaluation, evaluated);
  return answer;
}

}  // namespace

void evaluate_metric_alarm(monitoring::MetricReader& reader, const env::Clock& clock,
                           const stream::Alarm& alarm, WallTime until, MetricJudged done) {
  const aws::Caller owner{.principal = {.account_id = alarm.key.account_id, .user_name = {}},
                          .access_key_id = {},
                          .region = alarm.key.region};
  std::string text = alarm.definition;
  const aws::cloudwatch::MetricAlarmTerms terms = read_metric_definition(text).terms;
  auto plan = plan_metric_alarm(owner, terms);
  if (!plan) return done(aws::Failure(std::move(plan).error()));
  Evaluation evaluation{
      .plan = *std::move(plan),
      .value = alarm.value,
      .statistic = std::string(terms.statistic.value_or(terms.extended_statistic.value_or(""))),
      .start = {},
      .until = {},
      .asked = clock.wall_now()};
  const seconds period = evaluation.plan.period;
  evaluation.until = cloudwatch::period_start(until, period);
  evaluation.start =
      evaluation.until - period * std::int64_t{evaluation_range(evaluation.plan.threshold)};
  cloudwatch::QueryPlan queries = evaluation.plan.queries;
  const WallTime start = evaluation.start;
  const WallTime end = evaluation.until;
  const auto run = std::make_shared<cloudwatch::QueryRun>(
      reader, clock, std::move(queries), start, end,
      [evaluation = std::move(evaluation),
       done = std::move(done)](aws::Outcome<QueryResults> results) mutable {
        if (!results) return done(aws::Failure(std::move(results).error()));
        done(judge(evaluation, *results));
      });
  run->start(owner);
}

}  // namespace weir::api::alarms
