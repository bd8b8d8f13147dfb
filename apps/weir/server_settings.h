// The settings of a server, as its commands and those that open its directory load them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "server/settings.h"
#include "world.h"

namespace weir::app {

// From the configuration file (an empty path: none), the environment and the flags, the later ones
// first. Errors: those of read_text_file and server::load_settings.
Result<server::Settings> load_server_settings(const std::string& config_path,
                                              const server::Flags& flags, const World& world);

}  // namespace weir::app
