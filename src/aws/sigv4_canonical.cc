#include "aws/sigv4_canonical.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/percent_encoding.h"
#include "http/http1_syntax.h"
#include "http/message.h"

namespace weir::aws {
namespace {

// Without "." and ".." and empty segments: "/a/./b//../c/" is "/a/c/".
std::string normal_path(std::string_view path) {
  std::vector<std::string_view> segments;
  bool closed = true;  // Does it end in a slash?
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, slash);
    closed = segment.empty() || segment == "." || segment == ".." || slash < path.size();
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      segments.push_back(segment);
    } else if (!segments.empty()) {
      segments.pop_back();
    }
  }
  std::string normal = "/";
  for (const std::string_view segment : segments) {
    normal += segment;
    normal += '/';
  }
  if (!closed && normal.size() > 1) normal.pop_back();
  return normal;
}

void append_path(std::string& to, std::string_view path) {
  if (path.empty() || path == "/") {
    to += '/';
    return;
  }
  codec::append_percent_encoded(to, normal_path(path), codec::Slash::keep);
}

std::string encoded_anew(std::string_view text) {
  std::string plain;
  codec::append_percent_decoded(plain, text);
  std::string encoded;
  codec::append_percent_encoded(encoded, plain, codec::Slash::encode);
  return encoded;
}

void append_query(std::string& to, std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    const std::string_view parameter = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(parameter.size() + 1, query.size()));
    if (parameter.empty()) continue;
    const std::string_view name = parameter.substr(0, parameter.find('='));
    const std::string_view value = parameter.substr(std::min(name.size() + 1, parameter.size()));
    std::string encoded_name = encoded_anew(name);
    if (encoded_name == "X-Amz-Signature") continue;
    parameters.emplace_back(std::move(encoded_name), encoded_anew(value));
  }
  std::sort(parameters.begin(), parameters.end());
  bool first = true;
  for (const auto& [name, value] : parameters) {
    if (!first) to += '&';
    first = false;
    to += name;
    to += '=';
    to += value;
  }
}

// HTTP fields may have blanks and tabs, and Amazon's rules treat both alike.
void append_value(std::string& to, std::string_view value) {
  value = http::trim_blanks(value);
  if (value.find("  ") == std::string_view::npos && value.find('\t') == std::string_view::npos) {
    to += value;
    return;
  }
  bool blank_before = false;
  for (const char character : value) {
    const bool blank = character == ' ' || character == '\t';
    if (!blank) {
      to += character;
    } else if (!blank_before) {
      to += ' ';
    }
    blank_before = blank;
  }
}

// The values of all headers of that name, in order, with commas between. False if there is none.
bool append_values(std::string& to, const http::Request& request, std::string_view name) {
  bool found = false;
  for (const http::Header& header : request.headers) {
    if (!http::equals_ignoring_case(header.name, name)) continue;
    if (found) to += ',';
    append_value(to, header.value);
    found = true;
  }
  return found;
}

void append_header(std::string& to, const http::Request& request, std::string_view name) {
  to += name;
  to += ':';
  if (!append_values(to, request, name)) {
    if (name == ":authority") append_values(to, request, "host");
    if (name == "host") append_values(to, request, ":authority");
  }
  to += '\n';
}

}  // namespace

void append_canonical_request(std::string& to, const http::Request& request,
                              std::string_view signed_headers, std::string_view payload_hash) {
  to += request.method;
  to += '\n';
  append_path(to, request.path);
  to += '\n';
  append_query(to, request.query);
  to += '\n';
  for (std::string_view rest = signed_headers; !rest.empty();) {
    const std::string_view name = rest.substr(0, rest.find(';'));
    append_header(to, request, name);
    rest.remove_prefix(std::min(name.size() + 1, rest.size()));
  }
  to += '\n';
  to += signed_headers;
  to += '\n';
  to += payload_hash;
}

}  // namespace weir::aws
