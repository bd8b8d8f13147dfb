// Encoding of awsJson1.1: the visitors that write a shape as a JSON document. For json_protocol.h.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "aws/shape.h"
#include "base/time.h"
#include "codec/base64.h"
#include "codec/json_writer.h"

namespace weir::aws {

// About how long a document will be: exact but for escapes and generous with numbers. Reserving
// that much keeps a large answer from being copied while it grows.
class JsonSize {
 public:
  template <class T>
  void required(std::string_view name, const T& member, const Constraints& /*constraints*/ = {}) {
    size_ += name.size() + 4;  // Quotes, colon and comma.
    add(member);
  }
  template <class T>
  void optional(std::string_view name, const std::optional<T>& member,
                const Constraints& constraints = {}) {
    if (member) required(name, *member, constraints);
  }

  template <Structure T>
  void add(const T& structure) {
    size_ += 2;
    T::describe(*this, structure);
  }

  std::size_t size() const { return size_; }

 private:
  static constexpr std::size_t number_size = 24;

  void add(std::string_view text) { size_ += text.size() + 2; }
  void add(Blob blob) { size_ += codec::base64_encoded_size(blob.size()) + 2; }
  void add(std::integral auto /*number*/) { size_ += number_size; }
  void add(WallTime /*time*/) { size_ += number_size; }
  void add(const TextMap& map) {
    size_ += 2;
    for (const auto& [key, value] : map) size_ += key.size() + value.size() + 6;
  }
  template <class T>
  void add(const Required<T>& member) {
    add(*member);
  }
  template <List T>
  void add(const T& list) {
    size_ += 2 + list.size();
    for (const auto& element : list) add(element);
  }

  std::size_t size_ = 0;
};

// Writes what is there; an absent optional member is left out, never null.
class JsonEncoder {
 public:
  explicit JsonEncoder(codec::JsonWriter& writer) : writer_(writer) {}

  template <class T>
  void required(std::string_view name, const T& member, const Constraints& /*constraints*/ = {}) {
    writer_.key(name);
    encode(member);
  }
  template <class T>
  void optional(std::string_view name, const std::optional<T>& member,
                const Constraints& constraints = {}) {
    if (member) required(name, *member, constraints);
  }

  template <Structure T>
  void encode(const T& structure) {
    writer_.begin_object();
    T::describe(*this, structure);
    writer_.end_object();
  }

 private:
  void encode(std::string_view text) { writer_.text(text); }
  void encode(Blob blob) { writer_.base64(blob); }
  void encode(bool value) { writer_.boolean(value); }
  void encode(std::int32_t number) { writer_.number(number); }
  void encode(std::int64_t number) { writer_.number(number); }
  void encode(WallTime time) { writer_.timestamp(time); }
  void encode(const TextMap& map) {
    writer_.begin_object();
    for (const auto& [key, value] : map) {
      writer_.escaped_key(key);
      writer_.text(value);
    }
    writer_.end_object();
  }
  template <class T>
  void encode(const Required<T>& member) {
    encode(*member);
  }
  template <List T>
  void encode(const T& list) {
    writer_.begin_array();
    for (const auto& element : list) encode(element);
    writer_.end_array();
  }

  codec::JsonWriter& writer_;
};

}  // namespace weir::aws
