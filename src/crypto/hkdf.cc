#include "crypto/hkdf.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "codec/hash.h"

namespace weir::crypto {

void hkdf_sha256(ByteView secret, ByteView salt, ByteView info, MutableBytes out) {
  constexpr std::size_t block_bytes = sizeof(codec::Sha256Digest);
  CHECK(out.size() <= 255 * block_bytes, "{} bytes asked for", out.size());
  codec::Sha256Digest extracted = codec::HmacKey(salt).mac(secret);
  const codec::HmacKey expand(extracted);
  // Block i is the MAC of block i - 1, the info and i.
  std::vector<std::byte> input;
  codec::Sha256Digest block{};
  for (std::uint8_t count = 1; !out.empty(); ++count) {
    input.clear();
    if (count > 1) input.insert(input.end(), block.begin(), block.end());
    input.insert(input.end(), info.begin(), info.end());
    input.push_back(std::byte{count});
    block = expand.mac(input);
    const std::size_t taken = std::min(block_bytes, out.size());
    std::ranges::copy(ByteView(block).first(taken), out.begin());
    out = out.subspan(taken);
  }
  OPENSSL_cleanse(input.data(), input.size());
  OPENSSL_cleanse(block.data(), block.size());
  OPENSSL_cleanse(extracted.data(), extracted.size());
}

SecretKey derived_key(const SecretKey& secret, ByteView salt, std::string_view info) {
  SecretKey key;
  hkdf_sha256(secret.bytes(), salt, bytes_of(info), key.bytes());
  return key;
}

}  // namespace weir::crypto
