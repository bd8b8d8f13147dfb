#include "api/alarms/alarm_message.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

#include "api/alarms/arns.h"
#include "api/alarms/definition.h"
#include "api/alarms/reports.h"
#include "aws/protocol.h"
#include "base/bytes.h"
#include "codec/hash.h"
#include "codec/json_writer.h"
#include "codec/uuid.h"

namespace weir::api::alarms {
namespace {

using OptionalText = std::optional<std::string_view>;

// Amazon's limit for a subject.
constexpr std::size_t subject_bytes_max = 100;

void write_optional(codec::JsonWriter& writer, std::string_view key, const OptionalText& value) {
  writer.key(key);
  if (value) {
    writer.text(*value);
  } else {
    writer.null();
  }
}

void write_texts(codec::JsonWriter& writer, std::string_view key,
                 const std::optional<std::vector<std::string_view>>& texts) {
  writer.key(key);
  writer.begin_array();
  if (texts) {
    for (const std::string_view text : *texts) writer.text(text);
  }
  writer.end_array();
}

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char character) {
    return static_cast<char>(std::toupper(character));
  });
  return result;
}

void write_metric(codec::JsonWriter& writer, const aws::cloudwatch::MetricAlarmTerms& terms) {
  write_optional(writer, "MetricName", terms.metric_name);
  write_optional(writer, "Namespace", terms.name_space);
  writer.key("StatisticType");
  writer.plain_text(terms.statistic ? "Statistic" : "ExtendedStatistic");
  if (terms.statistic) {
    writer.key("Statistic");
    writer.text(upper(*terms.statistic));
  } else {
    write_optional(writer, "ExtendedStatistic", terms.extended_statistic);
  }
  write_optional(writer, "Unit", terms.unit);
  writer.key("Dimensions");
  writer.begin_array();
  for (const auto& dimension :
       terms.dimensions.value_or(std::vector<aws::cloudwatch::Dimension>())) {
    writer.begin_object();
    writer.key("value");
    writer.text(dimension.value);
    writer.key("name");
    writer.text(dimension.name);
    writer.end_object();
  }
  writer.end_array();
  writer.key("Period");
  writer.number(terms.period.value_or(0));
}

void write_metrics(codec::JsonWriter& writer, const aws::cloudwatch::MetricAlarmTerms& terms) {
  writer.key("Metrics");
  writer.begin_array();
  for (const auto& query : *terms.metrics) {
    std::string text;
    aws::encode_document(aws::Protocol::json_1_0, query, text);
    writer.raw(text);
  }
  writer.end_array();
}

void write_trigger(codec::JsonWriter& writer, const aws::cloudwatch::MetricAlarmTerms& terms) {
  writer.key("Trigger");
  writer.begin_object();
  if (terms.metrics && !terms.metrics->empty()) {
    write_metrics(writer, terms);
  } else {
    write_metric(writer, terms);
  }
  writer.key("EvaluationPeriods");
  writer.number(terms.evaluation_periods.value_or(0));
  if (terms.datapoints_to_alarm) {
    writer.key("DatapointsToAlarm");
    writer.number(*terms.datapoints_to_alarm);
  }
  write_optional(writer, "ComparisonOperator", terms.comparison_operator);
  writer.key("Threshold");
  writer.real(terms.threshold.value_or(0));
  writer.key("TreatMissingData");
  writer.text(terms.treat_missing_data.value_or(""));
  writer.key("EvaluateLowSampleCountPercentile");
  writer.text(terms.evaluate_low_sample_count_percentile.value_or(""));
  writer.end_object();
}

void write_change(codec::JsonWriter& writer, const stream::DueAction& due,
                  const aws::cloudwatch::AlarmActions& actions) {
  writer.key("AlarmName");
  writer.text(due.alarm.name);
  write_optional(writer, "AlarmDescription", actions.description);
  writer.key("AWSAccountId");
  writer.text(due.alarm.account_id);
  writer.key("NewStateValue");
  writer.plain_text(name_of(due.value));
  writer.key("NewStateReason");
  writer.text(due.reason);
  writer.key("StateChangeTime");
  writer.plain_text(report_time(due.time));
  writer.key("Region");
  writer.text(due.alarm.region);
  writer.key("AlarmArn");
  writer.text(arn_of(due.alarm));
  writer.key("OldStateValue");
  writer.plain_text(name_of(due.former));
  write_texts(writer, "OKActions", actions.ok);
  write_texts(writer, "AlarmActions", actions.alarm);
  write_texts(writer, "InsufficientDataActions", actions.insufficient_data);
}

std::string message_of(const stream::DueAction& due) {
  std::string message;
  codec::JsonWriter writer(message);
  std::string text = due.definition;
  writer.begin_object();
  if (due.is_composite) {
    const CompositeDefinition definition = read_composite_definition(text);
    write_change(writer, due, definition.actions);
    writer.key("AlarmRule");
    writer.text(definition.terms.rule);
  } else {
    const MetricDefinition definition = read_metric_definition(text);
    write_change(writer, due, definition.actions);
    write_trigger(writer, definition.terms);
  }
  writer.end_object();
  return message;
}

std::string message_id(const stream::DueAction& due, std::string_view cluster_id) {
  const std::string text = fmt::format("{}/{}/{}", cluster_id, due.key.transition, due.key.index);
  const codec::Sha256Digest digest = codec::sha256(bytes_of(text));
  std::array<std::byte, 16> id{};
  std::ranges::copy_n(std::ranges::begin(digest), id.size(), id.begin());
  return codec::uuid_text(id);
}

// As much as is allowed, whole characters only.
std::string subject_of(const stream::DueAction& due) {
  std::string subject =
      fmt::format("{}: \"{}\" in {}", name_of(due.value), due.alarm.name, due.alarm.region);
  if (subject.size() <= subject_bytes_max) return subject;
  std::size_t end = subject_bytes_max - 3;
  while (end > 0 && (static_cast<unsigned char>(subject[end]) & 0xC0U) == 0x80U) --end;
  return subject.substr(0, end) + "...";
}

}  // namespace

Notification notification_of(const stream::DueAction& due, std::string_view cluster_id) {
  return {.topic = due.action,
          .message_id = message_id(due, cluster_id),
          .subject = subject_of(due),
          .message = message_of(due),
          .time = due.time};
}

}  // namespace weir::api::alarms
