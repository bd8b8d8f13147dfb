// Metrics, periods and times between the wire and the store.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "aws/authentication.h"
#include "aws/service_error.h"
#include "aws/shapes/cloudwatch/common.h"
#include "base/time.h"
#include "monitoring/metric.h"

namespace weir::api::cloudwatch {

// The caller's metric of that name; its dimensions sorted. Errors: a dimension is there twice.
aws::Outcome<monitoring::Metric> metric_of(
    const aws::Caller& caller, std::string_view name_space, std::string_view name,
    const std::optional<std::vector<aws::cloudwatch::Dimension>>& dimensions);

// 1, 5, 10, 30 or a multiple of 60.
bool is_period(std::int32_t period);

// The nearest time that has a date of four digits: what clients mean by endless ones, and no sum or
// difference of two overflows.
WallTime in_calendar(WallTime time);

// The beginning of the period that `time` is in.
WallTime period_start(WallTime time, seconds period);

// How many periods begin in [start, end), which `start` begins one of.
std::int64_t periods_between(WallTime start, WallTime end, seconds period);

}  // namespace weir::api::cloudwatch
