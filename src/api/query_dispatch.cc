#include "api/query_dispatch.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace weir::api {
namespace {

constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::string_view action_field = "Action=";
// Of answers to requests that are for no service.
constexpr std::string_view unknown_namespace = "http://webservices.amazon.com/AWSFault/2005-15-09";

// Whether a form has a field "Action".
bool names_action(std::string_view form) {
  if (form.starts_with(action_field)) return true;
  return form.find("&Action=") != std::string_view::npos;
}

std::string_view form_of(const http::Request& request) {
  if (request.method == "GET") return request.query;
  return {request.body.data(), request.body.size()};
}

}  // namespace

// A request, the way back to its client, and what is known of it so far.
struct QueryDispatcher::Exchange {
  QueryDispatcher& dispatcher;
  http::Request request;
  http::Reply reply;
  std::string request_id;
  aws::QueryForm form{};
  aws::Caller caller{};
  aws::QueryAnswerNames names{};
  std::string_view service{};
  std::string resource{};
  MonotonicTime started = dispatcher.request_log_.start();
  std::string_view error_type{};
  std::string error_detail{};

  void answer(int status, std::string body) {
    http::Response response{.status = status, .headers = {}, .body = std::move(body)};
    response.headers.push_back({"x-amzn-RequestId", request_id});
    response.headers.push_back({"Content-Type", "text/xml"});
    log(status);
    reply(std::move(response));
  }

  void log(int status) {
    dispatcher.request_log_.answered(started, status, [&] {
      return AnsweredRequest{.request_id = request_id,
                             .service = service,
                             .operation = names.operation,
                             .account_id = caller.principal.account_id,
                             .source_ip = request.peer_address,
                             .error = error_type,
                             .detail = error_detail};
    });
  }

  void audit(const aws::ServiceError* error) {
    if (dispatcher.audit_ == nullptr) return;
    dispatcher.audit_->write({.caller = caller,
                              .service = service,
                              .operation = names.operation,
                              .resource = resource,
                              .request_id = request_id,
                              .error = error});
  }

  void refuse(aws::ServiceError error) {
    error_detail = error.detail;
    error = aws::to_query_error(std::move(error));
    error_type = error.type;
    std::string body;
    aws::encode_query_error(error, names.xml_namespace, request_id, body);
    answer(error.http_status, std::move(body));
  }
};

QueryDispatcher::QueryDispatcher(env::EventLoop& home, const std::vector<QueryService>& services,
                                 const aws::Keys& keys, const env::Clock& clock,
                                 env::Random& random, env::Logger& logger, AuditLog* audit,
                                 const RequestLogSettings& log)
    : home_(home),
      audit_(audit),
      authenticator_(keys, clock),
      request_ids_(random),
      request_log_(clock, logger, log) {
  for (const QueryService& service : services) {
    for (const QueryOperation& operation : service.operations) {
      operations_.emplace(std::string(operation.name), Entry{&service, &operation});
    }
  }
}

bool QueryDispatcher::concerns(const http::Request& request) {
  if (request.method == "GET") return names_action(request.query);
  return request.method == "POST" && !request.has_header("X-Amz-Target") &&
         request.header("Content-Type").starts_with(form_type) && names_action(form_of(request));
}

void QueryDispatcher::handle(http::Request request, http::Reply reply) {
  auto exchange = std::make_unique<Exchange>(Exchange{.dispatcher = *this,
                                                      .request = std::move(request),
                                                      .reply = std::move(reply),
                                                      .request_id = request_ids_.request_id()});
  exchange->names.xml_namespace = unknown_namespace;
  exchange->names.request_id = exchange->request_id;
  auto form = aws::QueryForm::parse(form_of(exchange->request));
  if (!form) return exchange->refuse(std::move(form).error());
  exchange->form = *std::move(form);
  const std::string* const action = exchange->form.find("Action");
  const auto found = operations_.find(action == nullptr ? std::string_view{} : *action);
  if (found == operations_.end()) {
    return exchange->refuse(
        {.type = "InvalidAction",
         .message = fmt::format("Could not find operation {}",
                                action == nullptr ? std::string_view{} : *action)});
  }
  const auto& [service, operation] = found->second;
  exchange->names.operation = operation->name;
  exchange->names.xml_namespace = service->xml_namespace;
  exchange->service = service->signing_name;
  auto caller = authenticator_.authenticate(exchange->request, service->signing_name);
  if (!caller) return exchange->refuse(std::move(caller).error());
  exchange->caller = *std::move(caller);
  Exchange& held = *exchange;
  const QueryCall call{home_, held.caller, held.form, held.names, held.resource};
  operation->run(call, [exchange = std::move(exchange)](aws::Outcome<std::string> outcome) {
    exchange->audit(outcome ? nullptr : &outcome.error());
    if (!outcome) return exchange->refuse(std::move(outcome).error());
    exchange->answer(200, *std::move(outcome));
  });
}

}  // namespace weir::api
