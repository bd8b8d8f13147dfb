#include "stream/data_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace weir::stream {
namespace {

std::uint32_t number_of(const DataKeyPointer& key) { return key->description().number; }

}  // namespace

std::string wrapping_context(StreamNumber stream, std::uint32_t number) {
  return fmt::format("stream {} data key {}", stream.value, number);
}

DataKey::DataKey(const crypto::Keyring* keyring, StreamNumber stream, crypto::KeyScope scope,
                 DataKeyDescription description)
    : keyring_(keyring),
      stream_(stream),
      scope_(std::move(scope)),
      description_(std::move(description)) {}

std::string DataKey::master_key_arn() const {
  return crypto::key_arn(scope_, description_.wrapped.key_id);
}

crypto::KeyOutcome<const crypto::RecordCipher*> DataKey::cipher() const {
  const std::uint64_t usable_at = usable_at_.load(std::memory_order_acquire);
  if (usable_at != 0 && usable_at == keyring_->changes()) {
    return cipher_.load(std::memory_order_acquire);
  }
  return look_again();
}

crypto::KeyOutcome<const crypto::RecordCipher*> DataKey::look_again() const {
  // Before the key is looked at: a change meanwhile is seen the next time.
  const std::uint64_t changes = keyring_ ? keyring_->changes() : 0;
  const crypto::MasterKeyPointer key =
      keyring_ ? keyring_->find(description_.wrapped.key_id) : nullptr;
  if (key == nullptr) {
    return crypto::key_fault(crypto::KeyFaultKind::not_found,
                             fmt::format("Key '{}' does not exist", master_key_arn()));
  }
  TRY(crypto::check_usable(*key));
  const MutexLock lock(mutex_);
  if (owned_ == nullptr) {
    const std::string context = wrapping_context(stream_, description_.number);
    auto secret = crypto::unwrap(*key, description_.wrapped, bytes_of(context));
    if (!secret) return std::unexpected(std::move(secret).error());
    owned_ = std::make_unique<const crypto::RecordCipher>(*secret, description_.number,
                                                          keyring_->random());
    cipher_.store(owned_.get(), std::memory_order_release);
  }
  usable_at_.store(changes, std::memory_order_release);
  return owned_.get();
}

DataKeyPointer StreamKeys::update(const crypto::Keyring* keyring, const StreamDescription& stream) {
  const crypto::KeyScope scope{.account_id = stream.key.account_id, .region = stream.key.region};
  const MutexLock lock(mutex_);
  std::vector<DataKeyPointer> keys;
  for (const DataKeyDescription& description : stream.encryption.data_keys) {
    const auto former = std::ranges::find(keys_, description.number, number_of);
    keys.push_back(former != keys_.end() ? *former
                                         : std::make_shared<const DataKey>(keyring, stream.number,
                                                                           scope, description));
  }
  keys_ = std::move(keys);
  return stream.encryption.is_on() ? keys_.back() : nullptr;
}

DataKeyPointer StreamKeys::find(std::uint32_t number) const {
  const MutexLock lock(mutex_);
  const auto found = std::ranges::find(keys_, number, number_of);
  return found == keys_.end() ? nullptr : *found;
}

}  // namespace weir::stream
