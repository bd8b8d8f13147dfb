// ScalingActions: what alarms ask of whoever keeps scaling policies: to carry one out.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/done.h"
#include "base/time.h"
#include "monitoring/alarms/alarm_state.h"

namespace weir::monitoring {

// An alarm has the ARN of a policy among the actions of its state, and is in that state.
struct ScalingCall {
  std::string policy_arn;
  // Of the alarm.
  std::string account_id;
  std::string region;
  std::string alarm_name;
  AlarmState state = AlarmState::alarm;
  // The newest value of the alarm's metric and what it is compared with: step scaling goes by how
  // far apart they are. No value: none was there.
  std::optional<double> value{};
  double threshold = 0;
  WallTime time;  // When the state, or the value, was found.
};

class ScalingActions {
 public:
  virtual ~ScalingActions() = default;

  // Carries the policy out once, within its cooldown and limits: called at each change of the state
  // and then once a minute for as long as the alarm stays in it, as production does. So calling
  // again for the same state must be harmless. On the alarms' home loop; answers there, with what
  // the alarm's history is to say of it, "Successfully executed action …" apart.
  // Errors: not_found         there is no such policy.
  //         invalid_argument  it cannot be carried out; trying again is of no use.
  //         others            it is tried again.
  virtual void run(const ScalingCall& call, Done<std::string> done) = 0;
};

}  // namespace weir::monitoring
