// What commands do to alarms.

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stream/catalog_state.h"
#include "stream/change_tags.h"

namespace weir::stream {
namespace {

using Failure = std::unexpected<Error>;

constexpr std::string_view initial_reason = "Unchecked: Initial alarm creation";
// Of the histories of all alarms together. Each alarm has the same share of it.
constexpr std::size_t histories_bytes_max = 64u << 20;

Failure alarm_not_found(const AlarmKey& key) {
  return fail(ErrorCode::not_found, fmt::format("There is no alarm {}.", key.name));
}

std::string_view value_text(AlarmValue value) {
  switch (value) {
    case AlarmValue::ok:
      return "OK";
    case AlarmValue::alarm:
      return "ALARM";
    case AlarmValue::insufficient_data:
      return "INSUFFICIENT_DATA";
  }
  return {};
}

bool is_in_scope(const AlarmKey& key, const AlarmKey& scope) {
  return key.account_id == scope.account_id && key.region == scope.region;
}

AlarmKey sibling(const AlarmKey& key, std::string name) {
  return {.account_id = key.account_id, .region = key.region, .name = std::move(name)};
}

// Adds to the history of one of `alarms` alarms. What is too old, or too much, goes; the newest
// event stays.
void note(Alarm& alarm, std::size_t alarms, AlarmEvent event) {
  const WallTime expired = event.time - alarm_history_age_max;
  const std::size_t share = histories_bytes_max / std::max<std::size_t>(alarms, 1);
  alarm.history.push_back(std::move(event));
  std::size_t bytes = 0;
  const auto last =
      std::find_if(alarm.history.rbegin(), alarm.history.rend(), [&](const AlarmEvent& each) {
        bytes += sizeof(each) + each.summary.size() + each.data.size();
        return each.time < expired || bytes > share;
      });
  const auto most = static_cast<std::ptrdiff_t>(alarm_history_max);
  const auto kept = std::clamp<std::ptrdiff_t>(last - alarm.history.rbegin(), 1, most);
  alarm.history.erase(alarm.history.begin(), alarm.history.end() - kept);
}

}  // namespace

AlarmPointer CatalogState::find_alarm(const AlarmKey& key) const {
  const AlarmPointer* const found = alarms.find(key);
  return found == nullptr ? nullptr : *found;
}

void CatalogState::for_each_alarm(const AlarmKey& from,
                                  const std::function<bool(const Alarm&)>& visit) const {
  alarms.for_each_from(from, [&](const AlarmKey& key, const AlarmPointer& alarm) {
    return is_in_scope(key, from) && visit(*alarm);
  });
}

void CatalogState::put_alarm(Alarm alarm) {
  AlarmKey key = alarm.key;
  alarms.set(std::move(key), std::make_shared<const Alarm>(std::move(alarm)));
}

std::size_t CatalogState::alarm_count(const AlarmKey& scope) const {
  std::size_t count = 0;
  for_each_alarm(sibling(scope, {}), [&](const Alarm&) {
    ++count;
    return true;
  });
  return count;
}

// Whether `name` depends on `on` itself.
bool CatalogState::alarm_depends(const AlarmKey& on, const std::string& name) const {
  if (name == on.name) return true;
  const AlarmPointer alarm = find_alarm(sibling(on, name));
  return alarm != nullptr && std::ranges::find(alarm->children, on.name) != alarm->children.end();
}

// Each alarm below is looked at once, however many ways lead to it. Nothing depends on a new one.
Result<void> CatalogState::check_children(const commands::PutAlarm& command) const {
  const bool is_new = find_alarm(command.key) == nullptr;
  std::vector<std::string> next = command.children;
  std::set<std::string> seen;
  while (!next.empty()) {
    const std::string each = std::move(next.back());
    next.pop_back();
    if (!seen.insert(each).second) continue;
    if (alarm_depends(command.key, each)) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("The alarm {} would depend on itself.", command.key.name));
    }
    if (is_new) continue;
    const AlarmPointer alarm = find_alarm(sibling(command.key, each));
    if (alarm != nullptr) next.insert(next.end(), alarm->children.begin(), alarm->children.end());
  }
  std::vector<std::string> missing;
  for (const std::string& child : command.children) {
    if (find_alarm(sibling(command.key, child)) == nullptr) missing.push_back(child);
  }
  if (missing.empty()) return {};
  return fail(ErrorCode::not_found,
              fmt::format("Could not save the composite alarm as alarms [{}] in the alarm rule do "
                          "not exist",
                          fmt::join(missing, ", ")));
}

Result<void> CatalogState::run(const commands::PutAlarm& command, WallTime time) {
  const AlarmPointer former = find_alarm(command.key);
  if (former && former->is_composite != command.is_composite) {
    return fail(ErrorCode::in_use,
                fmt::format("There is an alarm {} of the other kind.", command.key.name));
  }
  if (former == nullptr && command.alarms_max != 0 &&
      alarm_count(command.key) >= command.alarms_max) {
    return fail(
        ErrorCode::limit_exceeded,
        fmt::format("The maximum number of alarms, {}, has been reached.", command.alarms_max));
  }
  if (Result<void> good = check_children(command); !good) return good;
  Alarm alarm = former ? *former : Alarm{};
  if (former == nullptr) {
    alarm.key = command.key;
    alarm.is_composite = command.is_composite;
    alarm.tags = command.tags;
    alarm.reason = initial_reason;
    alarm.updated = time;
    alarm.transitioned = time;
  }
  alarm.definition = command.definition;
  alarm.children = command.children;
  alarm.actions_enabled = command.actions_enabled;
  alarm.revision = commands_applied;
  alarm.configured = time;
  note(alarm, alarms.size(),
       {.number = commands_applied,
        .time = time,
        .kind = AlarmEventKind::configuration_update,
        .summary = fmt::format("Alarm \"{}\" {}", command.key.name, former ? "updated" : "created"),
        .data = command.history_data});
  put_alarm(std::move(alarm));
  return {};
}

Result<void> CatalogState::run(const commands::DeleteAlarms& command, WallTime) {
  const auto is_going = [&](const AlarmKey& key) {
    return std::ranges::find(command.keys, key) != command.keys.end();
  };
  std::size_t found = 0;
  for (const AlarmKey& key : command.keys) {
    if (find_alarm(key) == nullptr) continue;
    ++found;
    std::vector<std::string> parents;
    for_each_alarm(sibling(key, {}), [&](const Alarm& other) {
      if (std::ranges::count(other.children, key.name) != 0 && !is_going(other.key)) {
        parents.push_back(other.key.name);
      }
      return true;
    });
    if (parents.empty()) continue;
    return fail(ErrorCode::in_use,
                fmt::format("Cannot delete {} as there are composite alarm(s) depending on it: {}",
                            key.name, fmt::join(parents, ", ")));
  }
  for (const AlarmKey& key : command.keys) alarms.erase(key);
  if (found > 0 || command.keys.empty()) return {};
  return alarm_not_found(command.keys.front());
}

Result<void> CatalogState::run(const commands::EnableAlarmActions& command, WallTime time) {
  for (const AlarmKey& key : command.keys) {
    const AlarmPointer former = find_alarm(key);
    if (former == nullptr || former->actions_enabled == command.enable) continue;
    Alarm alarm = *former;
    alarm.actions_enabled = command.enable;
    note(alarm, alarms.size(),
         {.number = commands_applied,
          .time = time,
          .kind = AlarmEventKind::configuration_update,
          .summary = fmt::format("Alarm \"{}\" actions {}", key.name,
                                 command.enable ? "enabled" : "disabled"),
          .data = {}});
    put_alarm(std::move(alarm));
  }
  return {};
}

void CatalogState::add_due_actions(const Alarm& alarm, AlarmValue former,
                                   const std::vector<std::string>& actions, WallTime time) {
  if (!alarm.actions_enabled) return;
  DueActionKey key{.transition = commands_applied};
  for (const std::string& action : actions) {
    const DueAction due{.key = key,
                        .alarm = alarm.key,
                        .action = action,
                        .is_composite = alarm.is_composite,
                        .definition = alarm.definition,
                        .former = former,
                        .value = alarm.value,
                        .reason = alarm.reason,
                        .reason_data = alarm.reason_data,
                        .time = time};
    due_actions.set(key, std::make_shared<const DueAction>(due));
    ++key.index;
  }
  while (due_actions.size() > due_actions_max) drop_oldest_due_action(time);
}

void CatalogState::drop_oldest_due_action(WallTime time) {
  DueActionPointer oldest;
  due_actions.for_each_from(DueActionKey{}, [&](const DueActionKey&, const DueActionPointer& due) {
    oldest = due;
    return false;
  });
  end_action(*oldest, fmt::format("Failed to execute action {}: too many wait", oldest->action), {},
             time);
}

void CatalogState::end_action(const DueAction& due, std::string summary, std::string data,
                              WallTime time) {
  if (const AlarmPointer former = find_alarm(due.alarm)) {
    Alarm alarm = *former;
    note(alarm, alarms.size(),
         {.number = commands_applied,
          .time = time,
          .kind = AlarmEventKind::action,
          .summary = std::move(summary),
          .data = std::move(data)});
    put_alarm(std::move(alarm));
  }
  const DueActionKey key = due.key;
  due_actions.erase(key);
}

Result<void> CatalogState::run(const commands::SetAlarmState& command, WallTime time) {
  const AlarmPointer former = find_alarm(command.key);
  if (former == nullptr) return alarm_not_found(command.key);
  if (command.is_conditional &&
      (former->revision != command.revision || former->transitions != command.transitions)) {
    return fail(ErrorCode::expired, "The alarm has changed.");
  }
  Alarm alarm = *former;
  alarm.reason = command.reason;
  alarm.reason_data = command.reason_data;
  alarm.updated = time;
  if (alarm.value == command.value) {
    put_alarm(std::move(alarm));
    return {};
  }
  alarm.value = command.value;
  ++alarm.transitions;
  alarm.transitioned = time;
  if (alarm.suppression != command.suppression) alarm.suppressed = time;
  alarm.suppression = command.suppression;
  note(alarm, alarms.size(),
       {.number = commands_applied,
        .time = time,
        .kind = AlarmEventKind::state_update,
        .summary = fmt::format("Alarm updated from {} to {}", value_text(former->value),
                               value_text(command.value)),
        .data = command.history_data});
  put_alarm(alarm);
  if (command.suppression == AlarmSuppression::none) {
    add_due_actions(alarm, former->value, command.actions, time);
  }
  return {};
}

Result<void> CatalogState::run(const commands::SetAlarmSuppression& command, WallTime time) {
  const AlarmPointer former = find_alarm(command.key);
  if (former == nullptr || former->revision != command.revision ||
      former->transitions != command.transitions || former->suppression == command.suppression) {
    return {};
  }
  Alarm alarm = *former;
  alarm.suppression = command.suppression;
  alarm.suppressed = time;
  put_alarm(alarm);
  if (command.suppression == AlarmSuppression::none) {
    add_due_actions(alarm, alarm.value, command.actions, time);
  }
  return {};
}

Result<void> CatalogState::run(const commands::FinishAlarmAction& command, WallTime time) {
  const DueActionPointer* const found = due_actions.find(command.key);
  if (found == nullptr) return {};
  const DueActionPointer due = *found;
  end_action(*due, command.summary, command.history_data, time);
  return {};
}

Result<void> CatalogState::run(const commands::ChangeAlarmTags& command, WallTime) {
  const AlarmPointer former = find_alarm(command.key);
  if (former == nullptr) return alarm_not_found(command.key);
  Alarm alarm = *former;
  if (!change_tags(alarm.tags, command.set, command.remove, command.tags_max)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("An alarm may have {} tags.", command.tags_max));
  }
  put_alarm(std::move(alarm));
  return {};
}

}  // namespace weir::stream
