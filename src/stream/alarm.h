// Alarm: what the catalog keeps of an alarm of CloudWatch's API: what it was defined as, its state
// and its history; and DueAction, what changes of states still call for.
//
// The catalog does not know what a definition means: it is the document that PutMetricAlarm or
// PutCompositeAlarm was given, which api/alarms reads.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "stream/stream_description.h"

namespace weir::stream {

struct AlarmKey {
  std::string account_id;
  std::string region;
  std::string name;

  friend auto operator<=>(const AlarmKey&, const AlarmKey&) = default;
};

enum class AlarmValue : std::uint8_t { ok, alarm, insufficient_data };

enum class AlarmEventKind : std::uint8_t { configuration_update, state_update, action };

struct AlarmEvent {
  std::uint64_t number = 0;  // Grows with every event of the catalog.
  WallTime time;
  AlarmEventKind kind = AlarmEventKind::state_update;
  std::string summary;
  std::string data;  // A document of JSON; empty: none.

  friend bool operator==(const AlarmEvent&, const AlarmEvent&) = default;
};

// What keeps a composite alarm's actions back.
enum class AlarmSuppression : std::uint8_t { none, wait_period, extension_period, alarm };

struct Alarm {
  AlarmKey key;
  bool is_composite = false;
  std::string definition;
  std::vector<std::string> children;  // The names of alarms that it depends on.
  bool actions_enabled = true;
  Tags tags;
  std::uint64_t revision = 0;  // Another one with each definition, and for each alarm of a name.
  WallTime configured;
  AlarmValue value = AlarmValue::insufficient_data;
  std::string reason;
  std::string reason_data;        // A document of JSON; empty: none.
  WallTime updated;               // When the state was last said, by whom ever.
  WallTime transitioned;          // When it last became another one.
  std::uint64_t transitions = 0;  // How often it did.
  AlarmSuppression suppression = AlarmSuppression::none;
  WallTime suppressed;              // Since when it is as it is.
  std::vector<AlarmEvent> history;  // The oldest first; bounded as below.

  friend bool operator==(const Alarm&, const Alarm&) = default;
};

// Names an action of one change of a state for ever: whoever meets it twice can tell.
struct DueActionKey {
  std::uint64_t transition = 0;
  std::uint32_t index = 0;  // Among the actions of that change.

  friend auto operator<=>(const DueActionKey&, const DueActionKey&) = default;
};

// An action that a change of a state calls for, until it has been carried out or given up; and what
// is to be said of the change, which must not depend on what becomes of the alarm.
struct DueAction {
  DueActionKey key;
  AlarmKey alarm;
  std::string action;  // An ARN.
  bool is_composite = false;
  std::string definition;
  AlarmValue former = AlarmValue::insufficient_data;
  AlarmValue value = AlarmValue::ok;
  std::string reason;
  std::string reason_data;
  WallTime time;

  friend bool operator==(const DueAction&, const DueAction&) = default;
};

inline constexpr std::chrono::days alarm_history_age_max{30};
// 30 days say more than anybody reads of an alarm that changes all the time.
inline constexpr std::size_t alarm_history_max = 100;
// Of all alarms. When there are more, none of them is being carried out: the oldest go.
inline constexpr std::size_t due_actions_max = 10'000;

}  // namespace weir::stream
