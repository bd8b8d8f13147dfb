// What every command that talks to a stream service needs to know: where it is and who asks.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace weir::app {

struct ClientOptions {
  std::string endpoint;  // Empty: from the environment, else the local server.
  std::string region;    // Empty: from the environment or the profile, else us-east-1.
  std::string profile;   // Empty: from the environment, else "default".
  std::string ca_file;   // Empty: the system's trusted authorities.
};

// Adds --endpoint, --region, --profile and --ca-file. `options` must outlive the parsing.
void add_client_options(CLI::App& sub, ClientOptions& options);

}  // namespace weir::app
