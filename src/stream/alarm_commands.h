// The commands of the catalog that are about alarms (command.h).
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stream/alarm.h"

namespace weir::stream::commands {

// A new alarm, INSUFFICIENT_DATA, or another definition of one that is there, which keeps its state
// and its tags. Fails with limit_exceeded, in_use (it is of the other kind), not_found (a child is
// not there), invalid_argument (it would depend on itself).
struct PutAlarm {
  AlarmKey key{};
  bool is_composite = false;
  std::string definition{};
  std::vector<std::string> children{};  // The names of alarms that it depends on.
  bool actions_enabled = true;
  Tags tags{};                   // Of a new one; sorted by key.
  std::string history_data{};    // Of the event.
  std::uint32_t alarms_max = 0;  // Of the account in the region; 0: no limit.
  friend bool operator==(const PutAlarm&, const PutAlarm&) = default;
};

// Those that are there go. Fails with not_found (none of them is there), in_use (another alarm
// depends on one): then all stay.
struct DeleteAlarms {
  std::vector<AlarmKey> keys{};
  friend bool operator==(const DeleteAlarms&, const DeleteAlarms&) = default;
};

// Names that are not there do not matter.
struct EnableAlarmActions {
  std::vector<AlarmKey> keys{};
  bool enable = true;
  friend bool operator==(const EnableAlarmActions&, const EnableAlarmActions&) = default;
};

// What an evaluation, or somebody, says of the state. Another state is a transition: it has an
// event, and its actions are due if they are enabled and nothing suppresses them. The same state:
// nothing but reason and time. Fails with not_found, expired (the alarm is not at `revision` any
// more, or has had another transition: evaluate again).
struct SetAlarmState {
  AlarmKey key{};
  bool is_conditional = false;  // By an evaluation, of what the next two say.
  std::uint64_t revision = 0;
  std::uint64_t transitions = 0;
  AlarmValue value = AlarmValue::ok;
  std::string reason{};
  std::string reason_data{};
  std::string history_data{};          // Of the event of a transition.
  std::vector<std::string> actions{};  // Of the new state.
  AlarmSuppression suppression = AlarmSuppression::none;
  friend bool operator==(const SetAlarmState&, const SetAlarmState&) = default;
};

// Something else, or nothing, keeps the actions back. Nothing: those of the state are due now, if
// they are enabled. Changes nothing if the alarm is not at `revision` and `transitions` any more.
struct SetAlarmSuppression {
  AlarmKey key{};
  std::uint64_t revision = 0;
  std::uint64_t transitions = 0;
  AlarmSuppression suppression = AlarmSuppression::none;
  std::vector<std::string> actions{};
  friend bool operator==(const SetAlarmSuppression&, const SetAlarmSuppression&) = default;
};

// An action has been carried out, or given up: it is no longer due, and its alarm, if it is still
// there, has an event of it. Changes nothing if it is not due.
struct FinishAlarmAction {
  DueActionKey key{};
  std::string summary{};
  std::string history_data{};
  friend bool operator==(const FinishAlarmAction&, const FinishAlarmAction&) = default;
};

// Tags are added or get new values, others go away. Fails with not_found, invalid_argument (too
// many).
struct ChangeAlarmTags {
  AlarmKey key{};
  Tags set{};                         // Sorted by key.
  std::vector<std::string> remove{};  // Keys; those that are not there do not matter.
  std::uint32_t tags_max = 0;         // 0: no limit.
  friend bool operator==(const ChangeAlarmTags&, const ChangeAlarmTags&) = default;
};

}  // namespace weir::stream::commands
