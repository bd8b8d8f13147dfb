// Reports: the documents of JSON that say what became of an alarm, in its history and in the data
// of its reasons.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"
#include "stream/alarm.h"

namespace weir::api::alarms {

// "2026-11-25T10:00:00.000+0000", as CloudWatch's documents have times.
std::string report_time(WallTime time);

// Of the event that an alarm was put.
std::string configuration_report(std::string_view definition, bool is_new);

// Of the event that `alarm`, as it was, is said to be in another state. `reason_data` is a document
// of JSON, or empty.
std::string state_report(const stream::Alarm& alarm, stream::AlarmValue value,
                         std::string_view reason, std::string_view reason_data);

// Of the event that an action was carried out, or not. `error` is empty if it was.
std::string action_report(const stream::DueAction& due, std::string_view message_id,
                          std::string_view error);

}  // namespace weir::api::alarms
