// RecordCipher: encrypts records under a data key and decrypts them.
//
// A sealed record is two strings of bytes, kept where a clear one has its partition key and data:
//
//     header (32)   0xFF, 'W', 1, 0; number of the data key (4); salt (16); counter (8)
//     text          AES-256-GCM of: length of the partition key (2), partition key, data; tag (16)
//
// No client's partition key begins with 0xFF: it is not UTF-8. The number of the data key and the
// counter are little-endian.
//
// No nonce is used twice: the salt is drawn anew by each cipher, so by each process and each time a
// data key is unwrapped; it makes (HKDF) a subkey of its own, under which the counter is the nonce
// (SP 800-38D, 8.2.1). What a crash or an append of unknown outcome has left is never counted on:
// every record that is written gets a counter of its own, a repeated one too. After 2^32 records
// another salt is drawn.
//
// The header, the stream and the shard are authenticated: a record opens nowhere else. Its place
// in the shard is not known when it is sealed, and is not.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/mutex.h"
#include "crypto/aes_gcm.h"
#include "crypto/secret_key.h"
#include "env/random.h"

namespace weir::crypto {

inline constexpr std::size_t seal_header_bytes = 32;

struct RecordPlace {
  std::uint32_t stream = 0;
  std::uint32_t shard = 0;
};

struct PlainRecord {
  std::string_view partition_key;  // At most 65,535 bytes.
  ByteView data;
};

// Of the text of a record.
constexpr std::size_t sealed_bytes(std::size_t partition_key_bytes, std::size_t data_bytes) {
  return 2 + partition_key_bytes + data_bytes + tag_bytes;
}

// Whether what stands in the place of a partition key is the header of a sealed record.
constexpr bool is_sealed(std::string_view stored_key) { return stored_key.starts_with('\xFF'); }

// The number of the data key, or nothing if it is not a header that can be understood.
std::optional<std::uint32_t> data_key_of(std::string_view header);

// Threads: any.
class RecordCipher {
 public:
  static constexpr std::uint64_t records_max = std::uint64_t{1} << 32;  // Under one salt.

  // `number` is the data key's. `random` must outlive it.
  RecordCipher(const SecretKey& data_key, std::uint32_t number, env::Random& random,
               std::uint64_t records_under_one_salt = records_max);

  // Writes seal_header_bytes at `header` and sealed_bytes() at `text`.
  void seal(const RecordPlace& place, const PlainRecord& record, std::byte* header,
            std::byte* text) const;

  // Opens the records of a batch; keeps the subkey between those that were sealed together. For one
  // thread; the cipher must outlive it.
  class Opener {
   public:
    explicit Opener(const RecordCipher& cipher) : cipher_(cipher) {}

    // Writes the record's bytes at `out`, which has room for text.size() of them; the answer points
    // there. Nothing: it is not what was sealed, or not there, or not under this key.
    std::optional<PlainRecord> open(const RecordPlace& place, std::string_view header,
                                    ByteView text, std::byte* out);

   private:
    const RecordCipher& cipher_;
    std::string_view salt_;
    std::shared_ptr<const AesKey> subkey_;
  };

 private:
  using Salt = std::array<std::byte, 16>;

  struct Generation {
    Salt salt;
    AesKey subkey;
    mutable std::atomic<std::uint64_t> counter{0};
  };

  std::unique_ptr<Generation> make_generation() const;
  const Generation& renew(const Generation& spent) const;
  std::shared_ptr<const AesKey> subkey_of(std::string_view salt) const;

  const SecretKey data_key_;
  const std::uint32_t number_;
  env::Random& random_;
  const std::uint64_t records_max_;
  mutable Mutex mutex_;
  // Kept to the end, since others may still be sealing under them. A handful at most.
  mutable std::vector<std::unique_ptr<Generation>> generations_ GUARDED_BY(mutex_);
  mutable std::atomic<const Generation*> current_;
  // Of salts that were met: as many as there were starts of the server since the oldest record.
  mutable std::map<std::string, std::shared_ptr<const AesKey>, std::less<>> subkeys_
      GUARDED_BY(mutex_);
};

}  // namespace weir::crypto
