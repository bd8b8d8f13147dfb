// Charts of Unicode's block characters.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace weir::meter {

// A column for each of the last `columns` values, `rows` lines high, the highest value reaching the
// top; eighths of a line are told apart. Missing values are blank on the left.
std::vector<std::string> block_chart(const std::vector<double>& values, std::size_t columns,
                                     std::size_t rows);

// One character: how much of `most` a value is, from " " over "▁" to "█".
std::string block_of(double value, double most);

// "█████▌░░░░": `share` in [0, 1] of a bar.
std::string progress_bar(double share, std::size_t columns);

}  // namespace weir::meter
