// Writing answers of the Query protocol: XML.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/service_error.h"
#include "aws/shape.h"
#include "base/time.h"

namespace weir::aws {

// Appends `text` with what XML reserves written as entities. What XML cannot hold at all (control
// characters) is left out.
void append_xml_text(std::string& to, std::string_view text);
// "1.0": never without a fraction.
void append_xml_real(std::string& to, double number);
// Base64.
void append_xml_blob(std::string& to, Blob blob);
// "2026-11-26T06:28:00Z".
void append_xml_time(std::string& to, WallTime time);

// The visitor that writes the members of a structure.
class XmlEncoder {
 public:
  // Appends to `out`, which must outlive it.
  explicit XmlEncoder(std::string& out) : out_(out) {}

  template <class T>
  void required(std::string_view name, const T& member, const Constraints& /*constraints*/ = {}) {
    open(name);
    write(member);
    close(name);
  }
  template <class T>
  void optional(std::string_view name, const std::optional<T>& member,
                const Constraints& constraints = {}) {
    if (member) required(name, *member, constraints);
  }

 private:
  void open(std::string_view name) { ((out_ += '<') += name) += '>'; }
  void close(std::string_view name) { ((out_ += "</") += name) += '>'; }

  void write(std::string_view text) { append_xml_text(out_, text); }
  void write(WallTime time) { append_xml_time(out_, time); }
  void write(double number) { append_xml_real(out_, number); }
  void write(Blob blob) { append_xml_blob(out_, blob); }
  void write(const RealMap& map) {
    for (const auto& [key, value] : map.entries) {
      open("entry");
      required("key", key);
      required("value", value);
      close("entry");
    }
  }
  template <std::integral Number>
  void write(Number number) {
    if constexpr (std::same_as<Number, bool>) {
      out_ += number ? "true" : "false";
    } else {
      out_ += std::to_string(number);
    }
  }
  template <Structure T>
  void write(const T& structure) {
    T::describe(*this, structure);
  }
  template <class T>
  void write(const Required<T>& member) {
    write(*member);
  }
  template <class T>
  void write(const std::vector<T>& list) {
    for (const T& element : list) required("member", element);
  }

  std::string& out_;
};

struct QueryAnswerNames {
  std::string_view operation;  // "CreateUser".
  std::string_view xml_namespace;
  std::string_view request_id;
};

void begin_query_answer(const QueryAnswerNames& names, std::string& out);
void end_query_answer(const QueryAnswerNames& names, std::string& out);

// <CreateUserResponse …><CreateUserResult>…</CreateUserResult>…, appended to `out`; an operation
// without output has no result, one whose output has no members has an empty one.
template <Structure Response>
void encode_query_answer(const QueryAnswerNames& names, const Response& response,
                         std::string& out) {
  begin_query_answer(names, out);
  if constexpr (!std::same_as<Response, NoOutput>) {
    out.append("<").append(names.operation).append("Result>");
    XmlEncoder encoder(out);
    Response::describe(encoder, response);
    out.append("</").append(names.operation).append("Result>");
  }
  end_query_answer(names, out);
}

// <ErrorResponse …>, appended to `out`.
void encode_query_error(const ServiceError& error, std::string_view xml_namespace,
                        std::string_view request_id, std::string& out);

// Services of this protocol have other names for the front end's errors, and other statuses:
// "InvalidClientTokenId" with 403, not "UnrecognizedClientException" with 400.
ServiceError to_query_error(ServiceError error);

}  // namespace weir::aws
