// AlarmState: what an alarm says.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::monitoring {

enum class AlarmState : std::uint8_t { ok, alarm, insufficient_data };

// "INSUFFICIENT_DATA".
constexpr std::string_view name_of(AlarmState state) {
  switch (state) {
    case AlarmState::ok:
      return "OK";
    case AlarmState::alarm:
      return "ALARM";
    case AlarmState::insufficient_data:
      return "INSUFFICIENT_DATA";
  }
  return {};
}

constexpr std::optional<AlarmState> alarm_state_named(std::string_view name) {
  for (const AlarmState state :
       {AlarmState::ok, AlarmState::alarm, AlarmState::insufficient_data}) {
    if (name_of(state) == name) return state;
  }
  return std::nullopt;
}

}  // namespace weir::monitoring
