// Dispatcher: what is common to all operations of all services. From an HTTP request to the
// operation it names and back: CORS, method, protocol, target, signature, the shape of answers and
// errors.
//
// The order of checks is the one recorded from production; the comment on each step in dispatch.cc
// says what is answered.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "api/audit.h"
#include "api/request_counts.h"
#include "api/request_id.h"
#include "api/request_log.h"
#include "api/service.h"
#include "aws/authentication.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "env/random.h"
#include "http/message.h"

namespace weir::api {

// One for each event loop; all arguments must outlive it.
class Dispatcher : public http::Handler {
 public:
  Dispatcher(env::EventLoop& home, const Service& service, const aws::Keys& keys,
             const env::Clock& clock, env::Random& random, env::Logger& logger,
             AuditLog* audit = nullptr, const RequestLogSettings& log = {});

  void handle(http::Request request, http::Reply reply) override;

  // What was answered so far. Threads: the loop's.
  const RequestCounts& counts() const { return counts_; }

 private:
  struct Exchange;

  const OperationEntry* find_operation(std::string_view target) const;
  void handle_rpc(Exchange exchange);
  void refuse_content_type(Exchange& exchange, std::string_view type, std::string_view target);
  void handle_operation(Exchange exchange, const OperationEntry* operation);
  void run(Exchange exchange, const OperationEntry& operation);

  env::EventLoop& home_;
  const Service& service_;
  AuditLog* const audit_;  // Null: none is kept.
  aws::Authenticator authenticator_;
  RequestIds request_ids_;
  RequestLog request_log_;
  RequestCounts counts_;
  std::map<std::string, const OperationEntry*, std::less<>> operations_;  // By full target.
};

}  // namespace weir::api
