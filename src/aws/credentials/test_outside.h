// A world outside for tests: variables, files, programs and servers as each test says.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/credentials/credential_chain.h"
#include "aws/credentials/credential_doors.h"

namespace weir::aws {

struct Outside {
  using Texts = std::map<std::string, std::string>;

  Texts variables = {{"HOME", "/home/me"}};
  Texts files{};
  Texts programs{};  // What they print, by command; others end with status 127.
  // Answers to "METHOD http://host:port/target"; nobody else is there.
  std::map<std::string, http::ClientResponse> servers{};
  std::vector<http::ClientRequest> requests{};
  std::vector<std::string> asked{};
  WallTime time{1'795'000'000'000};  // 2026-11-18T11:06:40Z

  static std::optional<std::string> look_up(const Texts& in, const std::string& name) {
    const auto found = in.find(name);
    return found == in.end() ? std::nullopt : std::optional(found->second);
  }

  CredentialDoors doors() {
    return {.environment = [this](const std::string& name) { return look_up(variables, name); },
            .read_file = [this](const std::string& path) { return look_up(files, path); },
            .run_program = [this](const std::string& command) -> Result<std::string> {
              const auto printed = look_up(programs, command);
              if (!printed) return fail(ErrorCode::unavailable, "ended with status 127");
              return *printed;
            },
            .fetch = [this](const http::Origin& origin, http::ClientRequest request,
                            seconds) { return answer(origin, std::move(request)); },
            .now = [this] { return time; }};
  }

  Result<http::ClientResponse> answer(const http::Origin& origin, http::ClientRequest request) {
    asked.push_back(request.method + (origin.tls ? " https://" : " http://") + origin.authority() +
                    request.target);
    requests.push_back(std::move(request));
    const auto found = servers.find(asked.back());
    if (found == servers.end()) return fail(ErrorCode::unavailable, "nobody there");
    return found->second;
  }

  // The value of a header of the request number `index`; empty if it has none.
  std::string header(std::size_t index, const std::string& name) const {
    for (const auto& [key, value] : requests.at(index).headers) {
      if (key == name) return value;
    }
    return {};
  }

  // "key/secret/token@region" or the error's message.
  std::string identity(const CredentialFlags& flags = {}) {
    const auto found = find_credentials(flags, doors());
    if (!found) return found.error().message;
    const Credentials& credentials = found->credentials;
    return credentials.access_key_id + "/" + credentials.secret_access_key + "/" +
           credentials.session_token + "@" + find_region(flags, doors());
  }
};

}  // namespace weir::aws
