// What a run must reach, in words: METRIC[{LABEL}] COMPARISON VALUE.
//
//   latency      p0 … p100 ("p99.9"), mean (or avg), min, max, stddev: "p99 < 50ms". From the
//                planned send; with service_, connect_ or end_to_end_ before it, of those times.
//   shares       errors (records that failed after their last attempt), late (sends more than 10 ms
//                behind an open load's plan): "errors < 0.1%", or counted: "errors == 0".
//   counts       records, samples, attempts, throttles, lost, duplicates, out_of_order, unsent:
//                "lost == 0"; the first four also as rates: "records > 1000/s"; throttles also as a
//                share of attempts.
//   sizes        bytes (data and partition keys): "bytes > 1000000" or "bytes > 1000000/s".
//
// LABEL is a sampler's. Comparisons are <, <=, >, >=, == and !=.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "meter/plan/plan.h"

namespace weir::meter {

// The error is what is wrong with the text, one sentence without the place.
std::expected<Threshold, std::string> parse_threshold(std::string_view text);

// Of "abort on this": the opposite, which must hold, and which aborts. Its text is that condition.
std::expected<Threshold, std::string> parse_abort(std::string_view text);

std::string_view to_text(Comparison comparison);

}  // namespace weir::meter
