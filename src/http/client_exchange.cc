#include "http/client_exchange.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/done.h"
#include "base/result.h"
#include "http/client.h"
#include "http/http1_syntax.h"

namespace weir::http {
namespace {

Result<void> check(const ClientRequest& request) {
  const auto is_visible = [](char c) { return c > 0x20 && c < 0x7f; };
  if (!is_token(request.method) || !std::ranges::all_of(request.target, is_visible)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("\"{} {}\" cannot be a request line.", request.method, request.target));
  }
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name) || find_control(value) != value.size()) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("Header \"{}\" has characters that are not allowed.", name));
    }
  }
  return {};
}

}  // namespace

Result<Exchange> make_exchange(ClientRequest request, std::string_view authority,
                               Done<ClientResponse>& done) {
  TRY(check(request));
  Exchange exchange;
  exchange.head = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", request.method,
                              request.target.empty() ? "/" : request.target, authority);
  for (const auto& [name, value] : request.headers) {
    exchange.head += fmt::format("{}: {}\r\n", name, value);
  }
  // Methods that usually have a body say so when it is empty (RFC 9110, section 8.6).
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
    exchange.head += fmt::format("Content-Length: {}\r\n", request.body.size());
  }
  exchange.head += "\r\n";
  exchange.body = std::move(request.body);
  exchange.is_head_request = request.method == "HEAD";
  exchange.done = std::move(done);
  return exchange;
}

}  // namespace weir::http
