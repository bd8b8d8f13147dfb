// PutMetricData: takes values that clients have measured.

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "api/cloudwatch/errors.h"
#include "api/cloudwatch/metrics.h"
#include "api/cloudwatch/operations.h"

namespace weir::api::cloudwatch {
namespace {

using aws::cloudwatch::MetricDatum;
using monitoring::Statistics;

// 2^360, as the API reference has it.
const double value_max = std::ldexp(1.0, 360);
constexpr milliseconds age_max = std::chrono::days(14);
constexpr milliseconds ahead_max = std::chrono::hours(2);

bool is_value(double value) { return std::isfinite(value) && std::abs(value) <= value_max; }

aws::Failure invalid_value(double value, const std::string& parameter) {
  return invalid_parameter_value(
      fmt::format("The value {} for parameter {} is invalid.", value, parameter));
}

aws::Outcome<Statistics> statistics_of_values(const MetricDatum& datum, const std::string& place) {
  if (datum.counts && datum.counts->size() != datum.values->size()) {
    return invalid_parameter_value(
        fmt::format("The parameters {0}.Values and {0}.Counts must be of the same size.", place));
  }
  Statistics statistics;
  for (std::size_t index = 0; index < datum.values->size(); ++index) {
    const double value = (*datum.values)[index];
    const double count = datum.counts ? (*datum.counts)[index] : 1;
    if (!is_value(value)) {
      return invalid_value(value, fmt::format("{}.Values.member.{}", place, index + 1));
    }
    if (!is_value(count) || count < 0) {
      return invalid_value(count, fmt::format("{}.Counts.member.{}", place, index + 1));
    }
    statistics.record(value, count);
  }
  return statistics;
}

aws::Outcome<Statistics> statistics_of_set(const aws::cloudwatch::StatisticSet& set,
                                           const std::string& place) {
  const std::vector<std::pair<double, std::string_view>> values{{*set.sample_count, "SampleCount"},
                                                                {*set.sum, "Sum"},
                                                                {*set.minimum, "Minimum"},
                                                                {*set.maximum, "Maximum"}};
  for (const auto& [value, name] : values) {
    if (is_value(value)) continue;
    return invalid_value(value, fmt::format("{}.StatisticValues.{}", place, name));
  }
  if (*set.sample_count < 0) {
    return invalid_value(*set.sample_count, fmt::format("{}.StatisticValues.SampleCount", place));
  }
  if (*set.minimum > *set.maximum) {
    return invalid_parameter_combination(fmt::format(
        "The parameter {0}.StatisticValues.Maximum must be at least {0}.StatisticValues.Minimum.",
        place));
  }
  return monitoring::statistics_of_set(*set.sample_count, *set.sum, *set.minimum, *set.maximum);
}

aws::Outcome<Statistics> statistics_of(const MetricDatum& datum, const std::string& place) {
  const std::vector<std::pair<bool, std::string_view>> ways{
      {datum.value.has_value(), "Value"},
      {datum.statistic_values.has_value(), "StatisticValues"},
      {datum.values.has_value(), "Values"}};
  std::string_view given;
  for (const auto& [is_given, name] : ways) {
    if (!is_given) continue;
    if (!given.empty()) {
      return invalid_parameter_combination(
          fmt::format("The parameters {0}.{1} and {0}.{2} are mutually exclusive and you have "
                      "specified both.",
                      place, given, name));
    }
    given = name;
  }
  if (given.empty()) {
    return invalid_parameter_combination(fmt::format(
        "At least one of the parameters {0}.Value, {0}.Values or {0}.StatisticValues must be "
        "specified.",
        place));
  }
  if (datum.statistic_values) return statistics_of_set(*datum.statistic_values, place);
  if (datum.values) return statistics_of_values(datum, place);
  if (!is_value(*datum.value)) return invalid_value(*datum.value, place + ".Value");
  Statistics statistics;
  statistics.record(*datum.value);
  return statistics;
}

// ASCII without control characters, as the reference of Dimension has it: others would not come
// back from XML as they went in.
aws::Outcome<void> check_text(std::string_view text, const std::string& place) {
  for (const char character : text) {
    const auto code = static_cast<unsigned char>(character);
    if (code >= 0x20 && code < 0x7f) continue;
    return invalid_parameter_value(fmt::format("The value for parameter {} contains {} characters.",
                                               place, code > 0x7f ? "non-ASCII" : "control"));
  }
  if (text.find_first_not_of(' ') != std::string_view::npos) return {};
  return invalid_parameter_value(
      fmt::format("The value for parameter {} has nothing but blanks.", place));
}

aws::Outcome<void> check_texts(const MetricDatum& datum, const std::string& place) {
  TRY(check_text(datum.metric_name, place + ".MetricName"));
  if (!datum.dimensions) return {};
  std::size_t number = 0;
  for (const aws::cloudwatch::Dimension& dimension : *datum.dimensions) {
    const std::string member = fmt::format("{}.Dimensions.member.{}", place, ++number);
    TRY(check_text(dimension.name, member + ".Name"));
    TRY(check_text(dimension.value, member + ".Value"));
    if (dimension.name.starts_with(':')) {
      return invalid_parameter_value(
          fmt::format("The value {} for parameter {}.Name must not begin with a colon.",
                      dimension.name, member));
    }
  }
  return {};
}

aws::Outcome<WallTime> time_of(const MetricDatum& datum, WallTime now, const std::string& place) {
  if (!datum.timestamp) return now;
  if (*datum.timestamp < now - age_max) {
    return invalid_parameter_value(fmt::format(
        "The parameter {}.Timestamp must specify a time no more than two weeks in the past.",
        place));
  }
  if (*datum.timestamp > now + ahead_max) {
    return invalid_parameter_value(fmt::format(
        "The parameter {}.Timestamp must specify a time no more than two hours in the future.",
        place));
  }
  return *datum.timestamp;
}

aws::Outcome<monitoring::MetricValue> value_of(const WireCall& call, std::string_view name_space,
                                               const MetricDatum& datum, WallTime now,
                                               const std::string& place) {
  const std::int32_t resolution = datum.storage_resolution.value_or(60);
  if (resolution != 1 && resolution != 60) {
    return invalid_parameter_value(fmt::format(
        "The value {} for parameter {}.StorageResolution is invalid.", resolution, place));
  }
  TRY(check_texts(datum, place));
  monitoring::MetricValue value;
  value.metric = TRY(metric_of(call.caller, name_space, datum.metric_name, datum.dimensions));
  if (datum.unit) value.unit = *datum.unit;
  value.time = TRY(time_of(datum, now, place));
  value.statistics = TRY(statistics_of(datum, place));
  value.is_high_resolution = resolution == 1;
  return value;
}

}  // namespace

void handle(const Services& services, const WireCall& call,
            aws::cloudwatch::PutMetricData::Request request,
            Reply<aws::cloudwatch::PutMetricData> reply) {
  if (request.name_space.starts_with("AWS/")) {
    return reply(invalid_parameter_value("The value AWS/ for parameter Namespace is invalid."));
  }
  if (!request.metric_data) {
    return reply(
        aws::Failure(aws::ServiceError{.type = "MissingRequiredParameterException",
                                       .message = "The parameter MetricData is required."}));
  }
  std::vector<monitoring::MetricValue> values;
  values.reserve(request.metric_data->size());
  std::size_t number = 0;
  for (const MetricDatum& datum : *request.metric_data) {
    auto value = value_of(call, request.name_space, datum, services.clock.wall_now(),
                          fmt::format("MetricData.member.{}", ++number));
    if (!value) return reply(aws::Failure(std::move(value).error()));
    if (value->statistics.sample_count > 0) values.push_back(*std::move(value));
  }
  services.writer(call.home).write(std::move(values),
                                   [reply = std::move(reply)](Result<void> written) mutable {
                                     if (!written)
                                       return reply(failure_of_store(std::move(written).error()));
                                     reply(aws::NoOutput{});
                                   });
}

}  // namespace weir::api::cloudwatch
