// Shapes: what an operation's input and output look like on the wire, described once.
//
// A shape is a struct with a static describe() that names each member once:
//
//     struct HashKeyRange {
//       std::string_view starting_hash_key;
//       std::optional<std::int32_t> limit;
//
//       static void describe(auto& shape, auto& range) {
//         shape.required("StartingHashKey", range.starting_hash_key, hash_key_text);
//         shape.optional("Limit", range.limit, {.value_min = 1});
//       }
//     };
//
// Whatever needs to know the members is a visitor that is passed as `shape`: decoding, encoding,
// checking constraints. No visitor is part of the description, so another protocol is another
// visitor. The order of the members is the order in which production reports constraint errors.
//
// What a member may be:
//     std::string_view, Blob            a view into the request's body (or into the caller's memory
//                                       when a client encodes)
//     std::string, InlineText<N>        text that the struct owns: for answers
//     bool, std::int32_t, std::int64_t, double
//     WallTime                          a timestamp
//     a shape                           a nested structure
//     std::vector<T>                    a list of any of these
//     TextMap                           a map of text to text
//     RealMap                           a map of text to numbers: for answers
//     std::optional<T> of any           a member given to shape.optional(), and only there
//     Required<T> of any                a required member of a request that has no null of its own
//
// A required view that is absent from a decoded request has a null data(); an empty one has not.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "aws/shape_constraints.h"
#include "base/bytes.h"

namespace weir::aws {

using Blob = ByteView;

// In the order given. A name that occurs twice has the value that came last.
using TextMap = std::vector<std::pair<std::string_view, std::string_view>>;

struct RealMap {
  std::vector<std::pair<std::string, double>> entries;
};

// A member that a request must have. Constraints are checked before anybody else sees the request,
// so that to an operation it is as good as a plain T.
template <class T>
class Required {
 public:
  Required() = default;
  Required(T value)  // NOLINT(google-explicit-constructor)
      : value_(std::move(value)), present_(true) {}

  operator const T&() const { return value_; }  // NOLINT(google-explicit-constructor)
  const T& operator*() const { return value_; }
  const T* operator->() const { return &value_; }

  bool present() const { return present_; }
  // Makes it present, with a value as new.
  T& emplace() {
    value_ = T{};
    present_ = true;
    return value_;
  }
  void reset() {
    value_ = T{};
    present_ = false;
  }

 private:
  T value_{};
  bool present_ = false;
};

// The output of operations that answer with an empty body.
struct NoOutput {
  static void describe(auto& /*shape*/, auto& /*output*/) {}
};

// What a visitor has.
struct AnyVisitor {
  void required(std::string_view name, auto& member, const Constraints& constraints = {});
  void optional(std::string_view name, auto& member, const Constraints& constraints = {});
};

template <class T>
concept Structure =
    std::is_class_v<T> && requires(AnyVisitor& shape, T& value) { T::describe(shape, value); };

// Which of a family of types T is.
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

template <class T>
inline constexpr bool is_required = false;
template <class T>
inline constexpr bool is_required<Required<T>> = true;

template <class T>
concept List = is_vector<T> && !std::same_as<T, TextMap>;

}  // namespace weir::aws
