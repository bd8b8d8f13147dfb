#include "stream/sequence_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <optional>

#include "base/check.h"

namespace weir::stream {
namespace {

using codec::Uint192;
using Failure = std::unexpected<Error>;

// Production calls times from here on, in the year 2477, invalid.
constexpr std::int64_t seconds_end = 16'025'175'000;

// Where the fields of version 2 are: the lowest bit and the number of bits.
struct Field {
  unsigned from;
  unsigned count;
};
constexpr Field version_field{0, 4};
constexpr Field shard_field{4, 32};
constexpr Field record_seconds_field{36, 36};
constexpr Field behind_field{72, 8};
constexpr Field sequence_index_field{80, 64};
constexpr Field shard_digit_field{144, 4};
constexpr Field creation_field{148, 36};
constexpr Field marker_field{184, 4};
// Version 1 has its record seconds elsewhere.
constexpr Field record_seconds_field_v1{100, 36};

std::uint64_t get(const Uint192& number, Field field) {
  return number.bits(field.from, field.count);
}

void set(Uint192& number, Field field, std::uint64_t value) {
  number.set_bits(field.from, field.count, value);
}

// The number of hexadecimal digits without leading zeros.
unsigned hex_digits(const Uint192& number) {
  for (unsigned word = 3; word-- > 0;) {
    if (number.words[word] != 0) {
      return word * 16 + (static_cast<unsigned>(std::bit_width(number.words[word])) + 3) / 4;
    }
  }
  return 0;
}

Failure invalid(std::string_view decimal, std::string_view why) {
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} is not a sequence number: {}.", decimal, why));
}

bool is_time(std::uint64_t seconds) { return seconds < static_cast<std::uint64_t>(seconds_end); }

Result<SequenceNumber> take_version_0(std::string_view decimal, const Uint192& number) {
  // Fields count from the top, whether there are 32 digits or 33.
  const unsigned digits = hex_digits(number);
  const auto field = [&](unsigned first_digit, unsigned count) {
    return number.bits((digits - first_digit - count) * 4, count * 4);
  };
  const std::uint64_t creation = field(1, 9);
  if (!is_time(creation)) return invalid(decimal, "its time is beyond 2477");
  return SequenceNumber{.version = 0,
                        .creation_seconds = static_cast<std::int64_t>(creation),
                        .shard = {static_cast<std::int32_t>(field(28, 4))}};
}

Result<SequenceNumber> take_long_version(std::string_view decimal, const Uint192& number) {
  const std::uint64_t version = get(number, version_field);
  if (version != 1 && version != 2) return invalid(decimal, "there is no such version");
  const bool newest = version == 2;
  const std::uint64_t creation = get(number, creation_field);
  const std::uint64_t seconds =
      get(number, newest ? record_seconds_field : record_seconds_field_v1);
  const std::uint64_t index = newest ? get(number, sequence_index_field) : 0;
  if (!is_time(creation) || !is_time(seconds)) return invalid(decimal, "its time is beyond 2477");
  if (index > sequence_index_max) return invalid(decimal, "its index is 2^63 or more");
  return SequenceNumber{
      .version = static_cast<std::uint8_t>(version),
      .creation_seconds = static_cast<std::int64_t>(creation),
      .shard = {static_cast<std::int32_t>(static_cast<std::uint32_t>(get(number, shard_field)))},
      .sequence_index = index,
      .record_seconds = static_cast<std::int64_t>(seconds),
      .is_behind_record = newest && get(number, behind_field) != 0};
}

Uint192 power_of_two(unsigned exponent) {
  Uint192 number;
  number.set_bits(exponent, 1, 1);
  return number;
}

}  // namespace

SequenceNumber sequence_number_of(std::int64_t creation_seconds, ShardIndex shard,
                                  log::Offset offset, WallTime arrival) {
  return {.creation_seconds = creation_seconds,
          .shard = shard,
          .sequence_index = offset.value + 1,
          .record_seconds = std::max(arrival.whole_seconds(), creation_seconds)};
}

SequenceNumber starting_number(std::int64_t creation_seconds, ShardIndex shard) {
  return {.creation_seconds = creation_seconds, .shard = shard, .record_seconds = creation_seconds};
}

SequenceNumber ending_number(std::int64_t creation_seconds, ShardIndex shard, WallTime closed) {
  return {.creation_seconds = creation_seconds,
          .shard = shard,
          .sequence_index = sequence_index_max,
          .record_seconds = std::max(closed.whole_seconds(), creation_seconds)};
}

SequenceNumber continuation_number(std::int64_t creation_seconds, ShardIndex shard,
                                   log::Offset next, WallTime time) {
  return {.creation_seconds = creation_seconds,
          .shard = shard,
          .sequence_index = next.value,
          .record_seconds = std::max(time.whole_seconds(), creation_seconds),
          .is_behind_record = true};
}

Uint192 pack(const SequenceNumber& number) {
  CHECK(number.version == 2 && number.sequence_index <= sequence_index_max);
  const auto shard = static_cast<std::uint32_t>(number.shard.value);
  Uint192 packed;
  set(packed, version_field, 2);
  set(packed, shard_field, shard);
  set(packed, record_seconds_field, static_cast<std::uint64_t>(number.record_seconds));
  set(packed, behind_field, number.is_behind_record ? 1 : 0);
  set(packed, sequence_index_field, number.sequence_index);
  set(packed, shard_digit_field, shard & 0xf);
  set(packed, creation_field, static_cast<std::uint64_t>(number.creation_seconds));
  set(packed, marker_field, 2);
  return packed;
}

std::string to_decimal(const SequenceNumber& number) { return codec::uint192_text(pack(number)); }

Result<SequenceNumber> parse_sequence_number(std::string_view decimal) {
  static const Uint192 version_0_start = power_of_two(124);
  static const Uint192 version_0_end = power_of_two(129);
  static const Uint192 long_start = power_of_two(185);  // Not itself in the range.
  static const Uint192 long_end = [] {
    Uint192 number = power_of_two(185);
    number.set_bits(184, 1, 1);
    return number;
  }();

  std::optional<Uint192> number = codec::parse_uint192(decimal);
  if (!number) return invalid(decimal, "not a decimal number below 2^192");
  // Below 2^124 production adds 2^124 before it parses.
  if (*number < version_0_start) number->set_bits(124, 1, 1);
  if (*number < version_0_end) return take_version_0(decimal, *number);
  if (*number > long_start && *number < long_end) return take_long_version(decimal, *number);
  return invalid(decimal, "it lies outside the ranges of all versions");
}

}  // namespace weir::stream
