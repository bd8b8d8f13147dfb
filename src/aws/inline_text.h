// InlineText: a short text that carries its bytes inside itself.
//
// For the ids and numbers of answers: 10,000 records would otherwise need 10,000 allocations for
// their sequence numbers alone.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/check.h"

namespace weir::aws {

template <std::size_t capacity>
class InlineText {
 public:
  static_assert(capacity <= 255);

  InlineText() = default;
  // `text` must fit.
  InlineText(std::string_view text) { assign(text); }  // NOLINT(google-explicit-constructor)
  InlineText& operator=(std::string_view text) {
    assign(text);
    return *this;
  }

  std::string_view view() const { return {bytes_.data(), size_}; }
  operator std::string_view() const { return view(); }  // NOLINT(google-explicit-constructor)
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  friend bool operator==(const InlineText& left, const InlineText& right) {
    return left.view() == right.view();
  }
  friend bool operator==(const InlineText& left, std::string_view right) {
    return left.view() == right;
  }

 private:
  void assign(std::string_view text) {
    CHECK(text.size() <= capacity, "\"{}\" is longer than {} bytes", text, capacity);
    if (!text.empty()) std::memcpy(bytes_.data(), text.data(), text.size());
    size_ = static_cast<std::uint8_t>(text.size());
  }

  // Only the first size_ bytes mean anything: an answer of 10,000 records does not zero the rest.
  std::array<char, capacity> bytes_;
  std::uint8_t size_ = 0;
};

}  // namespace weir::aws
