// What GetMetricWidgetImage works with. The same for all loops.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "api/cloudwatch/services.h"
#include "base/done.h"

namespace weir::api::widgets {

struct Services {
  const cloudwatch::Services& metrics;
  // Runs what takes some time away from the loops.
  std::function<void(Task)> work;
  // Pictures that are drawn or wait for it, of all loops.
  std::unique_ptr<std::atomic<int>> drawings = std::make_unique<std::atomic<int>>(0);
};

}  // namespace weir::api::widgets
