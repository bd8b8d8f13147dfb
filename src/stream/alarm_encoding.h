// Alarms as bytes: the descriptions that encoding.h asks for.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stream/alarm.h"
#include "stream/encoding.h"

namespace weir::stream {

constexpr AlarmValue last_of(AlarmValue) { return AlarmValue::insufficient_data; }
constexpr AlarmEventKind last_of(AlarmEventKind) { return AlarmEventKind::action; }
constexpr AlarmSuppression last_of(AlarmSuppression) { return AlarmSuppression::alarm; }

void describe_bytes(auto& archive, Is<AlarmKey> auto& key) {
  archive(key.account_id, key.region, key.name);
}
void describe_bytes(auto& archive, Is<AlarmEvent> auto& event) {
  archive(event.number, event.time, event.kind, event.summary, event.data);
}
void describe_bytes(auto& archive, Is<Alarm> auto& alarm) {
  archive(alarm.key, alarm.is_composite, alarm.definition, alarm.children, alarm.actions_enabled,
          alarm.tags, alarm.revision, alarm.configured, alarm.value, alarm.reason,
          alarm.reason_data, alarm.updated, alarm.transitioned, alarm.transitions,
          alarm.suppression, alarm.suppressed, alarm.history);
}
void describe_bytes(auto& archive, Is<DueActionKey> auto& key) {
  archive(key.transition, key.index);
}
void describe_bytes(auto& archive, Is<DueAction> auto& due) {
  archive(due.key, due.alarm, due.action, due.is_composite, due.definition, due.former, due.value,
          due.reason, due.reason_data, due.time);
}

}  // namespace weir::stream
