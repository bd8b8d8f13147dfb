// How Java prints values, as far as production's error texts show it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "aws/shape.h"
#include "base/time.h"

namespace weir::aws {

// "java.nio.HeapByteBuffer[pos=0 lim=5 cap=5]".
std::string java_text(Blob blob);

// "{k=v, k2=v2}", in the order in which a java.util.HashMap has its entries.
std::string java_text(const TextMap& map);

// The entries of `map` in that order. A name that occurs twice is there once, with its last value.
TextMap in_java_order(const TextMap& map);

// A hash of some texts, in the manner of Java's hashCode().
class ContentHash {
 public:
  template <class T>
  void required(std::string_view /*name*/, const T& member,
                const Constraints& /*constraints*/ = {}) {
    add(member);
  }
  template <class T>
  void optional(std::string_view /*name*/, const std::optional<T>& member,
                const Constraints& /*constraints*/ = {}) {
    if (member) add(*member);
  }

  std::uint32_t value() const { return value_; }

 private:
  void add(std::string_view text) {
    for (const char character : text) {
      value_ = value_ * 31 + static_cast<unsigned char>(character);
    }
    value_ = value_ * 31 + 1;
  }
  void add(Blob blob) { add(weir::text_of(blob)); }

  std::uint32_t value_ = 1;
};

inline std::string java_text(std::string_view text) {
  return text.data() == nullptr ? "null" : std::string(text);
}

// An object without a toString() of its own: its class and a hash of its content.
template <Structure T>
std::string java_text(const T& structure) {
  ContentHash hash;
  T::describe(hash, structure);
  return fmt::format("{}@{:x}", T::java_class, hash.value());
}

// "[a, b]".
template <List T>
std::string java_text(const T& list) {
  std::string text = "[";
  for (const auto& element : list) {
    if (text.size() > 1) text += ", ";
    text += java_text(element);
  }
  return text + "]";
}

}  // namespace weir::aws
