#include "codec/decimal.h"

#include <array>
#include <bit>
#include <charconv>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/uint128.h"

namespace weir::codec {
namespace {

// The largest power of ten below 2^64: numbers are taken apart and put together in chunks of 19
// digits.
constexpr std::uint64_t chunk = 10'000'000'000'000'000'000U;
constexpr std::size_t chunk_digits = 19;

std::uint64_t power_of_ten(std::size_t exponent) {
  std::uint64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

// At most 19 characters.
std::optional<std::uint64_t> parse_chunk(std::string_view text) {
  std::uint64_t number = 0;
  for (const char character : text) {
    if (character < '0' || character > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(character - '0');
  }
  return number;
}

constexpr auto two_digits = [] {
  std::array<char, 200> digits{};
  for (std::size_t number = 0; number < 100; ++number) {
    digits[2 * number] = static_cast<char>('0' + number / 10);
    digits[2 * number + 1] = static_cast<char>('0' + number % 10);
  }
  return digits;
}();

// Exactly 19 digits, with leading zeros.
void print_chunk(std::uint64_t number, char* to) {
  for (std::size_t position = chunk_digits; position > 1; position -= 2) {
    std::memcpy(to + position - 2, two_digits.data() + number % 100 * 2, 2);
    number /= 100;
  }
  to[0] = static_cast<char>('0' + number);
}

// Prints a number given as chunks, the least significant first, without leading zeros.
char* print_chunks(std::span<const std::uint64_t> chunks, char* to) {
  std::size_t top = chunks.size() - 1;
  while (top > 0 && chunks[top] == 0) --top;
  to = std::to_chars(to, to + chunk_digits + 1, chunks[top]).ptr;
  for (; top > 0; --top, to += chunk_digits) print_chunk(chunks[top - 1], to);
  return to;
}

// number := number * factor + carry; false if that does not fit.
bool multiply_add(Uint192& number, std::uint64_t factor, std::uint64_t carry) {
  for (std::uint64_t& word : number.words) {
    const uint128 product = static_cast<uint128>(word) * factor + carry;
    word = static_cast<std::uint64_t>(product);
    carry = static_cast<std::uint64_t>(product >> 64);
  }
  return carry == 0;
}

// number := number / chunk; returns the remainder.
std::uint64_t divide_by_chunk(std::span<std::uint64_t> words) {
  std::uint64_t remainder = 0;
  for (std::size_t index = words.size(); index-- > 0;) {
    const uint128 dividend = static_cast<uint128>(remainder) << 64 | words[index];
    words[index] = static_cast<std::uint64_t>(dividend / chunk);
    remainder = static_cast<std::uint64_t>(dividend % chunk);
  }
  return remainder;
}

std::string text_between(const char* begin, const char* end) { return {begin, end}; }

// Eight digits as a number whose first digit is the most significant byte, and back.
std::uint64_t load_digits(const char* from) {
  std::uint64_t digits = 0;
  std::memcpy(&digits, from, sizeof digits);
  return std::endian::native == std::endian::little ? __builtin_bswap64(digits) : digits;
}

void store_digits(char* to, std::uint64_t digits) {
  if (std::endian::native == std::endian::little) digits = __builtin_bswap64(digits);
  std::memcpy(to, &digits, sizeof digits);
}

}  // namespace

std::optional<uint128> parse_uint128(std::string_view text) {
  const std::optional<Uint192> number = parse_uint192(text);
  if (!number || number->words[2] != 0) return std::nullopt;
  return static_cast<uint128>(number->words[1]) << 64 | number->words[0];
}

char* print_uint128(uint128 number, char* to) {
  std::array<std::uint64_t, 3> chunks{};
  for (std::uint64_t& part : chunks) {
    part = static_cast<std::uint64_t>(number % chunk);
    number /= chunk;
  }
  return print_chunks(chunks, to);
}

std::string uint128_text(uint128 number) {
  std::array<char, uint128_digits_max + 1> digits{};
  return text_between(digits.data(), print_uint128(number, digits.data()));
}

std::uint64_t Uint192::bits(unsigned from, unsigned count) const {
  const std::size_t word = from / 64;
  const unsigned shift = from % 64;
  std::uint64_t value = words[word] >> shift;
  if (shift != 0 && word + 1 < words.size()) value |= words[word + 1] << (64 - shift);
  return count >= 64 ? value : value & ((std::uint64_t{1} << count) - 1);
}

void Uint192::set_bits(unsigned from, unsigned count, std::uint64_t value) {
  const std::uint64_t mask = count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
  const std::size_t word = from / 64;
  const unsigned shift = from % 64;
  value &= mask;
  words[word] = (words[word] & ~(mask << shift)) | value << shift;
  if (shift == 0 || word + 1 == words.size()) return;
  const unsigned rest = 64 - shift;  // Bits of the field in the lower word.
  words[word + 1] = (words[word + 1] & ~(mask >> rest)) | value >> rest;
}

std::strong_ordering operator<=>(const Uint192& left, const Uint192& right) {
  for (std::size_t index = left.words.size(); index-- > 0;) {
    const auto order = left.words[index] <=> right.words[index];
    if (order != 0) return order;
  }
  return std::strong_ordering::equal;
}

std::optional<Uint192> parse_uint192(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Uint192 number;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, chunk_digits);
    const std::optional<std::uint64_t> value = parse_chunk(part);
    if (!value || !multiply_add(number, power_of_ten(part.size()), *value)) return std::nullopt;
    text.remove_prefix(part.size());
  }
  return number;
}

char* print_uint192(const Uint192& number, char* to) {
  std::array<std::uint64_t, 3> words = number.words;
  std::array<std::uint64_t, 4> chunks{};
  for (std::uint64_t& part : chunks) part = divide_by_chunk(words);
  return print_chunks(chunks, to);
}

std::string uint192_text(const Uint192& number) {
  std::array<char, uint192_digits_max + 1> digits{};
  return text_between(digits.data(), print_uint192(number, digits.data()));
}

void add_decimal(std::span<char> number, std::string_view addend) {
  CHECK(number.size() == addend.size() && number.size() % 8 == 0, "{} and {} digits", number.size(),
        addend.size());
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t high_bits = 0x80 * ones;
  std::uint64_t carry = 0;
  for (std::size_t position = number.size(); position > 0;) {
    position -= 8;
    // A digit d and a digit e with 0xf6 - '0' - '0' added make a byte of 0xf6 + d + e: a sum of ten
    // and more runs over into the next byte by itself and leaves d + e - 10 behind.
    const std::uint64_t left = load_digits(number.data() + position);
    const std::uint64_t right = load_digits(addend.data() + position) + (0xf6 - 0x60) * ones;
    std::uint64_t sum = 0;
    const bool first = __builtin_add_overflow(left, right, &sum);
    const bool second = __builtin_add_overflow(sum, carry, &sum);
    carry = first || second ? 1 : 0;
    // Bytes that did not run over still hold the 0xf6.
    const std::uint64_t whole = (sum & high_bits) >> 7;
    store_digits(number.data() + position, sum - whole * 0xf6 + '0' * ones);
  }
  CHECK(carry == 0, "a sum of more than {} digits", number.size());
}

}  // namespace weir::codec
