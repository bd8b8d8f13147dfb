#include <cstring>

#include "base/check.h"
#include "stream/sequence_number.h"

namespace weir::stream {
namespace {

// The differences between the numbers of records that follow each other: of one sequence index
// (2^80) and of one second (2^36), padded to the size of a number so that they can be added in
// decimal.
constexpr std::string_view one_index = "00000000000000000000000000000001208925819614629174706176";
constexpr std::string_view one_second = "00000000000000000000000000000000000000000000068719476736";
static_assert(one_index.size() == SequenceNumberPrinter::digits);
static_assert(one_second.size() == SequenceNumberPrinter::digits);

// An addition costs a quarter of printing anew.
constexpr std::uint64_t additions_max = 3;

}  // namespace

SequenceNumberPrinter::SequenceNumberPrinter(std::int64_t creation_seconds, ShardIndex shard)
    : creation_seconds_(creation_seconds), shard_(shard) {}

std::string_view SequenceNumberPrinter::print(log::Offset offset, WallTime arrival) {
  const SequenceNumber number = sequence_number_of(creation_seconds_, shard_, offset, arrival);
  // Unsigned: going backwards looks like a long way forward, and prints anew.
  const std::uint64_t indexes = offset - last_offset_;
  const auto seconds = static_cast<std::uint64_t>(number.record_seconds - last_seconds_);
  if (printed_ && indexes <= additions_max && seconds <= additions_max) {
    for (std::uint64_t count = 0; count < indexes; ++count) codec::add_decimal(text_, one_index);
    for (std::uint64_t count = 0; count < seconds; ++count) codec::add_decimal(text_, one_second);
  } else {
    char text[codec::uint192_digits_max];
    const char* const end = codec::print_uint192(pack(number), text);
    CHECK(end - text == digits, "a sequence number of {} digits", end - text);
    std::memcpy(text_, text, digits);
  }
  printed_ = true;
  last_offset_ = offset;
  last_seconds_ = number.record_seconds;
  return {text_, digits};
}

}  // namespace weir::stream
