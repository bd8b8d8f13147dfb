#include "crypto/keyring.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <utility>

#include "codec/uuid.h"
#include "crypto/key_file.h"
#include "env/small_file.h"

namespace weir::crypto {
namespace {

std::unexpected<Error> no_such_key(std::string_view id) {
  return fail(ErrorCode::not_found, fmt::format("There is no key {}.", id));
}

Result<void> check_alias(std::string_view alias) {
  if (is_valid_alias(alias)) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("\"{}\" is no alias: \"alias/\" and up to 249 letters, digits, '/', '_' "
                          "and '-', but not \"alias/aws/\".",
                          alias));
}

bool has_alias(const MasterKey& key, std::string_view alias) {
  return std::ranges::find(key.aliases, alias) != key.aliases.end();
}

std::string random_id(env::Random& random) {
  std::array<std::byte, 16> bytes;
  random.fill(bytes);
  return codec::uuid_text(bytes);
}

}  // namespace

Result<std::unique_ptr<Keyring>> Keyring::open(env::FileSystem& files, env::Random& random,
                                               std::string directory) {
  auto keyring = std::make_unique<Keyring>(random);
  keyring->files_ = &files;
  keyring->directory_ = std::move(directory);
  TRY(keyring->load());
  return keyring;
}

Result<void> Keyring::load() {
  TRY(files_->create_directories(directory_));
  TRY(files_->check_private(directory_));
  Result<std::unique_ptr<env::File>> lock = files_->lock(directory_ + "/lock");
  if (!lock && lock.error().code == ErrorCode::in_use) {
    return fail(ErrorCode::in_use, fmt::format("Another process uses the keyring {}.", directory_));
  }
  lock_ = TRY(std::move(lock));
  for (const std::string& name : TRY(files_->list(directory_))) {
    if (!key_id_of_file(name).empty()) TRY(load_key(name));
  }
  return {};
}

Result<void> Keyring::load_key(const std::string& name) {
  const std::string path = fmt::format("{}/{}", directory_, name);
  TRY(files_->check_private(path));
  Result<MasterKey> key = decode_key_file(TRY(env::read_small_file(*files_, path)));
  if (key && key->id != key_id_of_file(name)) key = fail(ErrorCode::corrupt, "is of another key");
  if (!key) {
    return fail(key.error().code, fmt::format("{} {}.", path, key.error().message));
  }
  const MutexLock lock(mutex_);
  std::string id = key->id;
  keys_.insert_or_assign(std::move(id), std::make_shared<const MasterKey>(*std::move(key)));
  return {};
}

std::vector<MasterKeyPointer> Keyring::list() const {
  const MutexLock lock(mutex_);
  std::vector<MasterKeyPointer> keys;
  for (const auto& [id, key] : keys_) keys.push_back(key);
  return keys;
}

MasterKeyPointer Keyring::find(std::string_view id) const {
  const MutexLock lock(mutex_);
  const auto found = keys_.find(id);
  return found == keys_.end() ? nullptr : found->second;
}

MasterKeyPointer Keyring::find_alias(const KeyScope& scope, std::string_view alias) const {
  for (const MasterKeyPointer& key : list()) {
    if (key->scope == scope && has_alias(*key, alias)) return key;
  }
  return nullptr;
}

KeyOutcome<MasterKeyPointer> Keyring::find(const KeyScope& scope, std::string_view key_id) const {
  const KeyName name = TRY(parse_key_id(scope, key_id));
  if (name.is_alias) {
    if (MasterKeyPointer key = find_alias(scope, name.text)) return key;
    return key_fault(KeyFaultKind::not_found,
                     fmt::format("Alias {} is not found.", alias_arn(scope, name.text)));
  }
  MasterKeyPointer key = find(name.text);
  if (key && key->scope == scope) return key;
  return key_fault(KeyFaultKind::not_found,
                   fmt::format("Key '{}' does not exist", key_arn(scope, name.text)));
}

Result<MasterKeyPointer> Keyring::create(const NewKey& key, WallTime now) {
  const MutexLock changing(changing_);
  if (!key.alias.empty()) {
    TRY(check_alias(key.alias));
    if (find_alias(key.scope, key.alias)) {
      return fail(ErrorCode::in_use, fmt::format("Another key has {}.", key.alias));
    }
  }
  MasterKey made{
      .id = random_id(random_), .scope = key.scope, .created = now, .description = key.description};
  if (!key.alias.empty()) made.aliases.push_back(key.alias);
  made.versions.push_back({.number = 1, .created = now, .key = AesKey(SecretKey::random(random_))});
  return store(std::move(made));
}

Result<MasterKeyPointer> Keyring::ensure_managed(const KeyScope& scope, WallTime now) {
  const MutexLock changing(changing_);
  if (MasterKeyPointer key = find_alias(scope, managed_alias)) return key;
  MasterKey made{.id = random_id(random_),
                 .scope = scope,
                 .created = now,
                 .is_managed = true,
                 .description = "For streams that name no key of their own",
                 .aliases = {std::string(managed_alias)}};
  made.versions.push_back({.number = 1, .created = now, .key = AesKey(SecretKey::random(random_))});
  return store(std::move(made));
}

Result<MasterKeyPointer> Keyring::rotate(std::string_view id, WallTime now) {
  const MutexLock changing(changing_);
  MasterKey key = TRY(copy_of(id));
  if (auto usable = check_usable(key); !usable) {
    return std::unexpected(to_error(std::move(usable).error()));
  }
  key.versions.push_back({.number = key.versions.back().number + 1,
                          .created = now,
                          .key = AesKey(SecretKey::random(random_))});
  return store(std::move(key));
}

Result<MasterKeyPointer> Keyring::set_state(std::string_view id, KeyState state) {
  const MutexLock changing(changing_);
  MasterKey key = TRY(copy_of(id));
  key.state = state;
  return store(std::move(key));
}

Result<MasterKeyPointer> Keyring::destroy(std::string_view id) {
  const MutexLock changing(changing_);
  MasterKeyPointer key = find(id);
  if (key == nullptr) return no_such_key(id);
  if (key->state != KeyState::pending_deletion) {
    return fail(ErrorCode::in_use, fmt::format("{} is not pending deletion.", key->arn()));
  }
  if (files_) TRY(erase_file(path_of(id)));
  const MutexLock lock(mutex_);
  keys_.erase(key->id);
  changes_.fetch_add(1, std::memory_order_acq_rel);
  return key;
}

Result<MasterKeyPointer> Keyring::set_alias(std::string_view id, std::string_view alias) {
  const MutexLock changing(changing_);
  TRY(check_alias(alias));
  MasterKey key = TRY(copy_of(id));
  if (has_alias(key, alias)) return find(id);
  // First away from the one that has it: between the two it is nobody's, never two keys'.
  if (const MasterKeyPointer former = find_alias(key.scope, alias)) {
    MasterKey changed = *former;
    std::erase(changed.aliases, alias);
    TRY(store(std::move(changed)));
  }
  key.aliases.emplace_back(alias);
  std::ranges::sort(key.aliases);
  return store(std::move(key));
}

Result<MasterKeyPointer> Keyring::remove_alias(const KeyScope& scope, std::string_view alias) {
  const MutexLock changing(changing_);
  TRY(check_alias(alias));
  const MasterKeyPointer key = find_alias(scope, alias);
  if (key == nullptr) {
    return fail(ErrorCode::not_found,
                fmt::format("Alias {} is not found.", alias_arn(scope, alias)));
  }
  MasterKey changed = *key;
  std::erase(changed.aliases, alias);
  return store(std::move(changed));
}

std::string Keyring::path_of(std::string_view id) const {
  return fmt::format("{}/{}", directory_, key_file_name(id));
}

Result<MasterKey> Keyring::copy_of(std::string_view id) const {
  const MasterKeyPointer key = find(id);
  if (key == nullptr) return no_such_key(id);
  return *key;
}

Result<MasterKeyPointer> Keyring::store(MasterKey key) {
  if (files_) TRY(write(key));
  auto stored = std::make_shared<const MasterKey>(std::move(key));
  const MutexLock lock(mutex_);
  keys_.insert_or_assign(stored->id, stored);
  changes_.fetch_add(1, std::memory_order_acq_rel);
  return stored;
}

Result<void> Keyring::write(const MasterKey& key) {
  std::string text = encode_key_file(key);
  Result<void> written = env::replace_small_file(*files_, path_of(key.id), text);
  OPENSSL_cleanse(text.data(), text.size());
  if (written) written = files_->sync_directory(directory_);
  return written;
}

// What a file system does with freed blocks is its own business; zeros are the best that can be
// done from here.
Result<void> Keyring::erase_file(const std::string& path) {
  {
    const std::unique_ptr<env::File> file = TRY(files_->open(path));
    const std::string zeros(TRY(file->size()), '\0');
    TRY(file->write_at(0, bytes_of(zeros)));
    TRY(file->sync());
  }
  TRY(files_->remove(path));
  return files_->sync_directory(directory_);
}

}  // namespace weir::crypto
