#include "api/dispatch.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <utility>

#include "aws/event_stream.h"
#include "aws/protocol.h"

namespace weir::api {
namespace {

using aws::Protocol;

constexpr std::string_view plain_json_type = "application/json";
constexpr std::string_view rpc_protocol = "rpc-v2-cbor";

constexpr std::string_view undetermined_body =
    "<AccessDeniedException>\n  <Message>Unable to determine service/operation name to be "
    "authorized</Message>\n</AccessDeniedException>\n";

// "  application/json ; charset=utf-8" is application/json.
std::string_view media_type(std::string_view content_type) {
  content_type = content_type.substr(0, content_type.find(';'));
  const std::size_t first = content_type.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return content_type.substr(first, content_type.find_last_not_of(" \t") - first + 1);
}

// "Service.Operation": something on both sides of a dot.
bool names_an_operation(std::string_view target) {
  const std::size_t dot = target.find('.');
  return dot != std::string_view::npos && dot != 0 && dot + 1 != target.size();
}

// What the content type of a request without Smithy-Protocol says.
std::optional<Protocol> protocol_of(std::string_view media_type) {
  for (const Protocol protocol : {Protocol::json_1_1, Protocol::cbor_1_1}) {
    if (media_type == aws::content_type(protocol)) return protocol;
  }
  return std::nullopt;
}

// Smithy's RPC: the service and the operation are the path's last four segments,
// "/service/Kinesis_20131202/operation/PutRecord". As a target: "Kinesis_20131202.PutRecord"; empty
// if the path is of another form.
std::string rpc_target(std::string_view path) {
  const auto take_last = [&path](std::string_view before) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) return std::string_view{};
    const std::string_view segment = path.substr(slash + 1);
    path = path.substr(0, slash);
    if (!path.ends_with(before)) return std::string_view{};
    path.remove_suffix(before.size());
    return segment;
  };
  const std::string_view operation = take_last("/operation");
  const std::string_view service = take_last("/service");
  if (operation.empty() || service.empty()) return {};
  // The service may be given with its namespace, "com.amazonaws.kinesis.Kinesis_20131202".
  return fmt::format("{}.{}", service.substr(service.rfind('.') + 1), operation);
}

// What the generic front end answers to application/json, which is not Kinesis' own content type.
std::string coral_output(std::string_view type) {
  return fmt::format(R"({{"Output":{{"__type":"com.amazon.coral.service#{}"}},"Version":"1.0"}})",
                     type);
}

void add_cross_origin_headers(const http::Request& request, http::Response& response) {
  response.headers.push_back({"Access-Control-Allow-Origin", "*"});
  if (request.method != "OPTIONS") {
    response.headers.push_back({"Access-Control-Expose-Headers",
                                "x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,"
                                "x-amzn-ErrorMessage,Date"});
    return;
  }
  response.headers.push_back({"Access-Control-Max-Age", "172800"});
  const std::string_view headers = request.header("Access-Control-Request-Headers");
  const std::string_view method = request.header("Access-Control-Request-Method");
  if (!headers.empty()) {
    response.headers.push_back({"Access-Control-Allow-Headers", std::string(headers)});
  }
  if (!method.empty()) {
    response.headers.push_back({"Access-Control-Allow-Methods", std::string(method)});
  }
}

}  // namespace

// A request, the way back to its client, and what is known of it so far.
struct Dispatcher::Exchange {
  Dispatcher& dispatcher;
  http::Request request;
  http::Reply reply;
  bool is_from_browser = false;
  bool has_extended_id = true;
  const OperationEntry* operation = nullptr;
  std::string request_id = {};  // Empty until it is asked for.
  // Until the request says which, that of an error is CBOR, as production has it.
  Protocol protocol = Protocol::cbor_1_1;
  aws::Caller caller = {};
  std::string resource = {};
  MonotonicTime started = dispatcher.request_log_.start();
  std::string_view error_type = {};  // If it is refused.
  std::string error_detail = {};

  // Made late, like the rest of the answer: hundreds of requests wait for the disk at once, and the
  // allocator's quick lists hold seven pieces of a size.
  const std::string& id() {
    if (request_id.empty()) request_id = dispatcher.request_ids_.request_id();
    return request_id;
  }

  void answer(int status, std::string_view content_type, std::string body) {
    answer_with({.status = status, .headers = {}, .body = std::move(body)}, content_type);
  }

  void answer_with(http::Response response, std::string_view content_type) {
    response.headers.reserve(6);
    response.headers.push_back({"x-amzn-RequestId", id()});
    if (has_extended_id) {
      response.headers.push_back({"x-amz-id-2", dispatcher.request_ids_.extended_id()});
    }
    if (!content_type.empty()) {
      response.headers.push_back({"Content-Type", std::string(content_type)});
    }
    if (protocol == Protocol::rpc_v2_cbor) {
      response.headers.push_back({"smithy-protocol", std::string(rpc_protocol)});
    }
    if (is_from_browser) add_cross_origin_headers(request, response);
    log(response.status);
    reply(std::move(response));
  }

  // Production gives the content type even with an empty body; Smithy forbids it.
  void succeed(Answer with) {
    if (with.events) {
      return answer_with({.headers = {}, .body = {}, .source = std::move(with.events)},
                         aws::event_stream_content_type);
    }
    const bool has_type = protocol != Protocol::rpc_v2_cbor || !with.body.empty();
    answer(200, has_type ? aws::content_type(protocol) : "", std::move(with.body));
  }

  void refuse(const aws::ServiceError& error) {
    std::string body;
    aws::encode_error(error, body, protocol, dispatcher.service_.shape_namespace);
    error_type = error.type;
    error_detail = error.detail;
    answer(error.http_status, aws::content_type(protocol), std::move(body));
  }

  void log(int status) {
    dispatcher.request_log_.answered(started, status, [&] {
      return AnsweredRequest{
          .request_id = id(),
          .service = dispatcher.service_.signing_name,
          .operation = operation != nullptr ? operation->name : std::string_view{},
          .account_id = caller.principal.account_id,
          .source_ip = request.peer_address,
          .error = error_type,
          .detail = error_detail};
    });
  }

  void audit(const aws::ServiceError* error) {
    if (dispatcher.audit_ == nullptr || !operation->is_audited) return;
    dispatcher.audit_->write({.caller = caller,
                              .service = dispatcher.service_.signing_name,
                              .operation = operation->name,
                              .resource = resource,
                              .request_id = id(),
                              .error = error});
  }

  // A body that holds no structure is said before an unknown operation or a bad signature. Checked
  // only once something else is wrong, so that a good request is read once.
  void refuse_after_syntax(const aws::ServiceError& error) {
    if (!aws::holds_structure(protocol, request.body))
      return refuse(aws::serialization("").error());
    refuse(error);
  }
};

Dispatcher::Dispatcher(env::EventLoop& home, const Service& service, const aws::Keys& keys,
                       const env::Clock& clock, env::Random& random, env::Logger& logger,
                       AuditLog* audit, const RequestLogSettings& log)
    : home_(home),
      service_(service),
      audit_(audit),
      authenticator_(keys, clock),
      request_ids_(random),
      request_log_(clock, logger, log) {
  for (const OperationEntry& operation : service.operations) {
    operations_.emplace(fmt::format("{}.{}", service.target_prefix, operation.name), &operation);
  }
}

const OperationEntry* Dispatcher::find_operation(std::string_view target) const {
  const auto found = operations_.find(target);
  return found == operations_.end() ? nullptr : found->second;
}

void Dispatcher::handle(http::Request request, http::Reply reply) {
  Exchange exchange{.dispatcher = *this, .request = std::move(request), .reply = std::move(reply)};
  const http::Request& asked = exchange.request;
  exchange.is_from_browser = asked.has_header("Origin");

  // A browser's preflight: no signature, no content type, no extended id.
  if (asked.method == "OPTIONS" && exchange.is_from_browser) {
    exchange.has_extended_id = false;
    return exchange.answer(200, "", "");
  }
  if (asked.method != "POST") return exchange.answer(403, "", std::string(undetermined_body));
  if (asked.header("Smithy-Protocol") == rpc_protocol) return handle_rpc(std::move(exchange));

  const std::string_view target = asked.header("X-Amz-Target");
  const std::string_view type = media_type(asked.header("Content-Type"));
  const std::optional<Protocol> protocol = protocol_of(type);
  if (!protocol && !asked.body.empty()) return refuse_content_type(exchange, type, target);
  // Without a body: CBOR, unless the content type is exactly JSON's.
  exchange.protocol = protocol.value_or(Protocol::cbor_1_1);
  handle_operation(std::move(exchange), find_operation(target));
}

void Dispatcher::handle_rpc(Exchange exchange) {
  exchange.protocol = Protocol::rpc_v2_cbor;
  const http::Request& asked = exchange.request;
  // A request that names an operation in two ways is no request of this protocol: what guards one
  // of the names must not be got around by the other.
  if (asked.has_header("X-Amz-Target")) return exchange.refuse(aws::unknown_operation().error());
  handle_operation(std::move(exchange), find_operation(rpc_target(asked.path)));
}

void Dispatcher::refuse_content_type(Exchange& exchange, std::string_view type,
                                     std::string_view target) {
  if (type == plain_json_type) {
    const bool holds = aws::holds_structure(Protocol::json_1_1, exchange.request.body);
    return exchange.answer(
        holds ? 404 : 400, plain_json_type,
        coral_output(holds ? "UnknownOperationException" : "SerializationException"));
  }
  if (!names_an_operation(target)) return exchange.answer(403, "", std::string(undetermined_body));
  exchange.answer(404, "", "<UnknownOperationException/>\n");
}

// What all protocols have in common, from here on.
void Dispatcher::handle_operation(Exchange exchange, const OperationEntry* operation) {
  if (exchange.request.body.empty()) {
    return exchange.refuse(
        (operation != nullptr ? aws::serialization("") : aws::unknown_operation()).error());
  }
  if (operation == nullptr) return exchange.refuse_after_syntax(aws::unknown_operation().error());
  exchange.operation = operation;
  aws::Outcome<aws::Caller> caller =
      authenticator_.authenticate(exchange.request, service_.signing_name);
  if (!caller) {
    counts_.record_failure(operation->name, caller.error().type);
    return exchange.refuse_after_syntax(caller.error());
  }
  exchange.caller = *std::move(caller);
  run(std::move(exchange), *operation);
}

void Dispatcher::run(Exchange exchange, const OperationEntry& operation) {
  auto held = std::make_unique<Exchange>(std::move(exchange));
  held->request.headers = {};  // Nobody asks for them any more.
  Call call{home_, held->caller, held->request.body, held->protocol, held->resource};
  operation.run(call, [held = std::move(held)](aws::Outcome<Answer> outcome) {
    held->audit(outcome ? nullptr : &outcome.error());
    RequestCounts& counts = held->dispatcher.counts_;
    if (outcome) {
      counts.record_success(held->operation->name);
      return held->succeed(*std::move(outcome));
    }
    counts.record_failure(held->operation->name, outcome.error().type);
    held->refuse(outcome.error());
  });
}

}  // namespace weir::api
