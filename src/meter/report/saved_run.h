// A run that was kept with --save: a directory with its result and its samples.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace weir::meter {

// Later samples of a longer run are left out, and the run says so.
inline constexpr std::uint64_t saved_samples_bytes_max = std::uint64_t{2} << 30u;

inline std::string saved_result_path(const std::string& directory) {
  return directory + "/result.json";
}
// A StoredSample a line.
inline std::string saved_samples_path(const std::string& directory) {
  return directory + "/samples.jsonl";
}

}  // namespace weir::meter
