// What query_dispatch.cc needs to know of a service of the Query protocol: its names and its
// operations; and what these work with.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/access.h"
#include "aws/query_input.h"
#include "aws/validation.h"
#include "aws/xml_output.h"
#include "env/event_loop.h"
#include "stream/catalog.h"
#include "stream/service_time.h"
#include "stream/users.h"

namespace weir::api {

// One authenticated request on its way to its operation. All of it lives until the reply.
struct QueryCall {
  env::EventLoop& home;
  const aws::Caller& caller;
  const aws::QueryForm& form;
  const aws::QueryAnswerNames& names;
  std::string& resource;  // Where the operation notes what it is about, for the audit log.
};

// Answers with a document.
using QueryReply = std::move_only_function<void(aws::Outcome<std::string>)>;

// As OperationEntry, for this protocol.
struct QueryOperation {
  std::string_view name;
  std::function<void(QueryCall, QueryReply)> run;
};

struct QueryService {
  std::string_view signing_name;   // "iam".
  std::string_view xml_namespace;  // Of its answers.
  std::vector<QueryOperation> operations;
};

// What the operations on users and their sessions work with. The same for all loops.
struct AccountServices {
  stream::Catalog& catalog;
  const Access& access;
  const stream::Users& users;
  const stream::ServiceTime& time;
};

// One request. Lives until the reply, as does the form that the request's texts point into.
struct AccountContext {
  const AccountServices& services;
  env::EventLoop& home;
  const aws::Caller& caller;
  std::string& resource;  // As in QueryCall.

  const stream::CatalogView& view() const { return services.catalog.view(home); }
  const std::string& account() const { return caller.principal.account_id; }
};

// How a handler answers: exactly once, now or later, on `home`.
template <class Operation>
using AccountReply = std::move_only_function<void(aws::Outcome<typename Operation::Response>)>;

// Decodes, checks constraints, asks `authorise`, hands over to handle(), encodes. `authorise` and
// `handle` are found beside the operation's service.
template <class Operation, class Authorise, class Handle>
QueryOperation query_operation(const AccountServices& services, Authorise authorise,
                               Handle handle) {
  return {.name = Operation::info.name,
          .run = [&services, authorise, handle](QueryCall call, QueryReply reply) {
            typename Operation::Request request{};
            if (auto decoded = aws::decode_query(call.form, request); !decoded) {
              return reply(aws::Failure(std::move(decoded).error()));
            }
            if (auto valid = aws::validate(request); !valid) {
              return reply(aws::Failure(std::move(valid).error()));
            }
            const AccountContext context{.services = services,
                                         .home = call.home,
                                         .caller = call.caller,
                                         .resource = call.resource};
            if (auto allowed = authorise(context, request); !allowed) {
              return reply(aws::Failure(std::move(allowed).error()));
            }
            handle(context, std::move(request),
                   [reply = std::move(reply), &names = call.names](
                       aws::Outcome<typename Operation::Response> outcome) mutable {
                     if (!outcome) return reply(aws::Failure(std::move(outcome).error()));
                     std::string body;
                     aws::encode_query_answer(names, *outcome, body);
                     reply(std::move(body));
                   });
          }};
}

}  // namespace weir::api
