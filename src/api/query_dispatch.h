// QueryDispatcher: what is common to all operations of the services that speak the Query protocol:
// IAM and STS. From an HTTP request to the operation that its Action names and back.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/audit.h"
#include "api/query_service.h"
#include "api/request_id.h"
#include "api/request_log.h"
#include "aws/authentication.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "env/random.h"
#include "http/message.h"

namespace weir::api {

// One for each event loop; all arguments must outlive it. No two services have an operation of the
// same name.
class QueryDispatcher : public http::Handler {
 public:
  QueryDispatcher(env::EventLoop& home, const std::vector<QueryService>& services,
                  const aws::Keys& keys, const env::Clock& clock, env::Random& random,
                  env::Logger& logger, AuditLog* audit = nullptr,
                  const RequestLogSettings& log = {});

  // Whether a request is of this protocol: a form, in the body or, of a GET, in the query, that
  // names an action.
  static bool concerns(const http::Request& request);

  void handle(http::Request request, http::Reply reply) override;

 private:
  struct Exchange;
  using Entry = std::pair<const QueryService*, const QueryOperation*>;

  env::EventLoop& home_;
  AuditLog* const audit_;  // Null: none is kept.
  aws::Authenticator authenticator_;
  RequestIds request_ids_;
  RequestLog request_log_;
  std::map<std::string, Entry, std::less<>> operations_;  // By name.
};

}  // namespace weir::api
