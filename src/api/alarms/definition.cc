#include "api/alarms/definition.h"

#include <optional>
#include <span>

#include "aws/protocol.h"
#include "base/check.h"

namespace weir::api::alarms {
namespace {

constexpr aws::Protocol stored_as = aws::Protocol::json_1_0;

template <class Definition>
std::string write(const Definition& definition) {
  std::string text;
  aws::encode_document(stored_as, definition, text);
  return text;
}

template <class Definition>
Definition read(std::string& text) {
  Definition definition;
  const auto decoded = aws::decode_document(stored_as, std::span<char>(text), definition);
  CHECK(decoded.has_value());  // The catalog's checksums have vouched for it.
  return definition;
}

}  // namespace

std::string text_of(const MetricDefinition& definition) { return write(definition); }
std::string text_of(const CompositeDefinition& definition) { return write(definition); }

MetricDefinition read_metric_definition(std::string& text) { return read<MetricDefinition>(text); }
CompositeDefinition read_composite_definition(std::string& text) {
  return read<CompositeDefinition>(text);
}

std::vector<std::string> actions_for(const aws::cloudwatch::AlarmActions& actions,
                                     stream::AlarmValue value) {
  const auto& chosen = value == stream::AlarmValue::ok      ? actions.ok
                       : value == stream::AlarmValue::alarm ? actions.alarm
                                                            : actions.insufficient_data;
  if (!chosen) return {};
  return {chosen->begin(), chosen->end()};
}

std::vector<std::string> actions_for(bool is_composite, std::string definition,
                                     stream::AlarmValue value) {
  if (is_composite) return actions_for(read_composite_definition(definition).actions, value);
  return actions_for(read_metric_definition(definition).actions, value);
}

monitoring::AlarmState state_of(stream::AlarmValue value) {
  switch (value) {
    case stream::AlarmValue::ok:
      return monitoring::AlarmState::ok;
    case stream::AlarmValue::alarm:
      return monitoring::AlarmState::alarm;
    case stream::AlarmValue::insufficient_data:
      break;
  }
  return monitoring::AlarmState::insufficient_data;
}

stream::AlarmValue value_of(monitoring::AlarmState state) {
  switch (state) {
    case monitoring::AlarmState::ok:
      return stream::AlarmValue::ok;
    case monitoring::AlarmState::alarm:
      return stream::AlarmValue::alarm;
    case monitoring::AlarmState::insufficient_data:
      break;
  }
  return stream::AlarmValue::insufficient_data;
}

std::string_view name_of(stream::AlarmValue value) { return monitoring::name_of(state_of(value)); }

}  // namespace weir::api::alarms
