// Topic: what an alarm's action of that name stands for, as the operator has it. Nobody else can
// name an address or a program.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/client.h"

namespace weir::notifications {

struct Topic {
  std::string name;  // "ops", or an ARN: then of that account and region only.
  // A webhook: where it is, the path with its query, and the key that it is signed with (empty: it
  // is not). Without words of a command.
  http::Origin origin{};
  std::string target{};
  std::string key{};
  std::string ca_file{};  // Empty: the system's authorities.
  // A command: the program's whole path and its arguments.
  std::vector<std::string> words{};
};

// The origin and target of "https://host[:port][/path][?query]". Errors: invalid_argument.
Result<void> set_url(Topic& topic, std::string_view url);

// The key of "whsec_" and base64, 24 to 64 bytes. Errors: invalid_argument; the secret is not in
// the message.
Result<std::string> parse_secret(std::string_view secret);

}  // namespace weir::notifications
