// How a command gets at a server's own things: in the directory of one that is stopped, or by
// asking the one that holds it, over its admin path (server/admin.h).
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "world.h"

namespace weir::app {

using AdminHeaders = std::vector<std::pair<std::string, std::string>>;

// --data, else $WEIR_DATA, else "weir-data".
std::string data_directory_of(const std::string& given, const World& world);

// What the running server answers. Errors: not_found  no server runs there; invalid_argument  with
// its own words; those of reaching it.
Result<std::string> ask_server(const std::string& data_directory, std::string_view path,
                               const AdminHeaders& headers, std::string body);

// The answer of `offline`, unless a server has the directory: then that of `online`. If both find
// something in use, or there is no server, the command itself met a name that is taken.
template <class Answer>
Result<Answer> offline_or_online(auto offline, auto online) {
  Result<Answer> answer = offline();
  if (answer || answer.error().code != ErrorCode::in_use) return answer;
  Result<Answer> asked = online();
  if (!asked && asked.error().code == ErrorCode::not_found) return answer;
  return asked;
}

}  // namespace weir::app
