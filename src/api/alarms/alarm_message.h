// What a notification says of an alarm's change, as CloudWatch has it for its topics.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "api/alarms/notifier.h"
#include "stream/alarm.h"

namespace weir::api::alarms {

// Depends on `due` and the catalog's id alone: trying again says the same, under the same id.
Notification notification_of(const stream::DueAction& due, std::string_view cluster_id);

}  // namespace weir::api::alarms
