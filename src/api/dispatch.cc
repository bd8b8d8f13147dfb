#include "api/dispatch.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "aws/json_protocol.h"
#include "codec/json_reader.h"

namespace weir::api {
namespace {

constexpr std::string_view json_type = "application/x-amz-json-1.1";
constexpr std::string_view cbor_type = "application/x-amz-cbor-1.1";
constexpr std::string_view plain_json_type = "application/json";

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

// {"__type": type} as production writes CBOR: a map of indefinite length, texts of definite length.
std::string cbor_error(std::string_view type) {
  std::string body = "\xbf\x66__type";
  if (type.size() < 24) {
    body += static_cast<char>(0x60 + type.size());
  } else {
    body += '\x78';
    body += static_cast<char>(type.size());
  }
  body += type;
  body += '\xff';
  return body;
}

// What the generic front end answers to application/json, which is not Kinesis' own content type.
std::string coral_output(std::string_view type) {
  return fmt::format(R"({{"Output":{{"__type":"com.amazon.coral.service#{}"}},"Version":"1.0"}})",
                     type);
}

bool is_json_object(std::span<char> body) {
  codec::JsonReader reader(body);
  if (reader.kind() != codec::JsonKind::object) return false;
  reader.skip_value();
  return reader.finish();
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
  http::Request request;
  http::Reply reply;
  std::string request_id;
  std::string extended_id;
  aws::Caller caller;

  void answer(int status, std::string_view content_type, std::string body) {
    http::Response response{.status = status, .headers = {}, .body = std::move(body)};
    response.headers.reserve(5);
    response.headers.push_back({"x-amzn-RequestId", std::move(request_id)});
    if (!extended_id.empty()) response.headers.push_back({"x-amz-id-2", std::move(extended_id)});
    if (!content_type.empty()) {
      response.headers.push_back({"Content-Type", std::string(content_type)});
    }
    if (request.has_header("Origin")) add_cross_origin_headers(request, response);
    reply(std::move(response));
  }

  void refuse(const aws::ServiceError& error) {
    std::string body;
    aws::encode_error(error, body);
    answer(error.http_status, json_type, std::move(body));
  }

  // A body that is no JSON object is said before an unknown operation or a bad signature. Checked
  // only once something else is wrong, so that a good request is read once.
  void refuse_after_syntax(const aws::ServiceError& error) {
    if (!is_json_object(request.body)) return refuse(aws::serialization("").error());
    refuse(error);
  }
};

Dispatcher::Dispatcher(env::EventLoop& home, const Service& service, const aws::Keys& keys,
                       const env::Clock& clock, env::Random& random, env::Logger& logger)
    : home_(home),
      service_(service),
      logger_(logger),
      authenticator_(keys, clock),
      request_ids_(random) {
  for (const OperationEntry& operation : service.operations) {
    operations_.emplace(fmt::format("{}.{}", service.target_prefix, operation.name), &operation);
  }
}

const OperationEntry* Dispatcher::find_operation(std::string_view target) const {
  const auto found = operations_.find(target);
  return found == operations_.end() ? nullptr : found->second;
}

void Dispatcher::handle(http::Request request, http::Reply reply) {
  Exchange exchange{std::move(request), std::move(reply), request_ids_.request_id(), {}, {}};
  const http::Request& asked = exchange.request;

  // A browser's preflight: no signature, no content type, no extended id.
  if (asked.method == "OPTIONS" && asked.has_header("Origin")) return exchange.answer(200, "", "");
  exchange.extended_id = request_ids_.extended_id();
  if (asked.method != "POST") return exchange.answer(403, "", std::string(undetermined_body));

  const std::string_view target = asked.header("X-Amz-Target");
  const std::string_view type = media_type(asked.header("Content-Type"));
  const OperationEntry* const operation = find_operation(target);

  // Without a body: CBOR, unless the content type is exactly JSON's.
  if (asked.body.empty()) {
    const std::string_view error =
        operation != nullptr ? "SerializationException" : "UnknownOperationException";
    if (type != json_type) return exchange.answer(400, cbor_type, cbor_error(error));
    return exchange.answer(400, json_type, fmt::format(R"({{"__type":"{}"}})", error));
  }
  if (type != json_type && type != cbor_type && type != plain_json_type) {
    if (!names_an_operation(target)) {
      return exchange.answer(403, "", std::string(undetermined_body));
    }
    return exchange.answer(404, "", "<UnknownOperationException/>\n");
  }
  if (type == plain_json_type) {
    const bool object = is_json_object(asked.body);
    return exchange.answer(
        object ? 404 : 400, plain_json_type,
        coral_output(object ? "UnknownOperationException" : "SerializationException"));
  }
  // CBOR bodies are not read yet: no operation is known under that content type.
  if (type == cbor_type) {
    return exchange.answer(400, cbor_type, cbor_error("UnknownOperationException"));
  }
  if (operation == nullptr) return exchange.refuse_after_syntax(aws::unknown_operation().error());

  aws::Outcome<aws::Caller> caller =
      authenticator_.authenticate(exchange.request, service_.signing_name);
  if (!caller) return exchange.refuse_after_syntax(caller.error());
  exchange.caller = *std::move(caller);
  run(std::move(exchange), *operation);
}

void Dispatcher::run(Exchange exchange, const OperationEntry& operation) {
  auto held = std::make_unique<Exchange>(std::move(exchange));
  Call call{home_, held->caller, held->request.body};
  operation.run(call, [this, held = std::move(held),
                       name = operation.name](aws::Outcome<std::string> outcome) mutable {
    if (outcome) return held->answer(200, json_type, *std::move(outcome));
    if (outcome.error().http_status >= 500) {
      logger_.warning("request_failed", {{"operation", name},
                                         {"request_id", held->request_id},
                                         {"error", outcome.error().type},
                                         {"detail", outcome.error().detail}});
    }
    held->refuse(outcome.error());
  });
}

}  // namespace weir::api
