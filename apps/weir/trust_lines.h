// How each client comes to trust a server's authority: lines to paste, each of which a test runs.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::app {

// What the lines speak of. Paths are absolute.
struct TrustedServer {
  std::string authority;         // PEM file.
  std::string hashed_directory;  // The same as OpenSSL looks it up; empty: there is none.
  std::string host;
  std::uint16_t port = 0;

  std::string url() const;
};

struct TrustLines {
  std::string_view client;  // "aws-cli": what --for takes.
  std::string_view title;   // "AWS command line".
  std::string lines;        // For a shell, or Java source. Each ends with a line end.
};

std::vector<TrustLines> trust_lines(const TrustedServer& server);

}  // namespace weir::app
