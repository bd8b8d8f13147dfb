// Keyring: the master keys of a server: a directory with a file for each, read at start and kept in
// memory.
//
// One process uses a keyring at a time: it holds DIR/lock. The directory and the files must be this
// process's user's alone; others are refused. A change is durable, all or nothing, before it
// counts.
//
// Threads: any.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "crypto/master_key.h"
#include "env/file_system.h"
#include "env/random.h"

namespace weir::crypto {

using MasterKeyPointer = std::shared_ptr<const MasterKey>;

struct NewKey {
  KeyScope scope;
  std::string alias{};  // Empty: none.
  std::string description{};
};

class Keyring {
 public:
  // Makes the directory if it is not there. Blocks. The references must outlive the keyring.
  // Errors: in_use            another process uses it
  //         invalid_argument  others can read or change it, or a file in it
  //         corrupt           a file is no key's, or damaged; the message names it
  //         those of FileSystem
  static Result<std::unique_ptr<Keyring>> open(env::FileSystem& files, env::Random& random,
                                               std::string directory);

  // One without a directory: its keys end with it.
  explicit Keyring(env::Random& random) : random_(random) {}

  // What follows neither blocks nor touches the disk.

  // Grows with every change: what was found before may be different now.
  std::uint64_t changes() const { return changes_.load(std::memory_order_acquire); }

  std::vector<MasterKeyPointer> list() const;

  // Null if there is none.
  MasterKeyPointer find(std::string_view id) const;

  // The key that `key_id` means to someone in `scope`. Errors: not_found, access_denied, with KMS'
  // texts.
  KeyOutcome<MasterKeyPointer> find(const KeyScope& scope, std::string_view key_id) const;

  env::Random& random() const { return random_; }

  // Changes. They block: for a worker or the command line. Errors besides those named: no_space,
  // unavailable: nothing has changed, or, after unavailable, it may be so after the next start.

  // Errors: invalid_argument (the alias), in_use (another key has it).
  Result<MasterKeyPointer> create(const NewKey& key, WallTime now);

  // The key of managed_alias, made if it is not there.
  Result<MasterKeyPointer> ensure_managed(const KeyScope& scope, WallTime now);

  // A new version, which encrypts from now on. Errors: not_found, in_use (it is not enabled).
  Result<MasterKeyPointer> rotate(std::string_view id, WallTime now);

  // Errors: not_found.
  Result<MasterKeyPointer> set_state(std::string_view id, KeyState state);

  // Overwrites and removes the file of a key. What is encrypted under it is lost. Errors:
  // not_found, in_use (it is not pending deletion).
  Result<MasterKeyPointer> destroy(std::string_view id);

  // The alias becomes this key's, and nobody else's. Errors: not_found, invalid_argument.
  Result<MasterKeyPointer> set_alias(std::string_view id, std::string_view alias);

  // Errors: not_found, invalid_argument (the server's own).
  Result<MasterKeyPointer> remove_alias(const KeyScope& scope, std::string_view alias);

 private:
  using Keys = std::map<std::string, MasterKeyPointer, std::less<>>;  // By id.

  Result<void> load();
  Result<void> load_key(const std::string& name);
  std::string path_of(std::string_view id) const;
  MasterKeyPointer find_alias(const KeyScope& scope, std::string_view alias) const;
  Result<MasterKeyPointer> add(MasterKey key);
  // Writes the key's file and puts the key in the place of the one of its id.
  Result<MasterKeyPointer> store(MasterKey key);
  Result<void> write(const MasterKey& key);
  Result<void> erase_file(const std::string& path);
  Result<MasterKey> copy_of(std::string_view id) const;

  env::Random& random_;
  env::FileSystem* files_ = nullptr;  // Null: in memory only.
  std::string directory_;
  std::unique_ptr<env::File> lock_;
  std::atomic<std::uint64_t> changes_{1};
  Mutex changing_;  // Held through a change; before mutex_.
  mutable Mutex mutex_;
  Keys keys_ GUARDED_BY(mutex_);
};

}  // namespace weir::crypto
