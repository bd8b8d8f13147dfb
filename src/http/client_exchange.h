// Exchange: a request of the client as it goes over the wire, and who waits for the answer.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/done.h"
#include "http/client.h"

namespace weir::http {

struct Exchange {
  std::string head;
  std::string body;
  bool is_head_request = false;
  Done<ClientResponse> done;

  std::size_t bytes() const { return head.size() + body.size(); }
};

// Errors: invalid_argument  method, target or a header would break out of its line.
Result<Exchange> make_exchange(ClientRequest request, std::string_view authority,
                               Done<ClientResponse>& done);

}  // namespace weir::http
