// A RunResult as JSON: what `weir meter compare`, build servers and the meter's own machines read.
//
// Histograms are in HdrHistogram's encoding, so nothing is lost. Beside them stand the figures that
// follow from them, for people and scripts; reading leaves those alone.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "meter/report/thresholds.h"
#include "meter/results/run_result.h"

namespace weir::meter {

// Written into each document. Readers refuse a higher one, and read all lower ones.
inline constexpr int result_json_version = 1;

std::string result_json(const RunResult& result, const std::vector<Verdict>& verdicts);

// Errors: corrupt  no such document, of a newer version, or of more labels (256), seconds (ten
// million over all labels), shards (100,000), notes or codes (10,000) than any run has.
Result<RunResult> read_result_json(std::string document);

}  // namespace weir::meter
