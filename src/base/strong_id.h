// StrongId: an integer that cannot be mistaken for another kind of integer.
//
//     using Offset = StrongId<struct OffsetTag, std::uint64_t>;
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <functional>

namespace weir {

template <class Tag, class Integer>
struct StrongId {
  Integer value = 0;

  friend auto operator<=>(StrongId, StrongId) = default;
  // The id `count` places on. Ids are places in a row; they are never added to one another.
  friend constexpr StrongId operator+(StrongId id, Integer count) {
    return {static_cast<Integer>(id.value + count)};
  }
  // How many places `left` is behind `right`.
  friend constexpr Integer operator-(StrongId left, StrongId right) {
    return static_cast<Integer>(left.value - right.value);
  }
};

}  // namespace weir

template <class Tag, class Integer>
struct std::hash<weir::StrongId<Tag, Integer>> {
  std::size_t operator()(weir::StrongId<Tag, Integer> id) const noexcept {
    return std::hash<Integer>{}(id.value);
  }
};
