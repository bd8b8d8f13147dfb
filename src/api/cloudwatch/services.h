// What CloudWatch's operations work with. The same for all loops.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "api/cloudwatch/authorise.h"
#include "api/wire_service.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "monitoring/metric_reader.h"
#include "monitoring/metric_writer.h"

namespace weir::api::cloudwatch {

struct Services {
  Authorise authorise;
  // The metrics as a loop sees them.
  std::function<monitoring::MetricReader&(env::EventLoop& home)> reader;
  std::function<monitoring::MetricWriter&(env::EventLoop& home)> writer;
  const env::Clock& clock;
};

}  // namespace weir::api::cloudwatch
