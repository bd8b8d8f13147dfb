// KeyCommand: what `weir key` asks for, whether it works on the keyring itself or in a running
// server, and the JSON in between. Secrets of keys are in neither the question nor the answer.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "crypto/keyring.h"

namespace weir::server {

enum class KeyAction : std::uint8_t {
  create,
  list,
  rotate,
  enable,
  disable,
  remove,   // It can be taken back: enable.
  destroy,  // It cannot.
  set_alias,
  remove_alias,
};

struct KeyCommand {
  KeyAction action = KeyAction::list;
  std::string key{};          // A KeyId as Amazon takes it. Not for create, list and remove_alias.
  std::string alias{};        // For create, where it may be empty, and for both of aliases.
  std::string description{};  // For create.
  crypto::KeyScope scope{};   // Empty parts: the server's own.
};

// The keys that it was about, as they are now; of list all, of destroy what there was.
struct KeyAnswer {
  struct Key {
    std::string id;
    std::string arn;
    std::string state;
    std::string description;
    bool is_managed = false;
    std::vector<std::string> aliases;
    std::uint32_t version = 0;  // The newest one's number.
    WallTime created;
    WallTime rotated;  // When the newest version came.
  };
  std::vector<Key> keys;
};

// "key_rotated"; empty for what changes nothing.
std::string_view log_name(KeyAction action);

// Blocks. Errors: those of crypto::Keyring.
Result<KeyAnswer> carry_out(crypto::Keyring& keyring, const KeyCommand& command, WallTime now);

std::string encode(const KeyCommand& command);
std::string encode(const KeyAnswer& answer);

// Errors: invalid_argument. `document` is overwritten.
Result<KeyCommand> decode_key_command(std::span<char> document);
Result<KeyAnswer> decode_key_answer(std::span<char> document);

}  // namespace weir::server
