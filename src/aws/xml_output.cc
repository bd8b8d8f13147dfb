#include "aws/xml_output.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>

#include "aws/iso_time.h"
#include "codec/base64.h"

namespace weir::aws {
namespace {

struct QueryErrorName {
  std::string_view type;
  std::string_view query_type;
  int http_status;
};

constexpr std::array query_error_names{
    QueryErrorName{"AccessDeniedException", "AccessDenied", 403},
    QueryErrorName{"ExpiredTokenException", "ExpiredToken", 403},
    QueryErrorName{"IncompleteSignatureException", "IncompleteSignature", 403},
    QueryErrorName{"InvalidSignatureException", "SignatureDoesNotMatch", 403},
    QueryErrorName{"MissingAuthenticationTokenException", "MissingAuthenticationToken", 403},
    QueryErrorName{"UnknownOperationException", "InvalidAction", 400},
    QueryErrorName{"UnrecognizedClientException", "InvalidClientTokenId", 403},
    QueryErrorName{"ValidationException", "ValidationError", 400},
    QueryErrorName{"ProvisionedThroughputExceededException", "Throttling", 400},
    QueryErrorName{"InternalFailure", "ServiceFailure", 500},
};

void append_element(std::string& to, std::string_view name, std::string_view text) {
  to.append("<").append(name).append(">");
  append_xml_text(to, text);
  to.append("</").append(name).append(">");
}

}  // namespace

void append_xml_text(std::string& to, std::string_view text) {
  for (const char c : text) {
    if (c == '&') {
      to += "&amp;";
    } else if (c == '<') {
      to += "&lt;";
    } else if (c == '>') {
      to += "&gt;";
    } else if (c == '"') {
      to += "&quot;";
    } else if (static_cast<unsigned char>(c) >= ' ' || c == '\t' || c == '\n') {
      to += c;
    } else if (c == '\r') {
      to += "&#13;";
    }
  }
}

void append_xml_real(std::string& to, double number) {
  std::string text = fmt::format("{}", number);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  to += text;
}

void append_xml_blob(std::string& to, Blob blob) {
  const std::size_t begin = to.size();
  to.resize(begin + codec::base64_encoded_size(blob.size()));
  codec::base64_encode(blob, to.data() + begin);
}

void append_xml_time(std::string& to, WallTime time) { to += iso_time_text(time); }

void begin_query_answer(const QueryAnswerNames& names, std::string& out) {
  out += fmt::format("<{}Response xmlns=\"{}\">", names.operation, names.xml_namespace);
}

void end_query_answer(const QueryAnswerNames& names, std::string& out) {
  out += "<ResponseMetadata>";
  append_element(out, "RequestId", names.request_id);
  out += fmt::format("</ResponseMetadata></{}Response>\n", names.operation);
}

void encode_query_error(const ServiceError& error, std::string_view xml_namespace,
                        std::string_view request_id, std::string& out) {
  out += fmt::format("<ErrorResponse xmlns=\"{}\"><Error>", xml_namespace);
  append_element(out, "Type", error.http_status < 500 ? "Sender" : "Receiver");
  append_element(out, "Code", error.type);
  append_element(out, "Message", error.message);
  out += "</Error>";
  append_element(out, "RequestId", request_id);
  out += "</ErrorResponse>\n";
}

ServiceError to_query_error(ServiceError error) {
  for (const QueryErrorName& name : query_error_names) {
    if (error.type != name.type) continue;
    error.type = name.query_type;
    error.http_status = name.http_status;
    return error;
  }
  return error;
}

}  // namespace weir::aws
