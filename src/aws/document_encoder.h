// DocumentEncoder: the visitors that write a shape as a document. What the document is written in
// (JSON, CBOR) is the business of its Output; the rest is said here once for all of them. For
// protocol.h.
//
// An Output writes values one after another; document_decoder.h names the kinds:
//
//     void begin_structure(), end_structure();   also of a map; a name before each value
//     void name(std::string_view);               of a member, which needs no escapes
//     void map_key(std::string_view);
//     void begin_list(), end_list();
//     void text(std::string_view), blob(Blob), boolean(bool), number(std::int64_t), real(double),
//         time(WallTime);
//     static constexpr std::size_t text_size(std::size_t), blob_size(std::size_t);
//     static constexpr std::size_t number_size;  about what each takes in the document, or more
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "aws/shape.h"
#include "base/time.h"

namespace weir::aws {

// About how long a document will be: exact but for escapes and generous with numbers. Reserving
// that much keeps a large answer from being copied while it grows.
template <class Output>
class DocumentSize {
 public:
  template <class T>
  void required(std::string_view name, const T& member, const Constraints& /*constraints*/ = {}) {
    size_ += Output::text_size(name.size()) + separator_size;
    add(member);
  }
  template <class T>
  void optional(std::string_view name, const std::optional<T>& member,
                const Constraints& constraints = {}) {
    if (member) required(name, *member, constraints);
  }

  template <Structure T>
  void add(const T& structure) {
    size_ += brackets_size;
    T::describe(*this, structure);
  }

  std::size_t size() const { return size_; }

 private:
  static constexpr std::size_t separator_size = 2;  // A colon and a comma.
  static constexpr std::size_t brackets_size = 2;

  void add(std::string_view text) { size_ += Output::text_size(text.size()); }
  void add(Blob blob) { size_ += Output::blob_size(blob.size()); }
  void add(std::integral auto /*number*/) { size_ += Output::number_size; }
  void add(double /*number*/) { size_ += Output::number_size; }
  void add(WallTime /*time*/) { size_ += Output::number_size; }
  void add(const RealMap& map) {
    size_ += brackets_size;
    for (const auto& entry : map.entries) {
      size_ += Output::text_size(entry.first.size()) + Output::number_size + separator_size;
    }
  }
  void add(const TextMap& map) {
    size_ += brackets_size;
    for (const auto& [key, value] : map) {
      size_ += Output::text_size(key.size()) + Output::text_size(value.size()) + separator_size;
    }
  }
  template <class T>
  void add(const Required<T>& member) {
    add(*member);
  }
  template <List T>
  void add(const T& list) {
    size_ += brackets_size + list.size();
    for (const auto& element : list) add(element);
  }

  std::size_t size_ = 0;
};

// Writes what is there; an absent optional member is left out, never null.
template <class Output>
class DocumentEncoder {
 public:
  explicit DocumentEncoder(Output output) : output_(std::move(output)) {}

  template <class T>
  void required(std::string_view name, const T& member, const Constraints& /*constraints*/ = {}) {
    output_.name(name);
    encode(member);
  }
  template <class T>
  void optional(std::string_view name, const std::optional<T>& member,
                const Constraints& constraints = {}) {
    if (member) required(name, *member, constraints);
  }

  template <Structure T>
  void encode(const T& structure) {
    output_.begin_structure();
    T::describe(*this, structure);
    output_.end_structure();
  }

 private:
  void encode(std::string_view text) { output_.text(text); }
  void encode(Blob blob) { output_.blob(blob); }
  void encode(bool value) { output_.boolean(value); }
  void encode(std::int32_t number) { output_.number(number); }
  void encode(std::int64_t number) { output_.number(number); }
  void encode(double number) { output_.real(number); }
  void encode(WallTime time) { output_.time(time); }
  void encode(const RealMap& map) {
    output_.begin_structure();
    for (const auto& [key, value] : map.entries) {
      output_.map_key(key);
      output_.real(value);
    }
    output_.end_structure();
  }
  void encode(const TextMap& map) {
    output_.begin_structure();
    for (const auto& [key, value] : map) {
      output_.map_key(key);
      output_.text(value);
    }
    output_.end_structure();
  }
  template <class T>
  void encode(const Required<T>& member) {
    encode(*member);
  }
  template <List T>
  void encode(const T& list) {
    output_.begin_list();
    for (const auto& element : list) encode(element);
    output_.end_list();
  }

  Output output_;
};

// Appends `structure` to `out`, by whatever way `output` writes there.
template <class Output, Structure T>
void encode_document(const T& structure, std::string& out, Output output) {
  DocumentSize<Output> size;
  size.add(structure);
  out.reserve(out.size() + size.size());
  DocumentEncoder<Output>(std::move(output)).encode(structure);
}

}  // namespace weir::aws
