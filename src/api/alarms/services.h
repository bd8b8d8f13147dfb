// What the operations on alarms work with. The same for all loops.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/alarms/alarm_catalog.h"
#include "api/cloudwatch/authorise.h"
#include "env/clock.h"

namespace weir::api::alarms {

struct Services {
  cloudwatch::Authorise authorise;
  AlarmCatalog& catalog;
  const env::Clock& clock;
};

}  // namespace weir::api::alarms
