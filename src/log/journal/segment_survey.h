// What a segment file says of itself at its two ends, damaged or not. Judges nothing: that is for
// recovery.h and check.h.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "env/file_system.h"
#include "log/journal/segment_format.h"
#include "log/journal/segment_index.h"

namespace weir::log::journal {

struct SegmentSurvey {
  // None: the file has neither header nor group of its id, so nothing was ever in it.
  std::optional<SegmentHeader> header;
  // The header on the first page is damaged; the index or a group stands in for it.
  bool header_damaged = false;
  // It is sealed: an index of its own, whose tables are as they were written.
  std::optional<IndexSummary> index;
  // There is an index, but not as it was written. It begins here.
  std::optional<std::uint64_t> damaged_index_at;
};

// `path` is for messages. Blocks. Errors: unavailable
//         invalid_argument  it is of a newer format.
Result<SegmentSurvey> survey_segment(env::File& file, const std::string& path, std::uint64_t id);

}  // namespace weir::log::journal
