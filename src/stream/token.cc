#include "stream/token.h"

#include <array>
#include <cstddef>
#include <vector>

#include "codec/base64.h"
#include "stream/encoding.h"

namespace weir::stream {
namespace {

// What production's tokens begin with.
constexpr std::array<std::byte, 8> token_start{{{}, {}, {}, {}, {}, {}, {}, std::byte{1}}};
constexpr std::size_t mac_bytes = 16;
constexpr std::size_t block_bytes = 16;

Failure invalid() { return fail(ErrorCode::invalid_argument, "not a token of this service"); }

}  // namespace

TokenSealer::TokenSealer(const TokenSecret& secret) : key_(secret) {}

std::string TokenSealer::seal(TokenPurpose purpose, WallTime created,
                              std::string_view content) const {
  std::string token(text_of(token_start));
  ByteWriter writer(token);
  writer(purpose, created, std::string(content));
  const std::size_t over = (token.size() - token_start.size()) % block_bytes;
  if (over != 0) token.append(block_bytes - over, '\0');
  const codec::Sha256Digest mac = key_.mac(bytes_of(token));
  token.append(text_of(ByteView(mac).first(mac_bytes)));
  return codec::base64_text(bytes_of(token));
}

Result<TokenContent> TokenSealer::open(TokenPurpose purpose, std::string_view token) const {
  std::vector<std::byte> bytes(codec::base64_decoded_size_max(token.size()));
  const auto size = codec::base64_decode(token, bytes.data());
  if (!size || *size < token_start.size() + mac_bytes) return invalid();
  const ByteView sealed = ByteView(bytes).first(*size - mac_bytes);
  const ByteView mac = ByteView(bytes).subspan(sealed.size(), mac_bytes);
  const codec::Sha256Digest expected = key_.mac(sealed);
  if (!codec::equal_in_constant_time(mac, ByteView(expected).first(mac_bytes))) return invalid();
  // Ours from here on, so it begins as it should; but it may be for another purpose.
  ByteReader reader(sealed.subspan(token_start.size()));
  TokenPurpose actual{};
  TokenContent opened;
  reader(actual, opened.created, opened.content);
  if (reader.failed() || actual != purpose) return invalid();
  return opened;
}

}  // namespace weir::stream
