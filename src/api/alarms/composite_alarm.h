// What composite alarms say, and what keeps their actions back.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/authentication.h"
#include "aws/service_error.h"
#include "aws/shapes/cloudwatch/alarms.h"
#include "base/time.h"
#include "stream/catalog_state.h"

namespace weir::api::alarms {

// The names of the alarms that such an alarm depends on, each once. Errors: ValidationError: the
// rule is none, or names an alarm of somebody else; the suppressor's periods are missing.
aws::Outcome<std::vector<std::string>> children_of(
    const aws::cloudwatch::CompositeAlarmTerms& terms, const stream::AlarmKey& key);

struct CompositeJudgement {
  stream::AlarmValue value;
  std::string reason{};
  std::string reason_data{};
};

// What its rule says now.
CompositeJudgement evaluate_composite(const stream::CatalogState& state,
                                      const stream::Alarm& alarm);

// What keeps the actions of `alarm` back if it now comes to be `value`.
stream::AlarmSuppression suppression_on_change(const stream::CatalogState& state,
                                               const stream::Alarm& alarm,
                                               stream::AlarmValue value);

// What keeps them back at `now`, if that is something else than what it was.
std::optional<stream::AlarmSuppression> suppression_at(const stream::CatalogState& state,
                                                       const stream::Alarm& alarm, WallTime now);

}  // namespace weir::api::alarms
