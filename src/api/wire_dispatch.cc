#include "api/wire_dispatch.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "codec/gzip.h"

namespace weir::api {
namespace {

using aws::Protocol;

constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::string_view rpc_protocol = "rpc-v2-cbor";

// "X.Op" of "X.Op" if the prefix is X; nothing if it is another.
std::optional<std::string_view> operation_of_target(std::string_view target,
                                                    std::string_view prefix) {
  if (!target.starts_with(prefix) || target.size() == prefix.size() ||
      target[prefix.size()] != '.') {
    return std::nullopt;
  }
  return target.substr(prefix.size() + 1);
}

// "/service/NAME/operation/OPERATION", perhaps behind more; NAME may have a namespace before it.
std::optional<std::string_view> operation_of_path(std::string_view path, std::string_view name) {
  constexpr std::string_view between = "/operation/";
  const std::size_t found = path.rfind(between);
  if (found == std::string_view::npos) return std::nullopt;
  const std::string_view before = path.substr(0, found);
  const std::size_t slash = before.rfind('/');
  if (slash == std::string_view::npos || !before.substr(0, slash).ends_with("/service")) {
    return std::nullopt;
  }
  const std::string_view service = before.substr(slash + 1);
  if (service.substr(service.rfind('.') + 1) != name) return std::nullopt;
  return path.substr(found + between.size());
}

bool has_field(std::string_view form, std::string_view field) {
  std::size_t found = form.find(field);
  while (found != std::string_view::npos) {
    const std::size_t end = found + field.size();
    if ((found == 0 || form[found - 1] == '&') && (end == form.size() || form[end] == '&')) {
      return true;
    }
    found = form.find(field, end);
  }
  return false;
}

bool is_form(const http::Request& request) {
  return request.method == "POST" && request.header("Content-Type").starts_with(form_type);
}

bool is_compressed(const http::Request& request) {
  return request.header("Content-Encoding") == "gzip";
}

std::string_view body_of(const http::Request& request) {
  return {request.body.data(), request.body.size()};
}

aws::Failure body_too_large(std::size_t bytes_max) {
  return aws::Failure(aws::ServiceError{
      .type = "RequestEntityTooLarge",
      .message = fmt::format("The request's body has more than {} bytes.", bytes_max),
      .http_status = 413});
}

aws::Failure malformed_body() {
  return aws::Failure(
      aws::ServiceError{.type = "SerializationException",
                        .message = "The request's body is not compressed as its head says."});
}

}  // namespace

// A request, the way back to its client, and what is known of it so far.
struct WireDispatcher::Exchange {
  WireDispatcher& dispatcher;
  const WireService& service;
  http::Request request;
  http::Reply reply;
  std::string request_id;
  bool wants_query_error = false;
  Protocol protocol = Protocol::json_1_0;
  bool is_query = false;
  std::string inflated{};  // What the body was before it was compressed.
  aws::QueryForm form{};
  aws::Caller caller{};
  aws::QueryAnswerNames names{};
  std::string resource{};
  const WireOperation* operation = nullptr;
  MonotonicTime started = dispatcher.request_log_.start();
  std::string_view error_type{};
  std::string error_detail{};

  void answer(int status, std::string body, std::string query_error = {}) {
    http::Response response{.status = status, .headers = {}, .body = std::move(body)};
    response.headers.reserve(4);
    response.headers.push_back({"x-amzn-RequestId", request_id});
    response.headers.push_back(
        {"Content-Type",
         std::string(is_query ? std::string_view("text/xml") : aws::content_type(protocol))});
    if (!is_query && protocol == Protocol::rpc_v2_cbor) {
      response.headers.push_back({"smithy-protocol", std::string(rpc_protocol)});
    }
    if (!query_error.empty()) {
      response.headers.push_back({"x-amzn-query-error", std::move(query_error)});
    }
    log(status);
    reply(std::move(response));
  }

  void log(int status) {
    dispatcher.request_log_.answered(started, status, [&] {
      return AnsweredRequest{.request_id = request_id,
                             .service = service.signing_name,
                             .operation = names.operation,
                             .account_id = caller.principal.account_id,
                             .source_ip = request.peer_address,
                             .error = error_type,
                             .detail = error_detail};
    });
  }

  aws::ServiceError with_query_name(aws::ServiceError error) const {
    for (const WireErrorName& name : service.error_names) {
      if (error.type == name.type) {
        error.type = name.query_type;
        return error;
      }
    }
    return aws::to_query_error(std::move(error));
  }

  void refuse(const aws::ServiceError& error) {
    error_type = error.type;
    error_detail = error.detail;
    const aws::ServiceError named = with_query_name(error);
    std::string body;
    if (is_query) {
      aws::encode_query_error(named, names.xml_namespace, request_id, body);
      return answer(named.http_status, std::move(body));
    }
    aws::encode_error(error, body, protocol, service.shape_namespace);
    std::string query_error;
    if (wants_query_error) {
      query_error =
          fmt::format("{};{}", named.type, error.http_status < 500 ? "Sender" : "Receiver");
    }
    answer(error.http_status, std::move(body), std::move(query_error));
  }

  void audit(const aws::ServiceError* error) {
    if (dispatcher.audit_ == nullptr || !operation->is_audited) return;
    dispatcher.audit_->write({.caller = caller,
                              .service = service.signing_name,
                              .operation = operation->name,
                              .resource = resource,
                              .request_id = request_id,
                              .error = error});
  }

  // Who asks. Errors: those of signatures.
  aws::Outcome<void> authenticate() {
    auto found = dispatcher.authenticator_.authenticate(request, service.signing_name);
    if (!found) return aws::Failure(std::move(found).error());
    caller = *std::move(found);
    return {};
  }

  // Of the body as it was meant. Errors: 413, or it is not what it says.
  aws::Outcome<std::span<char>> document() {
    if (!is_compressed(request)) {
      if (request.body.size() > service.body_bytes_max) {
        return body_too_large(service.body_bytes_max);
      }
      return request.body;
    }
    auto text = codec::gunzip(body_of(request), service.body_bytes_max);
    if (!text && text.error().code == ErrorCode::limit_exceeded) {
      return body_too_large(service.body_bytes_max);
    }
    if (!text) return malformed_body();
    inflated = *std::move(text);
    return std::span<char>(inflated);
  }

  // The operation that a form names. Errors: those of QueryForm::parse.
  aws::Outcome<std::string_view> read_form(std::string_view text) {
    form = TRY(aws::QueryForm::parse(text, service.form_fields_max));
    const std::string* const action = form.find("Action");
    return action == nullptr ? std::string_view{} : std::string_view(*action);
  }
};

WireDispatcher::WireDispatcher(env::EventLoop& home, const std::vector<WireService>& services,
                               const aws::Keys& keys, const env::Clock& clock, env::Random& random,
                               env::Logger& logger, AuditLog* audit, const RequestLogSettings& log)
    : home_(home),
      services_(services),
      audit_(audit),
      authenticator_(keys, clock),
      request_ids_(random),
      request_log_(clock, logger, log) {}

const WireService* WireDispatcher::service_of(const http::Request& request) const {
  // Nearly every request has a target, and is for another service.
  if (const std::string_view target = request.header("X-Amz-Target"); !target.empty()) {
    const auto found = std::ranges::find_if(services_, [target](const WireService& service) {
      return operation_of_target(target, service.target_prefix).has_value();
    });
    return found == services_.end() ? nullptr : &*found;
  }
  const bool is_rpc = request.header("Smithy-Protocol") == rpc_protocol;
  const bool form = is_form(request);
  const std::string_view fields = request.method == "GET" ? request.query
                                  : form                  ? body_of(request)
                                                          : std::string_view{};
  for (const WireService& service : services_) {
    if (is_rpc && operation_of_path(request.path, service.target_prefix)) return &service;
    if (service.query_version.empty()) continue;
    if (form && is_compressed(request)) return &service;
    if (!fields.empty() && has_field(fields, fmt::format("Version={}", service.query_version))) {
      return &service;
    }
  }
  return nullptr;
}

void WireDispatcher::handle(http::Request request, http::Reply reply) {
  const WireService& service = *service_of(request);
  auto exchange = std::make_unique<Exchange>(Exchange{.dispatcher = *this,
                                                      .service = service,
                                                      .request = std::move(request),
                                                      .reply = std::move(reply),
                                                      .request_id = request_ids_.request_id()});
  const http::Request& asked = exchange->request;
  exchange->names.xml_namespace = service.xml_namespace;
  exchange->names.request_id = exchange->request_id;
  exchange->wants_query_error = asked.header("x-amzn-query-mode") == "true";
  const std::string_view target = asked.header("X-Amz-Target");
  const bool is_rpc = asked.header("Smithy-Protocol") == rpc_protocol;
  exchange->is_query = !is_rpc && target.empty();
  if (is_rpc) {
    exchange->protocol = Protocol::rpc_v2_cbor;
  } else if (asked.header("Content-Type").starts_with(aws::content_type(Protocol::json_1_1))) {
    exchange->protocol = Protocol::json_1_1;
  }
  // As in dispatch.cc: a request that names an operation in two ways names none.
  if (is_rpc && !target.empty()) return exchange->refuse(aws::unknown_operation().error());
  if (auto known = exchange->authenticate(); !known) return exchange->refuse(known.error());

  auto document = exchange->document();
  if (!document) return exchange->refuse(document.error());
  if (exchange->is_query) {
    const std::string_view text =
        asked.method == "GET" ? asked.query : std::string_view(document->data(), document->size());
    const auto action = exchange->read_form(text);
    if (!action) return exchange->refuse(action.error());
    return run(std::move(exchange), *action);
  }
  const std::string_view name = is_rpc ? *operation_of_path(asked.path, service.target_prefix)
                                       : *operation_of_target(target, service.target_prefix);
  exchange->request.body = *document;
  run(std::move(exchange), name);
}

void WireDispatcher::run(std::unique_ptr<Exchange> exchange, std::string_view operation) {
  const auto& operations = exchange->service.operations;
  const auto found = std::ranges::find(operations, operation, &WireOperation::name);
  if (found == operations.end()) {
    aws::ServiceError error = aws::unknown_operation().error();
    if (exchange->is_query) error.message = fmt::format("Could not find operation {}", operation);
    return exchange->refuse(error);
  }
  exchange->operation = &*found;
  exchange->names.operation = found->name;
  Exchange& held = *exchange;
  const WireCall call{home_,         held.caller,       held.is_query ? &held.form : nullptr,
                      held.protocol, held.request.body, held.names,
                      held.resource};
  found->run(call, [exchange = std::move(exchange)](aws::Outcome<std::string> outcome) {
    exchange->audit(outcome ? nullptr : &outcome.error());
    if (!outcome) return exchange->refuse(outcome.error());
    exchange->answer(200, *std::move(outcome));
  });
}

}  // namespace weir::api
