#include "stream/hash_key.h"

#include <fmt/format.h>

#include "base/check.h"
#include "codec/decimal.h"
#include "codec/hash.h"

namespace weir::stream {

HashKey hash_key_of(std::string_view partition_key) {
  return {codec::md5_number(bytes_of(partition_key))};
}

Result<HashKey> parse_explicit_hash_key(std::string_view decimal) {
  const std::optional<uint128> value = codec::parse_uint128(decimal);
  if (value) return HashKey{*value};
  return fail(ErrorCode::invalid_argument,
              fmt::format("Invalid ExplicitHashKey. ExplicitHashKey must be in the range: "
                          "[0, 2^128-1]. Specified value was {}",
                          decimal));
}

std::string to_decimal(HashKey key) { return codec::uint128_text(key.value); }

std::vector<HashRange> even_ranges(std::uint32_t count) {
  CHECK(count > 0);
  // 2^128 does not fit: floor(2^128 / n) is floor((2^128 - 1) / n), one more if n divides 2^128.
  const uint128 max = hash_key_max.value;
  const uint128 width = max / count + (max % count == count - 1 ? 1 : 0);
  std::vector<HashRange> ranges;
  ranges.reserve(count);
  for (std::uint32_t index = 0; index < count; ++index) {
    const uint128 first = width * index;
    ranges.push_back({{first}, {index + 1 == count ? max : first + (width - 1)}});
  }
  return ranges;
}

}  // namespace weir::stream
