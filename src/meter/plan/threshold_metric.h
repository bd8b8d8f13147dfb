// The metrics that thresholds are about, by name:
//
//   min mean median max stddev pN         of latency, from the planned send: "p99", "p99.9"
//   service_… connect_… end_to_end_…      the same of service time, connections, and from the send
//                                         of a record to its reader: "service_p99"
//   lateness_…                            the same of how late sends were
//   errors record_errors                  the share of samples and of records that failed
//   samples records failed throttles      counts
//   lost duplicates out_of_order          counts, of traced records
//   late unsent                           counts, of planned sends
//   samples/s records/s bytes/s           per second of the run; bytes of data and partition keys
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::meter {

enum class MetricUnit : std::uint8_t { time, fraction, count, per_second };

// Nothing if there is no such metric.
std::optional<MetricUnit> metric_unit(std::string_view metric);

// N of "pN", in (0, 100]; nothing if it is no percentile.
std::optional<double> percentile_of(std::string_view statistic);

}  // namespace weir::meter
