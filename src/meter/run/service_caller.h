// ServiceCaller: calls of a service that are not samples: what a run looks at before it begins, and
// what its readers need to find their way.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "aws/protocol.h"
#include "base/done.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/client.h"
#include "meter/run/call_error.h"
#include "meter/run/prepared_plan.h"
#include "meter/wire/request_head.h"
#include "meter/wire/write_call.h"

namespace weir::meter {

// Threads: the loop's. Destroyed, it answers nobody any more.
class ServiceCaller {
 public:
  // All must outlive it.
  ServiceCaller(env::EventLoop& loop, env::Network& network, const env::Clock& clock,
                const PreparedTarget& target)
      : clock_(clock),
        target_(target),
        client_(
            http::make_client(loop, network, target.endpoint.origin, limits(), target.ca_file)) {}

  template <class Operation>
  using Answer =
      std::move_only_function<void(std::expected<typename Operation::Response, CallFailure>)>;

  // Texts and blobs of the answer are views that last for the call of `done`. The code of a failure
  // is empty if no answer came.
  template <class Operation>
  void call(const typename Operation::Request& request, Answer<Operation> done) {
    RequestHead head(target_.endpoint, Operation::info.name, call_content_type(false));
    client_->send(head.to_request(aws::encode_request(request), clock_.wall_now()),
                  [done = std::move(done)](Result<http::ClientResponse> response) mutable {
                    answer<Operation>(std::move(response), done);
                  });
  }

  const PreparedTarget& target() const { return target_; }

 private:
  static http::ClientLimits limits() {
    return {.protocol = http::ClientProtocol::automatic, .connections_max = 8};
  }

  template <class Operation>
  static void answer(Result<http::ClientResponse> response, Answer<Operation>& done) {
    if (!response) {
      return done(std::unexpected(CallFailure{.code = "", .message = response.error().message}));
    }
    if (response->status != 200) {
      return done(
          std::unexpected(failure_of({.status = response->status, .body = response->body}, false)));
    }
    auto decoded = aws::decode_response<typename Operation::Response>(response->body);
    if (!decoded) {
      return done(std::unexpected(
          CallFailure{.code = "NotUnderstood", .message = decoded.error().message}));
    }
    done(*std::move(decoded));
  }

  const env::Clock& clock_;
  const PreparedTarget& target_;
  const std::unique_ptr<http::Client> client_;
};

}  // namespace weir::meter
