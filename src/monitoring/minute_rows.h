// MinuteRows: the points of a minute of many series, by hour, before they are in a window; and how
// they are written into the log of minutes and into that of late ones.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "monitoring/points.h"

namespace weir::monitoring {

using SeriesRows = std::map<SeriesId, std::string>;   // As append_row writes them.
using HourRows = std::map<std::int64_t, SeriesRows>;  // By hour.

// What the log of minutes and that of late points consist of.
struct RowsRecord {
  std::int64_t hour = 0;
  // Of late points: which time they were taken over, the same if that was begun again.
  std::uint64_t batch = 0;
  SeriesRows rows{};
};

// All windows up to `hour` are whole, and `batches` times late points were taken over: what was
// written before offset `before` of the log of minutes, of hours up to that one, is done with.
struct DoneRecord {
  std::int64_t hour = 0;
  std::uint64_t before = 0;
  std::uint64_t batches = 0;
};

// A few hundred KiB a text at most, before they are packed.
std::vector<std::string> encode_rows(std::int64_t hour, std::uint64_t batch,
                                     const SeriesRows& rows);
std::string encode_done(const DoneRecord& done);

std::optional<RowsRecord> decode_rows(std::string_view text);  // None: another record, or damaged.
std::optional<DoneRecord> decode_done(std::string_view text);

// Appends `more` to `rows`; by how many bytes they have grown.
std::size_t add_rows(SeriesRows& rows, const SeriesRows& more);

}  // namespace weir::monitoring
