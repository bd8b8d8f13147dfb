// Samples that a run has kept, for people and for scripts: which, and how they are shown.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "meter/report/stored_sample.h"

namespace weir::meter {

// Empty members ask for nothing.
struct SampleFilter {
  bool errors_only = false;
  std::string label{};
  std::optional<std::uint64_t> number{};
  std::string shard{};          // Of any of its records.
  std::string partition_key{};  // Likewise.
  std::optional<WallTime> since{};
  std::optional<WallTime> until{};  // Not included.

  bool matches(const StoredSample& stored) const;
};

// "2026-11-26T12:41:21.345Z" (also with a blank, without parts of a second or Z), or how long after
// `start`: "90s". Errors: invalid_argument.
Result<WallTime> parse_moment(std::string_view text, WallTime start);

// The columns of JMeter's View Results in Table.
std::string sample_table_text(const std::vector<StoredSample>& samples, std::size_t columns);
std::string sample_csv_head();
std::string sample_csv_line(const StoredSample& stored);
// The line that was kept, with "sample" before it.
std::string sample_json_line(const StoredSample& stored);

// Request and response as awsmeter shows them in JMeter's results tree.
std::string sample_detail_text(const StoredSample& stored);

}  // namespace weir::meter
