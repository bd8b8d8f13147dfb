// A sample as a line of JSON: what a run keeps for `weir meter show`.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "meter/report/outputs.h"
#include "meter/results/sample.h"

namespace weir::meter {

struct StoredSample {
  std::uint64_t number = 0;  // From 1, in the order in which samples ended.
  std::string label;
  std::string thread_name;
  // Its monotonic times count from its planned send. Details as they were kept.
  Sample sample{};
};

// With the line's end. Data that is no UTF-8 goes as base64.
void append_stored_sample(std::string& out, const Sample& sample, const SampleNames& names);
void append_stored_sample(std::string& out, const Sample& sample, std::string_view label,
                          std::string_view thread_name);

// `line` is overwritten. The caller counts lines: `number` is left alone.
// Errors: corrupt  no such line.
Result<StoredSample> read_stored_sample(std::string& line);

}  // namespace weir::meter
