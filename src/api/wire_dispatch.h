// WireDispatcher: what is common to all operations of the services that can be asked in several
// protocols: forms (Query), awsJson and Smithy's RPC. From an HTTP request to the operation that it
// names and back.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "api/audit.h"
#include "api/request_id.h"
#include "api/request_log.h"
#include "api/wire_service.h"
#include "aws/authentication.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "env/random.h"
#include "http/message.h"

namespace weir::api {

// One for each event loop; all arguments must outlive it.
class WireDispatcher : public http::Handler {
 public:
  WireDispatcher(env::EventLoop& home, const std::vector<WireService>& services,
                 const aws::Keys& keys, const env::Clock& clock, env::Random& random,
                 env::Logger& logger, AuditLog* audit = nullptr,
                 const RequestLogSettings& log = {});

  // Whether a request is for one of the services: by its target, its path, or as a form of the
  // version of one. A compressed form is: no other service takes one.
  bool concerns(const http::Request& request) const { return service_of(request) != nullptr; }

  void handle(http::Request request, http::Reply reply) override;

 private:
  struct Exchange;

  const WireService* service_of(const http::Request& request) const;
  void run(std::unique_ptr<Exchange> exchange, std::string_view operation);

  env::EventLoop& home_;
  const std::vector<WireService>& services_;
  AuditLog* const audit_;  // Null: none is kept.
  aws::Authenticator authenticator_;
  RequestIds request_ids_;
  RequestLog request_log_;
};

}  // namespace weir::api
