#include "meter/plan/partition_key_text.h"

#include <fmt/format.h>

#include "meter/plan/quantities.h"
#include "meter/plan/template_position.h"
#include "meter/plan/words.h"

namespace weir::meter {
namespace {

using Parsed = std::expected<PartitionKey, std::string>;

Parsed parse_zipf(std::string_view numbers) {
  const std::size_t colon = numbers.find(':');
  const auto keys = parse_whole(numbers.substr(0, colon));
  if (!keys || *keys < 1 || static_cast<std::uint64_t>(*keys) > zipf_keys_max) {
    return std::unexpected(fmt::format(
        "The partition_key \"zipf:{}\" needs 1 to 100,000,000 keys, as in \"zipf:1000:1.1\".",
        numbers));
  }
  ZipfKey key{.keys = static_cast<std::uint64_t>(*keys)};
  if (colon == std::string_view::npos) return key;
  const auto exponent = parse_number(numbers.substr(colon + 1));
  if (!exponent || *exponent < 0 || *exponent > zipf_exponent_max) {
    return std::unexpected(fmt::format(
        "The partition_key \"zipf:{}\" needs an exponent of 0 to 10, as in \"zipf:1000:1.1\".",
        numbers));
  }
  key.exponent = *exponent;
  return key;
}

Parsed parse_hot(std::string_view share_text) {
  const auto share = parse_share(share_text);
  if (!share) {
    return std::unexpected(
        fmt::format("The share of the partition_key \"hot:{}\" {}.", share_text, share.error()));
  }
  return HotKey{.share = *share};
}

// What stands behind a prefix, where it stands.
TemplateText behind(const TemplateText& text, std::size_t prefix) {
  return {
      .text = text.text.substr(prefix), .language = text.language, .at = position_in(text, prefix)};
}

}  // namespace

Parsed parse_partition_key(TemplateText text) {
  const std::string_view all = text.text;
  if (is_same_word(all, "random")) return RandomKey{};
  if (is_same_word(all, "uuid")) return UuidKey{};
  if (is_same_word(all, "each-shard")) return EachShardInTurn{};
  if (all.starts_with("zipf:")) return parse_zipf(all.substr(5));
  if (all.starts_with("hot:")) return parse_hot(all.substr(4));
  if (all.starts_with("field:")) {
    if (all.size() == 6) {
      return std::unexpected(
          "The partition_key \"field:\" names no field, as \"field:customer.id\" does.");
    }
    return FieldKey{.path = std::string(all.substr(6))};
  }
  if (all.starts_with("template:")) return behind(text, 9);
  if (all.empty()) {
    return std::unexpected("The partition_key is empty; 1 to 256 characters are allowed.");
  }
  return text;
}

}  // namespace weir::meter
