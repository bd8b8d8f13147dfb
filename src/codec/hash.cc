#include "codec/hash.h"

#include <openssl/crypto.h>
#include <openssl/md5.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "base/uint128.h"

// OpenSSL 3 marks the block functions as old in favour of EVP; hash.h says why they are used
// anyway.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace weir::codec {
namespace {

constexpr std::size_t block_bytes = 64;  // Of SHA-256.

unsigned char* octets(std::byte* bytes) { return reinterpret_cast<unsigned char*>(bytes); }

std::uint64_t load_big_endian(const std::byte* from) {
  std::uint64_t value = 0;
  for (std::size_t index = 0; index < 8; ++index) {
    value = value << 8 | std::to_integer<std::uint64_t>(from[index]);
  }
  return value;
}

}  // namespace

Sha256::Sha256() : state_() { SHA256_Init(&state_); }

void Sha256::update(ByteView bytes) { SHA256_Update(&state_, bytes.data(), bytes.size()); }

Sha256Digest Sha256::finish() {
  Sha256Digest digest{};
  SHA256_Final(octets(digest.data()), &state_);
  return digest;
}

Sha256Digest sha256(ByteView bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

HmacKey::HmacKey(ByteView key) {
  std::array<std::byte, block_bytes> block{};
  if (key.size() > block_bytes) {
    const Sha256Digest short_key = sha256(key);
    std::copy(short_key.begin(), short_key.end(), block.begin());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  for (std::byte& octet : block) octet ^= std::byte{0x36};
  inner_.update(block);
  for (std::byte& octet : block) octet ^= std::byte{0x36} ^ std::byte{0x5c};
  outer_.update(block);
  OPENSSL_cleanse(block.data(), block.size());
}

Sha256Digest HmacKey::mac(ByteView text) const {
  Sha256 inner = inner_;
  inner.update(text);
  const Sha256Digest digest = inner.finish();
  Sha256 outer = outer_;
  outer.update(digest);
  return outer.finish();
}

Md5Digest md5(ByteView bytes) {
  MD5_CTX state;
  MD5_Init(&state);
  MD5_Update(&state, bytes.data(), bytes.size());
  Md5Digest digest{};
  MD5_Final(octets(digest.data()), &state);
  return digest;
}

uint128 md5_number(ByteView bytes) {
  const Md5Digest digest = md5(bytes);
  return static_cast<uint128>(load_big_endian(digest.data())) << 64 |
         load_big_endian(digest.data() + 8);
}

bool equal_in_constant_time(ByteView left, ByteView right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace weir::codec
