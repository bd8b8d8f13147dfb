// DocumentDecoder: the visitor that fills a shape from a document, in one pass, in place, with
// production's own errors for values of a wrong type. What the document is written in (JSON, CBOR)
// is the business of its Input; everything else is said here once for all of them. For protocol.h.
//
// An Input reads values one after another:
//
//     static constexpr ValueKind blob_kind;      how a blob is written
//     ValueKind kind();                          of the value that comes
//     void enter_structure();                    then next_name() until it has none
//     std::optional<std::string_view> next_name();
//     void enter_list();                         then next_element() until it is false
//     bool next_element();
//     std::string_view read_text();              never null
//     std::expected<Blob, std::string> read_blob();   or the reason of a type error
//     bool read_boolean();
//     void read_null();
//     std::optional<std::int64_t> read_integer();     rounded down, saturating; none if not a
//     number; double read_real(); std::optional<WallTime> read_time(); std::optional<NumberTruth>
//     read_truth(); void skip_value(); bool finish();                             whether all of
//     the document was well-formed
//
// A malformed document makes it fail for good: kinds are `failed`, loops end.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aws/inline_text.h"
#include "aws/service_error.h"
#include "aws/shape.h"
#include "base/time.h"

namespace weir::aws {

// What a value is written as. A structure and a map are written alike.
enum class ValueKind : std::uint8_t { structure, list, text, blob, number, boolean, null, failed };

// A number where a boolean should be.
struct NumberTruth {
  bool is_nonzero;
  bool is_whole;  // Written as a whole number: neither fraction nor exponent.
};

template <class Input>
class DocumentMember;

// Reads values of each kind. A null leaves a value in the state it has when it is absent. The first
// value of a wrong type is remembered; reading goes on, because a document that is malformed
// further down is answered differently.
template <class Input>
class DocumentDecoder {
 public:
  // The arguments are the Input's.
  template <class... Arguments>
  explicit DocumentDecoder(Arguments&&... arguments)
      : input_(std::forward<Arguments>(arguments)...) {}

  // Reads the document. The error is a SerializationException: without a message if the document
  // does not hold a structure, else with that of the first wrong type.
  template <Structure T>
  Outcome<void> decode_document(T& structure) {
    if (input_.kind() != ValueKind::structure) return serialization({});
    decode(structure, {});
    return finish();
  }

 private:
  friend class DocumentMember<Input>;

  // Whether a value comes that is not null. A null is read.
  bool comes();
  // Remembers a wrong type and skips the value that has it.
  void refuse(std::string message);
  void refuse_scalar(std::string_view wanted);
  void remember(std::string message);
  // Goes into a value of that kind; anything else is refused.
  bool enter_list();
  bool enter_map();
  bool enter_structure();
  // Whether a number comes; anything else is refused.
  bool number_comes(std::string_view wanted);
  template <class T>
  std::optional<T> or_refused(std::optional<T> number, std::string_view wanted);
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
  void decode(double& number, const Constraints& constraints);
  void decode(WallTime& time, const Constraints& constraints);
  void decode(TextMap& map, const Constraints& constraints);

  template <std::size_t capacity>
  void decode(InlineText<capacity>& text, const Constraints& constraints) {
    std::string_view value;
    decode(value, constraints);
    if (value.size() > capacity) return remember("text is longer than expected");
    text = value;
  }

  template <Structure T>
  void decode(T& structure, const Constraints& /*constraints*/) {
    if (!enter_structure()) return;
    while (const auto name = input_.next_name()) {
      DocumentMember<Input> member(*this, *name);
      T::describe(member, structure);
      if (!member.found()) input_.skip_value();
    }
  }

  template <List T>
  void decode(T& list, const Constraints& constraints) {
    const std::size_t kept = kept_max(constraints);
    if (!enter_list()) return;
    while (input_.next_element()) {
      if (list.size() >= kept) {
        input_.skip_value();
        continue;
      }
      auto& element = list.emplace_back();
      if (comes()) decode(element, {});
    }
  }

  Input input_;
  std::optional<std::string> type_error_;
};

// The visitor: finds the member of a name and has its value read.
template <class Input>
class DocumentMember {
 public:
  DocumentMember(DocumentDecoder<Input>& decoder, std::string_view name)
      : decoder_(decoder), name_(name) {}

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

  DocumentDecoder<Input>& decoder_;
  std::string_view name_;
  bool found_ = false;
};

}  // namespace weir::aws
