// DataKey: a data key of a stream at run time: unwrapped when it is first needed, and usable for as
// long as its master key is.
//
// Threads: any.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "crypto/key_fault.h"
#include "crypto/keyring.h"
#include "crypto/record_cipher.h"
#include "stream/encryption.h"
#include "stream/stream_description.h"

namespace weir::stream {

// What a data key of a stream is wrapped for: it opens as this one's and no other's.
std::string wrapping_context(StreamNumber stream, std::uint32_t number);

class DataKey {
 public:
  // `keyring` outlives it; null: there are no keys.
  DataKey(const crypto::Keyring* keyring, StreamNumber stream, crypto::KeyScope scope,
          DataKeyDescription description);

  const DataKeyDescription& description() const { return description_; }
  // The master key's.
  std::string master_key_arn() const;

  // What encrypts and decrypts under it; good for as long as this is. It is asked for each time
  // that it is used: a master key that is disabled is so at once. While nothing changes in the
  // keyring that is two loads. Errors: all kinds of faults but access_denied.
  crypto::KeyOutcome<const crypto::RecordCipher*> cipher() const;

 private:
  crypto::KeyOutcome<const crypto::RecordCipher*> look_again() const;

  const crypto::Keyring* const keyring_;
  const StreamNumber stream_;
  const crypto::KeyScope scope_;
  const DataKeyDescription description_;
  mutable std::atomic<std::uint64_t> usable_at_{0};  // As Keyring::changes(); 0: not known.
  mutable Mutex mutex_;
  mutable std::unique_ptr<const crypto::RecordCipher> owned_ GUARDED_BY(mutex_);
  mutable std::atomic<const crypto::RecordCipher*> cipher_{nullptr};
};

using DataKeyPointer = std::shared_ptr<const DataKey>;

// The data keys of one stream for its whole life in this process: one object for all its
// descriptions, so that whoever reads with an older description can open newer records.
class StreamKeys {
 public:
  // Makes them what the description says, and keeps those that are the same. Answers with the one
  // that new records are encrypted under, null if they are not.
  DataKeyPointer update(const crypto::Keyring* keyring, const StreamDescription& stream);

  // Null if there is none of that number (any more).
  DataKeyPointer find(std::uint32_t number) const;

 private:
  mutable Mutex mutex_;
  std::vector<DataKeyPointer> keys_ GUARDED_BY(mutex_);  // By number.
};

}  // namespace weir::stream
