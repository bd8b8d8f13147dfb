// The doors to the outside through which credentials come, given by whoever may open them.
//
// All of them block: credentials are found before there is anything to do, or on a Worker.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "http/client.h"

namespace weir::aws {

struct CredentialDoors {
  // An environment variable's value; nothing if it is not set.
  std::function<std::optional<std::string>(const std::string& name)> environment;
  // A whole file; nothing if it cannot be read.
  std::function<std::optional<std::string>(const std::string& path)> read_file;
  // Runs a command line and answers with what it printed, bounded in time and size. An error's
  // message is the end of a sentence ("ended with status 1") and holds nothing of what was printed.
  std::function<Result<std::string>(const std::string& command)> run_program;
  // Asks a server, within about `timeout` in all. Errors: those of http::Client::send.
  std::function<Result<http::ClientResponse>(const http::Origin& origin,
                                             http::ClientRequest request, seconds timeout)>
      fetch;
  std::function<WallTime()> now;

  // Empty if it is not set.
  std::string variable(const std::string& name) const { return environment(name).value_or(""); }
};

}  // namespace weir::aws
