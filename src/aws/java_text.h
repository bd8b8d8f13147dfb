// How Java prints values, as far as production's error texts show it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/shape.h"

namespace weir::aws {

// "java.nio.HeapByteBuffer[pos=0 lim=5 cap=5]".
std::string java_text(Blob blob);

// "{k=v, k2=v2}", in the order in which a java.util.HashMap has its entries.
std::string java_text(const TextMap& map);

// The entries of `map` in that order. A name that occurs twice is there once, with its last value.
TextMap in_java_order(const TextMap& map);

// String.hashCode(): over UTF-16 units.
std::uint32_t java_hash(std::string_view text);
// ByteBuffer.hashCode().
std::uint32_t java_hash(Blob blob);

// The visitor behind object_hash(): the hashes of members, 0 for absent ones.
class MemberHashes {
 public:
  template <class T>
  void required(std::string_view name, const T& member, const Constraints& /*constraints*/ = {}) {
    hashes_.emplace_back(name, member.data() == nullptr ? 0 : java_hash(member));
  }
  template <class T>
  void optional(std::string_view name, const std::optional<T>& member,
                const Constraints& /*constraints*/ = {}) {
    hashes_.emplace_back(name, member ? java_hash(*member) : 0);
  }

  // Of an object of that class with these members, as production's generated classes have it.
  std::uint32_t object_hash(std::string_view java_class) const;

 private:
  std::vector<std::pair<std::string_view, std::uint32_t>> hashes_;
};

inline std::string java_text(std::string_view text) {
  return text.data() == nullptr ? "null" : std::string(text);
}

// An object without a toString() of its own: its class and a hash of its content.
template <Structure T>
  requires requires { T::java_class; }
std::string java_text(const T& structure) {
  MemberHashes hashes;
  T::describe(hashes, structure);
  return fmt::format("{}@{:x}", T::java_class, hashes.object_hash(T::java_class));
}

// Where production's class is not known: nothing that says which object it is.
template <Structure T>
  requires(!requires { T::java_class; })
std::string java_text(const T& /*structure*/) {
  return "{}";
}

inline std::string java_text(double number) { return fmt::format("{}", number); }

// "[a, b]".
template <List T>
std::string java_text(const T& list) {
  std::string text = "[";
  std::string_view separator;
  for (const auto& element : list) {
    text += separator;
    text += java_text(element);
    separator = ", ";
  }
  return text + "]";
}

}  // namespace weir::aws
