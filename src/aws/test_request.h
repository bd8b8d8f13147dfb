// TestRequest: an http::Request that owns what it points to, for tests of signatures.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "http/message.h"

namespace weir::aws {

struct TestRequest {
  std::string method = "POST";
  std::string target = "/";  // Path and query.
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};

  // Valid while the TestRequest is neither changed nor moved.
  http::Request request() {
    const std::string_view whole = target;
    const std::size_t question = std::min(whole.find('?'), whole.size());
    http::Request request;
    request.method = method;
    request.path = whole.substr(0, question);
    request.query = whole.substr(std::min(question + 1, whole.size()));
    for (const auto& [name, value] : headers) request.headers.push_back({name, value});
    request.body = body;
    return request;
  }

  // Sets a header, replacing the one of exactly that name; an empty value removes it.
  TestRequest& with(const std::string& name, const std::string& value) {
    std::erase_if(headers, [&](const auto& header) { return header.first == name; });
    if (!value.empty()) headers.emplace_back(name, value);
    return *this;
  }
};

}  // namespace weir::aws
