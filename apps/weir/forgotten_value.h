// What CLI11 does not see: `weir serve --data --help` would serve a directory called "--help".
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <span>
#include <string>

namespace weir::app {

// One sentence on the first option of `words`, the command line without the program's name, that
// stands where another one's value belongs. Any word that begins with a dash counts as an option; a
// value that begins so is written --name=VALUE.
std::optional<std::string> find_forgotten_value(CLI::App& app, std::span<const char* const> words);

}  // namespace weir::app
