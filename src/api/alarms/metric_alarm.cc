#include "api/alarms/metric_alarm.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "api/cloudwatch/errors.h"
#include "monitoring/statistic.h"

namespace weir::api::alarms {
namespace {

using aws::cloudwatch::MetricAlarmTerms;
using aws::cloudwatch::MetricDataQuery;
using cloudwatch::invalid_parameter_combination;
using cloudwatch::validation_error;

constexpr std::size_t metrics_max = 10;
constexpr std::size_t queries_max = 20;
constexpr std::int64_t day_seconds = 86'400;
constexpr std::int64_t week_seconds = 7 * day_seconds;
constexpr std::string_view watched_id = "watched";
constexpr std::string_view counted_id = "counted";

aws::Failure missing(std::string_view member) {
  return validation_error(
      fmt::format("1 validation error detected: Value null at '{}' failed to satisfy constraint: "
                  "Member must not be null",
                  member));
}

aws::Failure unsupported(std::string_view value, std::string_view parameter) {
  return validation_error(
      fmt::format("The value {} for parameter {} is not supported.", value, parameter));
}

bool is_alarm_period(std::int64_t period) {
  return period == 10 || period == 30 || (period > 0 && period % 60 == 0);
}

aws::Outcome<void> check_period(std::int64_t period) {
  if (is_alarm_period(period)) return {};
  return validation_error("Period must be 10, 30 or a multiple of 60");
}

// What belongs to an alarm on one metric, and not to one on expressions.
bool has_single_metric(const MetricAlarmTerms& terms) {
  return terms.metric_name || terms.name_space || terms.statistic || terms.extended_statistic ||
         terms.dimensions || terms.period || terms.unit;
}

MetricDataQuery query_of(const MetricAlarmTerms& terms, std::string_view id,
                         std::string_view statistic) {
  MetricDataQuery query;
  query.id = id;
  query.metric_stat.emplace();
  query.metric_stat->metric = aws::cloudwatch::Metric{.name_space = terms.name_space,
                                                      .metric_name = terms.metric_name,
                                                      .dimensions = terms.dimensions};
  query.metric_stat->period = *terms.period;
  query.metric_stat->stat = statistic;
  query.metric_stat->unit = terms.unit;
  return query;
}

// Nothing: values of any number of samples count.
aws::Outcome<std::optional<double>> significant_percentile(const MetricAlarmTerms& terms) {
  const auto& treatment = terms.evaluate_low_sample_count_percentile;
  if (!treatment || *treatment == "evaluate") return std::nullopt;
  if (*treatment != "ignore") return unsupported(*treatment, "EvaluateLowSampleCountPercentile");
  const auto statistic = monitoring::parse_statistic(terms.extended_statistic.value_or(""));
  if (!statistic || statistic->kind != monitoring::StatisticKind::percentile) return std::nullopt;
  return statistic->high;
}

aws::Outcome<void> plan_single(const aws::Caller& caller, const MetricAlarmTerms& terms,
                               MetricAlarmPlan& plan) {
  if (!terms.metric_name) return missing("metricName");
  if (!terms.name_space) return missing("namespace");
  if (!terms.period) return missing("period");
  if (terms.statistic.has_value() == terms.extended_statistic.has_value()) {
    return invalid_parameter_combination(
        "Exactly one of the parameters Statistic and ExtendedStatistic must be specified.");
  }
  TRY(check_period(*terms.period));
  if (terms.extended_statistic && !monitoring::parse_statistic(*terms.extended_statistic)) {
    return unsupported(*terms.extended_statistic, "ExtendedStatistic");
  }
  const std::string_view statistic = terms.statistic ? *terms.statistic : *terms.extended_statistic;
  std::vector<MetricDataQuery> queries{query_of(terms, watched_id, statistic)};
  plan.threshold.significant_percentile = TRY(significant_percentile(terms));
  if (plan.threshold.significant_percentile) {
    queries.push_back(query_of(terms, counted_id, "SampleCount"));
    plan.counted = counted_id;
  }
  plan.queries = TRY(cloudwatch::plan_queries(caller, queries));
  plan.watched = watched_id;
  plan.period = seconds(*terms.period);
  return {};
}

aws::Outcome<void> plan_expressions(const aws::Caller& caller, const MetricAlarmTerms& terms,
                                    MetricAlarmPlan& plan) {
  if (has_single_metric(terms)) {
    return invalid_parameter_combination(
        "The parameter Metrics cannot be specified together with MetricName, Namespace, "
        "Dimensions, "
        "Period, Unit, Statistic or ExtendedStatistic.");
  }
  if (terms.metrics->size() > queries_max) {
    return validation_error(
        fmt::format("The collection Metrics must not have a size greater than {}.", queries_max));
  }
  plan.queries = TRY(cloudwatch::plan_queries(caller, *terms.metrics));
  const auto& queries = plan.queries.queries;
  if (!plan.queries.searches.empty()) {
    return validation_error("SEARCH is not supported on Metric Alarms.");
  }
  if (std::ranges::count_if(queries, [](const auto& query) { return query.read.has_value(); }) >
      static_cast<std::ptrdiff_t>(metrics_max)) {
    return validation_error(fmt::format("Metric alarms may have {} metrics at most.", metrics_max));
  }
  if (std::ranges::count(queries, true, &cloudwatch::PlannedQuery::returns_data) != 1) {
    return validation_error("Exactly one element of the metrics list should return data.");
  }
  for (const cloudwatch::PlannedQuery& query : queries) TRY(check_period(query.period.count()));
  const auto watched = std::ranges::find(queries, true, &cloudwatch::PlannedQuery::returns_data);
  plan.watched = watched->id;
  plan.period = watched->period;
  return {};
}

aws::Outcome<void> plan_threshold(const MetricAlarmTerms& terms, MetricAlarmPlan& plan) {
  if (!terms.evaluation_periods) return missing("evaluationPeriods");
  if (!terms.comparison_operator) return missing("comparisonOperator");
  const auto comparison = monitoring::comparison_named(*terms.comparison_operator);
  if (!comparison || terms.threshold_metric_id) {
    return validation_error("Alarms on anomaly detection are not supported.");
  }
  if (!terms.threshold) return missing("threshold");
  if (!std::isfinite(*terms.threshold)) {
    return unsupported(fmt::format("{}", *terms.threshold), "Threshold");
  }
  const std::string_view treatment = terms.treat_missing_data.value_or("missing");
  const auto missing_data = monitoring::missing_data_named(treatment);
  if (!missing_data) return unsupported(treatment, "TreatMissingData");
  const std::int32_t periods = *terms.evaluation_periods;
  const std::int32_t datapoints = terms.datapoints_to_alarm.value_or(periods);
  if (datapoints > periods) {
    return validation_error("DatapointsToAlarm must be less than or equal to EvaluationPeriods.");
  }
  plan.threshold.comparison = *comparison;
  plan.threshold.value = *terms.threshold;
  plan.threshold.evaluation_periods = static_cast<std::uint32_t>(periods);
  plan.threshold.datapoints_to_alarm = static_cast<std::uint32_t>(datapoints);
  plan.threshold.missing_data = *missing_data;
  return {};
}

aws::Outcome<void> check_span(const MetricAlarmPlan& plan) {
  const std::int64_t span = plan.period.count() * plan.threshold.evaluation_periods;
  if (plan.period >= seconds(3'600)) {
    if (span <= week_seconds) return {};
    return validation_error(
        "Metrics cannot be checked across more than seven days (EvaluationPeriods * Period must be "
        "<= 604800).");
  }
  if (span <= day_seconds) return {};
  return validation_error(
      "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= "
      "86400).");
}

}  // namespace

aws::Outcome<MetricAlarmPlan> plan_metric_alarm(const aws::Caller& caller,
                                                const MetricAlarmTerms& terms) {
  MetricAlarmPlan plan;
  TRY(plan_threshold(terms, plan));
  if (terms.metrics && !terms.metrics->empty()) {
    TRY(plan_expressions(caller, terms, plan));
  } else {
    TRY(plan_single(caller, terms, plan));
  }
  TRY(check_span(plan));
  return plan;
}

}  // namespace weir::api::alarms
