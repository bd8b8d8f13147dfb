// What the operations on alarms work with. The same for all loops.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "api/alarms/alarm_catalog.h"
#include "api/cloudwatch/authorise.h"
#include "env/clock.h"
#include "stream/catalog_state.h"

namespace weir::api::alarms {

struct Services {
  cloudwatch::Authorise authorise;
  AlarmCatalog& catalog;
  const env::Clock& clock;
  // Metric alarms of an account and region that nobody has put, by name: they are shown. Null:
  // none.
  std::function<std::vector<stream::AlarmPointer>(const stream::CatalogState& state,
                                                  const stream::AlarmKey& scope)>
      others{};
};

}  // namespace weir::api::alarms
