// SigningKeyCache: signing keys that were used lately, so that a request costs one HMAC, not five.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "aws/sigv4.h"
#include "codec/hash.h"

namespace weir::aws {

// Threads: one.
class SigningKeyCache {
 public:
  // Keeps at most `capacity` keys (at least 1) of some 500 bytes; the one unused for longest goes
  // first.
  explicit SigningKeyCache(std::size_t capacity) : capacity_(capacity) {}

  // What a signing key follows from. The key id is in it only so that two users are told apart
  // early.
  struct Source {
    std::string_view access_key_id;
    std::string_view secret_access_key;
    CredentialScope scope;
  };

  // Null if it is not kept. Valid until the next call of add.
  const codec::HmacKey* find(const Source& source);

  // Keeps a key that find did not know. Call it once a signature was right under the key: then
  // strangers cannot push out the keys of those who are let in.
  void add(const Source& source, const codec::HmacKey& key);

  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string name;
    codec::HmacKey key;
  };
  using Entries = std::list<Entry>;

  void name_into_scratch(const Source& source);

  std::size_t capacity_;
  Entries entries_;                                                  // The one used last first.
  std::unordered_map<std::string_view, Entries::iterator> by_name_;  // Views into entries_.
  std::string scratch_;
};

}  // namespace weir::aws
