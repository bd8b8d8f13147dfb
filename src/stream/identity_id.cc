#include "stream/identity_id.h"

#include <fmt/format.h>

#include <cstddef>

#include "base/bytes.h"
#include "codec/hash.h"

namespace weir::stream {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";  // 32: no bias.
constexpr std::size_t letter_count = 17;

}  // namespace

std::string random_id(std::string_view kind, env::Random& random) {
  std::string id(kind);
  while (id.size() < kind.size() + letter_count) id += letters[random.below(letters.size())];
  return id;
}

std::string derived_id(std::string_view kind, std::string_view account_id, std::string_view name) {
  const codec::Sha256Digest digest =
      codec::sha256(bytes_of(fmt::format("{}/{}/{}", kind, account_id, name)));
  std::string id(kind);
  for (std::size_t index = 0; index < letter_count; ++index) {
    id += letters[std::to_integer<std::size_t>(digest[index]) % letters.size()];
  }
  return id;
}

}  // namespace weir::stream
