// Reading requests of the Query protocol: a form, in which names say where in a structure a value
// belongs: "Tags.member.2.Key=team".
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "aws/iso_time.h"
#include "aws/service_error.h"
#include "aws/shape.h"
#include "base/time.h"

namespace weir::aws {

// The fields of a form, decoded. What is decoded from it points into it.
class QueryForm {
 public:
  static constexpr std::size_t fields_max = 2'000;

  // Errors: MalformedQueryString: more fields than any request has; MalformedInput: bytes that are
  // no text.
  static Outcome<QueryForm> parse(std::string_view encoded, std::size_t most_fields = fields_max);

  // Null if there is no such field. Of fields of one name the last counts.
  const std::string* find(std::string_view name) const;
  // Whether there is a field of that name, or within it: "Tags.member.1" or "Tags.member.1.Key".
  bool has(std::string_view name) const;

 private:
  std::map<std::string, std::string, std::less<>> fields_;
};

// The visitor that fills a structure.
class QueryDecoder {
 public:
  // `prefix` is empty or ends in a full stop.
  QueryDecoder(const QueryForm& form, std::string prefix)
      : form_(form), prefix_(std::move(prefix)) {}

  template <class T>
  void required(std::string_view name, T& member, const Constraints& /*constraints*/ = {}) {
    const std::string path = prefix_ + std::string(name);
    if constexpr (is_required<T>) {
      if (is_there<decltype(member.emplace())>(path)) read(path, member.emplace());
    } else {
      if (is_there<T&>(path)) read(path, member);
    }
  }

  template <class T>
  void optional(std::string_view name, std::optional<T>& member,
                const Constraints& /*constraints*/ = {}) {
    const std::string path = prefix_ + std::string(name);
    if (is_there<T&>(path)) read(path, member.emplace());
  }

  // The first value that is not of its member's type; empty: there is none.
  const std::string& wrong() const { return wrong_; }

 private:
  template <class Reference>
  bool is_there(const std::string& path) const {
    return form_.has(path);
  }

  void read(const std::string& path, std::string_view& text) {
    if (const std::string* const found = form_.find(path)) text = *found;
  }
  void read(const std::string& path, bool& value) {
    const std::string* const found = form_.find(path);
    if (found == nullptr || (*found != "true" && *found != "false")) return reject(path);
    value = *found == "true";
  }
  void read(const std::string& path, WallTime& time) {
    const std::string* const found = form_.find(path);
    const std::optional<WallTime> parsed = parse_iso_time(found == nullptr ? "" : *found);
    if (!parsed) return reject(path);
    time = *parsed;
  }
  template <class Number>
    requires std::integral<Number> || std::floating_point<Number>
  void read(const std::string& path, Number& value) {
    const std::string* const found = form_.find(path);
    if (found == nullptr) return reject(path);
    const char* const end = found->data() + found->size();
    const auto [stop, error] = std::from_chars(found->data(), end, value);
    if (error != std::errc{} || stop != end) reject(path);
  }
  template <Structure T>
  void read(const std::string& path, T& structure) {
    QueryDecoder inside(form_, path + ".");
    T::describe(inside, structure);
    if (!inside.wrong().empty()) wrong_ = inside.wrong();
  }
  // An empty list is written as a field of the list's own name without a value.
  template <class T>
  void read(const std::string& path, std::vector<T>& list) {
    for (std::size_t index = 1;; ++index) {
      const std::string element = path + ".member." + std::to_string(index);
      if (!form_.has(element)) return;
      read(element, list.emplace_back());
    }
  }

  void reject(const std::string& path) {
    if (wrong_.empty()) wrong_ = path;
  }

  const QueryForm& form_;
  std::string prefix_;
  std::string wrong_;
};

// Errors: MalformedInput.
template <Structure Request>
Outcome<void> decode_query(const QueryForm& form, Request& request) {
  QueryDecoder decoder(form, {});
  Request::describe(decoder, request);
  if (decoder.wrong().empty()) return {};
  return Failure(ServiceError{.type = "MalformedInput",
                              .message = "The value of " + decoder.wrong() + " is malformed."});
}

}  // namespace weir::aws
