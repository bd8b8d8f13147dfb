// Exchange: a request of the client, and who waits for its answer.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/done.h"
#include "base/result.h"
#include "http/client.h"
#include "http/http2/http2_fields.h"

namespace weir::http {

struct Exchange {
  ClientRequest request;
  // One of the two is set.
  Done<ClientResponse> done;
  Done<StreamedResponse> opened;
  int attempts = 0;
  std::uint32_t seconds_waited = 0;  // For a connection.

  bool is_streamed() const { return opened != nullptr; }
  bool has_no_answer_body() const { return request.method == "HEAD"; }
  void fail(Error error);
};

// Errors: invalid_argument  method, target or a header would break out of its line.
Result<void> check_request(const ClientRequest& request);

// The head of the request as HTTP/1.1 sends it.
std::string http1_head(const ClientRequest& request, std::string_view authority);

// As HTTP/2 sends it. `request`, `authority` and `content_length`, which is written to, must
// outlive `fields`.
void add_http2_head(const ClientRequest& request, std::string_view authority, bool is_tls,
                    std::string& content_length, Http2Fields& fields);

}  // namespace weir::http
