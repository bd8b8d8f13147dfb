#include "aws/sigv4_authorization.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "aws/service_error.h"
#include "aws/sigv4.h"
#include "aws/sigv4_canonical.h"
#include "aws/sigv4_time.h"
#include "base/result.h"
#include "base/time.h"
#include "codec/percent_encoding.h"
#include "http/message.h"

namespace weir::aws {
namespace {

// The longest that a presigned URL may be good for: Amazon's own limit, a week.
constexpr seconds expires_max{7 * 24 * 3600};

// The parts of a signature as they stand in a request; what is absent is empty.
struct Parts {
  std::string_view credential;
  std::string_view signature;
  std::string_view signed_headers;
};

// Takes the text before the next comma or blank off the front, and that character too. A loop of
// its own: std::string_view::find_first_of calls memchr for each character.
std::string_view take_word(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && text[size] != ',' && text[size] != ' ') ++size;
  const std::string_view word = text.substr(0, size);
  text.remove_prefix(std::min(size + 1, text.size()));
  return word;
}

// Parameters are separated by commas, blanks or both; the first word names the algorithm.
Parts parts_of_header(std::string_view header) {
  Parts parts;
  for (bool first = true; !header.empty(); first = false) {
    const std::string_view word = take_word(header);
    const std::size_t equals = word.find('=');
    if (first || equals == std::string_view::npos) continue;
    const std::string_view name = word.substr(0, equals);
    const std::string_view value = word.substr(equals + 1);
    if (name == "Credential") parts.credential = value;
    if (name == "Signature") parts.signature = value;
    if (name == "SignedHeaders") parts.signed_headers = value;
  }
  return parts;
}

// "keyid/20261122/us-east-1/kinesis/aws4_request".
Outcome<void> read_credential(std::string_view credential, Authorization& to) {
  std::array<std::string_view, 5> elements;
  std::string_view rest = credential;
  for (std::string_view& element : elements) {
    element = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(element.size() + 1, rest.size()));
  }
  if (std::count(credential.begin(), credential.end(), '/') != 4) {
    return incomplete_signature(
        fmt::format("Credential must have exactly 5 slash-delimited elements, e.g. "
                    "keyid/date/region/service/term, got '{}'",
                    credential));
  }
  if (elements[4] != sigv4_terminator) {
    return invalid_signature(fmt::format(
        "Credential should be scoped with a valid terminator: '{}'. ", sigv4_terminator));
  }
  to.access_key_id = elements[0];
  to.scope = {.date = elements[1], .region = elements[2], .service = elements[3]};
  return {};
}

Failure bad_date(std::string_view got) {
  return incomplete_signature(
      fmt::format("Date must be in ISO-8601 'basic format'. Got '{}'. See "
                  "http://en.wikipedia.org/wiki/ISO_8601",
                  got));
}

Outcome<WallTime> signed_at(std::string_view amazon_date, std::string_view date) {
  const auto time = amazon_date.empty() ? parse_date_header(date) : parse_sigv4_time(amazon_date);
  if (!time) return bad_date(amazon_date.empty() ? date : amazon_date);
  return *time;
}

Outcome<Authorization> parse_header(const http::Request& request, std::string_view header) {
  const Parts parts = parts_of_header(header);
  const std::string_view amazon_date = request.header("X-Amz-Date");
  const std::string_view date = request.header("Date");

  std::string missing;
  for (const auto& [name, value] :
       {std::pair("Credential", parts.credential), std::pair("Signature", parts.signature),
        std::pair("SignedHeaders", parts.signed_headers)}) {
    if (!value.empty()) continue;
    missing += fmt::format("Authorization header requires '{}' parameter. ", name);
  }
  if (amazon_date.empty() && date.empty()) {
    missing +=
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  }
  if (!missing.empty())
    return incomplete_signature(missing + "Authorization=" + std::string(header));

  Authorization authorization{.signed_headers = parts.signed_headers,
                              .signature = parts.signature,
                              .security_token = request.header("X-Amz-Security-Token")};
  TRY(read_credential(parts.credential, authorization));
  authorization.signed_at = TRY(signed_at(amazon_date, date));
  return authorization;
}

// The value of a parameter, decoded at the end of `decoded`, which has room for it already. Nothing
// if there is none; the last one if there are several.
std::optional<std::string_view> parameter(std::string_view query, std::string_view wanted,
                                          std::string& decoded) {
  std::optional<std::string_view> found;
  while (!query.empty()) {
    const std::string_view whole = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(whole.size() + 1, query.size()));
    const std::string_view name = whole.substr(0, whole.find('='));
    if (name == wanted) found = whole.substr(std::min(name.size() + 1, whole.size()));
  }
  if (!found) return std::nullopt;
  const std::size_t begin = decoded.size();
  codec::append_percent_decoded(decoded, *found);
  return std::string_view(decoded).substr(begin);
}

Outcome<std::optional<seconds>> read_expires(std::optional<std::string_view> text) {
  if (!text) return std::nullopt;
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
  const bool number = error == std::errc() && end == text->data() + text->size();
  if (!number || count < 1 || count > expires_max.count()) {
    return incomplete_signature(
        fmt::format("X-Amz-Expires must be a number of seconds from 1 to {}, got '{}'.",
                    expires_max.count(), *text));
  }
  return seconds(count);
}

Outcome<Authorization> parse_query(const http::Request& request, std::string_view algorithm,
                                   std::string& decoded) {
  const auto value = [&](std::string_view name) {
    return parameter(request.query, name, decoded).value_or(std::string_view());
  };
  const std::string_view credential = value("X-Amz-Credential");
  const std::string_view date = value("X-Amz-Date");
  Authorization authorization{.signed_headers = value("X-Amz-SignedHeaders"),
                              .signature = value("X-Amz-Signature"),
                              .security_token = value("X-Amz-Security-Token"),
                              .in_query = true};

  std::string missing;
  for (const auto& [name, found] :
       {std::pair("X-Amz-Algorithm", algorithm), std::pair("X-Amz-Credential", credential),
        std::pair("X-Amz-Signature", authorization.signature),
        std::pair("X-Amz-SignedHeaders", authorization.signed_headers),
        std::pair("X-Amz-Date", date)}) {
    if (!found.empty()) continue;
    missing += fmt::format("AWS query-string parameters must include '{}'. ", name);
  }
  if (!missing.empty()) {
    return incomplete_signature(missing + "Re-examine the query-string parameters.");
  }

  TRY(read_credential(credential, authorization));
  authorization.signed_at = TRY(signed_at(date, ""));
  authorization.expires = TRY(read_expires(parameter(request.query, "X-Amz-Expires", decoded)));
  authorization.unsigned_payload = value("X-Amz-Content-Sha256") == unsigned_payload ||
                                   request.header("X-Amz-Content-Sha256") == unsigned_payload;
  return authorization;
}

}  // namespace

Outcome<Authorization> parse_authorization(const http::Request& request, std::string& decoded) {
  decoded.clear();
  const std::string_view header = request.header("Authorization");
  std::optional<std::string_view> algorithm;
  if (!request.query.empty()) {
    // All parameters together are shorter than the query: no view into `decoded` is moved away.
    decoded.reserve(request.query.size());
    algorithm = parameter(request.query, "X-Amz-Algorithm", decoded);
  }
  if (!header.empty() && algorithm) {
    return invalid_signature(
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
  }
  if (!header.empty()) return parse_header(request, header);
  if (algorithm) return parse_query(request, *algorithm, decoded);
  return missing_authentication_token("Missing Authentication Token");
}

}  // namespace weir::aws
