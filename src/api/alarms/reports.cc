#include "api/alarms/reports.h"

#include <fmt/format.h>

#include <cstddef>

#include "api/alarms/definition.h"
#include "aws/iso_time.h"
#include "codec/json_writer.h"

namespace weir::api::alarms {
namespace {

// Of a report, as Amazon has it. In a longer one what it is long by is left out: an alarm has
// many.
constexpr std::size_t report_bytes_max = 4'095;

void write_state(codec::JsonWriter& writer, stream::AlarmValue value, std::string_view reason,
                 std::string_view reason_data) {
  writer.begin_object();
  writer.key("stateValue");
  writer.plain_text(name_of(value));
  writer.key("stateReason");
  writer.text(reason);
  if (!reason_data.empty()) {
    writer.key("stateReasonData");
    writer.raw(reason_data);
  }
  writer.end_object();
}

void begin_report(codec::JsonWriter& writer) {
  writer.begin_object();
  writer.key("version");
  writer.plain_text("1.0");
}

std::string state_change(const stream::Alarm& alarm, std::string_view former_data,
                         stream::AlarmValue value, std::string_view reason,
                         std::string_view reason_data) {
  std::string text;
  codec::JsonWriter writer(text);
  begin_report(writer);
  writer.key("oldState");
  write_state(writer, alarm.value, alarm.reason, former_data);
  writer.key("newState");
  write_state(writer, value, reason, reason_data);
  writer.end_object();
  return text;
}

}  // namespace

std::string report_time(WallTime time) {
  std::string text = aws::iso_time_text(time);
  text.pop_back();  // The Z.
  return fmt::format("{}.{:03}+0000", text, time.ms - time.whole_seconds() * 1'000);
}

std::string configuration_report(std::string_view definition, bool is_new) {
  constexpr std::size_t frame_bytes = 100;
  std::string text;
  codec::JsonWriter writer(text);
  begin_report(writer);
  writer.key("type");
  writer.plain_text(is_new ? "Create" : "Update");
  if (definition.size() + frame_bytes <= report_bytes_max) {
    writer.key(is_new ? "createdAlarm" : "updatedAlarm");
    writer.raw(definition);
  }
  writer.end_object();
  return text;
}

std::string state_report(const stream::Alarm& alarm, stream::AlarmValue value,
                         std::string_view reason, std::string_view reason_data) {
  std::string text = state_change(alarm, alarm.reason_data, value, reason, reason_data);
  if (text.size() > report_bytes_max) text = state_change(alarm, {}, value, reason, reason_data);
  if (text.size() > report_bytes_max) text = state_change(alarm, {}, value, reason, {});
  return text;
}

std::string action_report(const stream::DueAction& due, std::string_view message_id,
                          std::string_view error) {
  std::string text;
  codec::JsonWriter writer(text);
  begin_report(writer);
  writer.key("actionState");
  writer.plain_text(error.empty() ? "Succeeded" : "Failed");
  writer.key("stateUpdateTimestamp");
  writer.number(due.time.ms);
  writer.key("notificationResource");
  writer.text(due.action);
  writer.key("publishedMessageId");
  writer.text(message_id);
  if (!error.empty()) {
    writer.key("error");
    writer.text(error);
  }
  writer.end_object();
  return text;
}

}  // namespace weir::api::alarms
