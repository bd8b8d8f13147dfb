// Asks CloudWatch, Amazon's or one that imitates it, what it counted of a stream.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "client_options.h"
#include "meter/estimate/seen_load.h"
#include "meter/estimate/stream_metrics.h"
#include "world.h"

namespace weir::app {

// Of the stream `stream`, in `windows` as meter::metric_windows makes them. `endpoint` is where
// CloudWatch is; empty: $AWS_ENDPOINT_URL_CLOUDWATCH, else where `options` says, else Amazon's.
// Errors: those of the credentials, and
//         invalid_argument  it refuses, or there is no CloudWatch.
//         unavailable, corrupt.
Result<meter::SeenLoad> ask_cloudwatch(const ClientOptions& options, const std::string& endpoint,
                                       const std::string& stream,
                                       const std::vector<meter::MetricWindow>& windows,
                                       World& world);

}  // namespace weir::app
