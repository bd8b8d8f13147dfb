// MasterKey: a key of the keyring. It encrypts data keys and nothing else, and never leaves the
// machine. Immutable; a change makes a new one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "crypto/aes_gcm.h"
#include "crypto/key_fault.h"
#include "crypto/key_name.h"
#include "crypto/secret_key.h"
#include "env/random.h"

namespace weir::crypto {

enum class KeyState : std::uint8_t {
  enabled,
  disabled,          // Nothing is encrypted or decrypted under it until it is enabled.
  pending_deletion,  // The same, and on its way out.
};

std::string_view state_text(KeyState state);  // "Enabled", "Disabled", "PendingDeletion".

// The bytes that a key consists of since one day. A rotation adds one: the newest encrypts, the
// older ones still decrypt.
struct KeyVersion {
  std::uint32_t number = 1;
  WallTime created;
  AesKey key;
};

struct MasterKey {
  std::string id;  // "1234abcd-12ab-34cd-56ef-1234567890ab".
  KeyScope scope;
  WallTime created;
  KeyState state = KeyState::enabled;
  bool is_managed = false;  // Made by the server itself, for managed_alias.
  std::string description{};
  std::vector<std::string> aliases{};  // Sorted: "alias/orders".
  std::vector<KeyVersion> versions{};  // Ascending; at least one.

  std::string arn() const { return key_arn(scope, id); }
};

// A data key, encrypted under a version of a master key.
struct WrappedKey {
  static constexpr std::size_t sealed_bytes = nonce_bytes + secret_bytes + tag_bytes;

  std::string key_id;             // The master key's.
  std::uint32_t key_version = 0;  // Its version's number.
  std::array<std::byte, sealed_bytes> sealed{};

  friend bool operator==(const WrappedKey&, const WrappedKey&) = default;
};

// Errors: disabled, invalid_state, with KMS' texts.
KeyOutcome<void> check_usable(const MasterKey& key);

// Under the newest version. `context` is what the data key is for: unwrap() needs the same. The
// nonce is drawn: one master key may wrap 2^32 data keys before two of them meet with a chance that
// SP 800-38D (8.3) does not allow.
WrappedKey wrap(const MasterKey& key, const SecretKey& data_key, ByteView context,
                env::Random& random);

// Errors: damaged  it was changed, or the version is not there.
KeyOutcome<SecretKey> unwrap(const MasterKey& key, const WrappedKey& wrapped, ByteView context);

}  // namespace weir::crypto
