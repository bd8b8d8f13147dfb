// AES-256-GCM (NIST SP 800-38D): encrypts, and proves that nobody has changed what is encrypted.
//
// The one rule: two texts under one key must never have the same nonce. Who seals sees to that
// (record_cipher.h counts, master_key.cc draws).
//
// OpenSSL's contexts are kept for each thread, with the keys it used last: going on with the same
// key costs no key schedule.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "base/bytes.h"
#include "crypto/secret_key.h"

namespace weir::crypto {

inline constexpr std::size_t nonce_bytes = 12;
inline constexpr std::size_t tag_bytes = 16;

using Nonce = std::array<std::byte, nonce_bytes>;

// A key with a name that no other has in this process, by which threads find their contexts.
// Threads: any.
class AesKey {
 public:
  explicit AesKey(const SecretKey& secret);

  const SecretKey& secret() const { return secret_; }
  std::uint64_t id() const { return id_; }

 private:
  SecretKey secret_;
  std::uint64_t id_;
};

// Writes the pieces of a text, encrypted, one behind the other, and the tag behind them: as many
// bytes as they have, and tag_bytes. `associated` is not in there, but open() needs the same.
// `out` overlaps nothing. All together less than 2 GiB.
void seal(const AesKey& key, const Nonce& nonce, ByteView associated,
          std::initializer_list<ByteView> pieces, std::byte* out);

// Writes the text of `sealed` (with its tag) at `out`, which does not overlap it. False: the key,
// the nonce, what is associated or a byte of it is another than when it was sealed, or it is
// shorter than a tag; `out` then holds nothing of use.
[[nodiscard]] bool open(const AesKey& key, const Nonce& nonce, ByteView associated, ByteView sealed,
                        std::byte* out);

}  // namespace weir::crypto
