// Whole numbers in decimal that are wider than the machine's: hash keys (128 bits) and sequence
// numbers (186 bits).
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/uint128.h"

namespace weir::codec {

inline constexpr std::size_t uint128_digits_max = 39;

// Digits only, leading zeros allowed. Nothing if empty, not a number, or 2^128 and more.
std::optional<uint128> parse_uint128(std::string_view text);

// Writes the digits at `to`, without leading zeros; returns their end.
char* print_uint128(uint128 number, char* to);

std::string uint128_text(uint128 number);

// An unsigned number of 192 bits.
struct Uint192 {
  std::array<std::uint64_t, 3> words{};  // The least significant first.

  // Bits [from, from + count), `count` at most 64: bit 0 is the least significant.
  std::uint64_t bits(unsigned from, unsigned count) const;
  // Sets those bits to the lowest `count` bits of `value`.
  void set_bits(unsigned from, unsigned count, std::uint64_t value);

  friend bool operator==(const Uint192&, const Uint192&) = default;
  friend std::strong_ordering operator<=>(const Uint192& left, const Uint192& right);
};

inline constexpr std::size_t uint192_digits_max = 58;

// As parse_uint128; nothing for 2^192 and more.
std::optional<Uint192> parse_uint192(std::string_view text);

// Writes the digits at `to`, without leading zeros; returns their end.
char* print_uint192(const Uint192& number, char* to);

std::string uint192_text(const Uint192& number);

// Adds `addend` to `number`, both decimal digits and of the same size, a multiple of 8. For runs of
// sequence numbers, whose distance is constant: several times quicker than printing each. The sum
// must not be longer than that.
void add_decimal(std::span<char> number, std::string_view addend);

}  // namespace weir::codec
