#include "crypto/master_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace weir::crypto {
namespace {

// What is wrapped is good for one key, one version of it and one purpose.
std::string associated_with(const MasterKey& key, std::uint32_t version, ByteView context) {
  std::string associated = fmt::format("weir data key 1\n{}\n{}\n", key.arn(), version);
  associated += text_of(context);
  return associated;
}

}  // namespace

std::string_view state_text(KeyState state) {
  switch (state) {
    case KeyState::enabled:
      return "Enabled";
    case KeyState::disabled:
      return "Disabled";
    case KeyState::pending_deletion:
      return "PendingDeletion";
  }
  return "";
}

KeyOutcome<void> check_usable(const MasterKey& key) {
  switch (key.state) {
    case KeyState::enabled:
      return {};
    case KeyState::disabled:
      return key_fault(KeyFaultKind::disabled, fmt::format("{} is disabled.", key.arn()));
    case KeyState::pending_deletion:
      return key_fault(KeyFaultKind::invalid_state,
                       fmt::format("{} is pending deletion.", key.arn()));
  }
  return {};
}

WrappedKey wrap(const MasterKey& key, const SecretKey& data_key, ByteView context,
                env::Random& random) {
  const KeyVersion& version = key.versions.back();
  WrappedKey wrapped{.key_id = key.id, .key_version = version.number};
  Nonce nonce;
  random.fill(nonce);
  std::ranges::copy(nonce, wrapped.sealed.begin());
  seal(version.key, nonce, bytes_of(associated_with(key, version.number, context)),
       {data_key.bytes()}, wrapped.sealed.data() + nonce_bytes);
  return wrapped;
}

KeyOutcome<SecretKey> unwrap(const MasterKey& key, const WrappedKey& wrapped, ByteView context) {
  const auto version = std::ranges::find(key.versions, wrapped.key_version, &KeyVersion::number);
  if (version == key.versions.end()) {
    return key_fault(KeyFaultKind::damaged, fmt::format("Version {} of {} is not in the keyring.",
                                                        wrapped.key_version, key.arn()));
  }
  Nonce nonce;
  std::ranges::copy(ByteView(wrapped.sealed).first(nonce_bytes), nonce.begin());
  SecretKey data_key;
  const std::string associated = associated_with(key, wrapped.key_version, context);
  if (!open(version->key, nonce, bytes_of(associated),
            ByteView(wrapped.sealed).subspan(nonce_bytes), data_key.bytes().data())) {
    return key_fault(KeyFaultKind::damaged,
                     fmt::format("A data key cannot be decrypted under {}: it, or the key, is not "
                                 "what it was.",
                                 key.arn()));
  }
  return data_key;
}

}  // namespace weir::crypto
