// SHA-256, HMAC-SHA256 and MD5.
//
// All of it is plain values: no contexts to keep, nothing shared between threads, no allocation.
// The block functions are OpenSSL's (with the processor's SHA instructions); its EVP layer is left
// out because it looks algorithms up and allocates, which costs more than hashing a short text.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/sha.h>

#include <array>
#include <cstddef>

#include "base/bytes.h"
#include "base/uint128.h"

namespace weir::codec {

using Sha256Digest = std::array<std::byte, 32>;
using Md5Digest = std::array<std::byte, 16>;

Sha256Digest sha256(ByteView bytes);

// SHA-256 of something that comes in pieces. Copyable: a copy goes on from where the original is.
class Sha256 {
 public:
  Sha256();

  void update(ByteView bytes);

  // The digest of everything so far. The object can only be destroyed or assigned after that.
  Sha256Digest finish();

 private:
  SHA256_CTX state_;
};

// A key of HMAC-SHA256 (RFC 2104) with the work that depends on the key alone already done: each
// mac() then costs two blocks less. Copyable. Holds what lets one sign: keep it as secret as the
// key.
class HmacKey {
 public:
  explicit HmacKey(ByteView key);

  Sha256Digest mac(ByteView text) const;

 private:
  Sha256 inner_;
  Sha256 outer_;
};

Md5Digest md5(ByteView bytes);

// The digest as a big-endian number: Kinesis' hash key of a partition key.
uint128 md5_number(ByteView bytes);

// Whether both are the same, in a time that depends on the sizes only: for signatures and tokens.
bool equal_in_constant_time(ByteView left, ByteView right);

}  // namespace weir::codec
