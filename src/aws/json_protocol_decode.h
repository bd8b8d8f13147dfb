// Decoding of awsJson1.1: the visitor that fills a shape from a JSON document, in one pass, in
// place, with production's own errors for values of a wrong type. For json_protocol.h.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "aws/inline_text.h"
#include "aws/service_error.h"
#include "aws/shape.h"
#include "base/time.h"
#include "codec/json_reader.h"

namespace weir::aws {

// Reads values of each kind. A null leaves a value in the state it has when it is absent. The first
// value of a wrong type is remembered; reading goes on, because a document that is malformed
// further down is answered differently.
class JsonDecoder {
 public:
  explicit JsonDecoder(std::span<char> document) : reader_(document) {}

  // Reads the document. The error is a SerializationException: without a message if the document is
  // no JSON object, else with that of the first wrong type.
  template <Structure T>
  Outcome<void> decode_document(T& structure) {
    if (reader_.kind() != codec::JsonKind::object) return serialization({});
    decode(structure, {});
    return finish();
  }

 private:
  friend class JsonMember;

  // Whether a value comes that is not null. A null is read.
  bool comes();
  // Remembers a wrong type and skips the value that has it.
  void refuse(std::string message);
  void refuse_scalar(std::string_view wanted);
  // Goes into a value of that kind; anything else is refused.
  bool enter_list();
  bool enter_map();
  bool enter_structure();
  // Reads a number; anything else is refused.
  std::optional<std::string_view> number(std::string_view wanted);
  Outcome<void> finish();

  // How many entries of a list or map to keep. One far above its limit is refused later; keeping
  // all of it would let a few bytes of a request, "{},", take many of ours.
  static std::size_t kept_max(const Constraints& constraints) {
    return std::max(constraints.length_max, constraints.length_max * 2);
  }

  void decode(std::string_view& text, const Constraints& constraints);
  void decode(std::string& text, const Constraints& constraints);
  void decode(Blob& blob, const Constraints& constraints);
  void decode(bool& value, const Constraints& constraints);
  void decode(std::int32_t& number, const Constraints& constraints);
  void decode(std::int64_t& number, const Constraints& constraints);
  void decode(WallTime& time, const Constraints& constraints);
  void decode(TextMap& map, const Constraints& constraints);

  template <std::size_t Capacity>
  void decode(InlineText<Capacity>& text, const Constraints& /*constraints*/);
  template <Structure T>
  void decode(T& structure, const Constraints& constraints);
  template <List T>
  void decode(T& list, const Constraints& constraints);

  codec::JsonReader reader_;
  std::optional<std::string> type_error_;
};

// The visitor: finds the member of a name and has its value read.
class JsonMember {
 public:
  JsonMember(JsonDecoder& decoder, std::string_view name) : decoder_(decoder), name_(name) {}

  template <class T>
  void required(std::string_view name, T& member, const Constraints& constraints = {}) {
    if (!is(name)) return;
    if constexpr (is_required<T>) {
      member.reset();
      if (decoder_.comes()) decoder_.decode(member.emplace(), constraints);
    } else {
      member = T{};
      if (decoder_.comes()) decoder_.decode(member, constraints);
    }
  }

  template <class T>
  void optional(std::string_view name, std::optional<T>& member,
                const Constraints& constraints = {}) {
    if (!is(name)) return;
    member.reset();
    if (decoder_.comes()) decoder_.decode(member.emplace(), constraints);
  }

  bool found() const { return found_; }

 private:
  bool is(std::string_view name) {
    if (found_ || name != name_) return false;
    found_ = true;
    return true;
  }

  JsonDecoder& decoder_;
  std::string_view name_;
  bool found_ = false;
};

template <std::size_t Capacity>
void JsonDecoder::decode(InlineText<Capacity>& text, const Constraints& constraints) {
  std::string_view value;
  decode(value, constraints);
  if (value.size() > Capacity) {
    if (!type_error_) type_error_ = "text is longer than expected";
    return;
  }
  text = value;
}

template <Structure T>
void JsonDecoder::decode(T& structure, const Constraints& /*constraints*/) {
  if (!enter_structure()) return;
  while (const auto name = reader_.next_key()) {
    JsonMember member(*this, *name);
    T::describe(member, structure);
    if (!member.found()) reader_.skip_value();
  }
}

template <List T>
void JsonDecoder::decode(T& list, const Constraints& constraints) {
  const std::size_t kept = kept_max(constraints);
  if (!enter_list()) return;
  while (reader_.next_element()) {
    if (list.size() >= kept) {
      reader_.skip_value();
      continue;
    }
    auto& element = list.emplace_back();
    if (comes()) decode(element, {});
  }
}

}  // namespace weir::aws
