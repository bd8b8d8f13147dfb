// SecretKey: 256 random bits that encrypt something. Its memory is overwritten when it goes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/crypto.h>

#include <array>
#include <cstddef>
#include <span>

#include "base/bytes.h"
#include "env/random.h"

namespace weir::crypto {

inline constexpr std::size_t secret_bytes = 32;

class SecretKey {
 public:
  // All zeros, to be filled.
  SecretKey() = default;
  ~SecretKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;

  static SecretKey random(env::Random& random) {
    SecretKey key;
    random.fill(key.bytes_);
    return key;
  }

  ByteView bytes() const { return bytes_; }
  std::span<std::byte, secret_bytes> bytes() { return bytes_; }

  friend bool operator==(const SecretKey&, const SecretKey&) = default;

 private:
  std::array<std::byte, secret_bytes> bytes_{};
};

}  // namespace weir::crypto
