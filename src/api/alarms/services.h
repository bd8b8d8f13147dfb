// What the operations on alarms work with. The same for all loops.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "api/access.h"
#include "api/alarms/alarm_catalog.h"
#include "aws/service_error.h"
#include "env/clock.h"
#include "env/event_loop.h"

namespace weir::api::alarms {

struct Services {
  // Whether the caller may, as of the catalog that the loop sees. Errors: AccessDeniedException.
  std::function<aws::Outcome<void>(env::EventLoop& home, const Question& question)> authorise;
  AlarmCatalog& catalog;
  const env::Clock& clock;
};

}  // namespace weir::api::alarms
