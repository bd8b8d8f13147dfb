#include "stream/shard_id.h"

#include <fmt/format.h>

#include <charconv>

namespace weir::stream {

std::string shard_id_text(ShardIndex index) { return fmt::format("shardId-{:012}", index.value); }

std::optional<ShardIndex> parse_shard_id(std::string_view text) {
  const std::size_t dash = text.find('-');
  const std::string_view digits = dash == std::string_view::npos ? text : text.substr(dash + 1);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  std::int32_t value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (parsed.ec != std::errc{}) return std::nullopt;
  return ShardIndex{value};
}

}  // namespace weir::stream
