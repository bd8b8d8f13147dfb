// One read of a metric: what is in memory, then the windows of its hours, then what came late.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/done.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "monitoring/metric_store.h"

namespace weir::monitoring {

// At most so many periods in one range, as GetMetricData's page.
constexpr std::int64_t periods_max = 100'800;

// Answers on `home`. The arguments must live until then. Errors: those of MetricReader::read.
void read_metric(env::EventLoop& home, MetricLogs& logs, const OpenPoints& open,
                 const MetricRange& range, Done<std::vector<Datapoint>> done);

}  // namespace weir::monitoring
