// One evaluation of a metric alarm: reads the periods that it looks at, and says what they mean.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/alarms/metric_alarm.h"
#include "aws/service_error.h"
#include "base/time.h"
#include "env/clock.h"
#include "monitoring/alarms/threshold.h"
#include "monitoring/metric_reader.h"
#include "stream/alarm.h"

namespace weir::api::alarms {

struct MetricJudgement {
  monitoring::Judgement judgement;
  std::string reason_data{};       // A document of JSON; empty if the state stays.
  std::optional<double> newest{};  // The newest value that was there.
};

using MetricJudged = std::move_only_function<void(aws::Outcome<MetricJudgement>)>;

// The periods that are over at `until` are looked at. `reader` and `clock` must outlive the answer,
// which may come inside the call.
void evaluate_metric_alarm(monitoring::MetricReader& reader, const env::Clock& clock,
                           const stream::Alarm& alarm, WallTime until, MetricJudged done);

}  // namespace weir::api::alarms
