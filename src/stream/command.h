// Command: one change of the catalog, as it stands in the catalog's log.
//
// Applying a command has no clock and no randomness of its own: ids, times, keys and the limits in
// force are in the command, so every replay gives the same state. How commands become bytes is in
// command_encoding.h.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

#include "base/time.h"
#include "stream/stream_description.h"
#include "stream/user.h"

namespace weir::stream {

// Names a command for ever. `writer` is random for each process; `counter` grows from 1 with each
// of its commands. A command whose counter is not above the highest seen of its writer is a repeat,
// and is ignored: so a command whose append may or may not have happened can be appended again.
struct CommandId {
  std::uint64_t writer = 0;
  std::uint64_t counter = 0;

  friend auto operator<=>(const CommandId&, const CommandId&) = default;
};

using TokenSecret = std::array<std::byte, 32>;

namespace commands {

// The first command of a catalog; later ones change nothing and fail with in_use.
struct Initialise {
  std::string cluster_id;
  TokenSecret token_secret;  // Authenticates iterators and list tokens.
  friend bool operator==(const Initialise&, const Initialise&) = default;
};

// A new stream, CREATING. Fails with in_use (the name is taken), limit_exceeded.
struct CreateStream {
  StreamKey key;
  std::uint32_t shard_count = 1;
  StreamMode mode = StreamMode::provisioned;
  std::uint32_t record_kib_max = record_kib_default;
  Tags tags;
  std::uint64_t account_shards_max = 0;  // Open shards of the account in the region; 0: no limit.
  std::uint32_t transitions_max = 0;  // Streams of them CREATING or DELETING at once; 0: no limit.
  friend bool operator==(const CreateStream&, const CreateStream&) = default;
};

// CREATING or UPDATING becomes ACTIVE. Changes nothing in any other case.
struct FinishTransition {
  StreamNumber stream;
  friend bool operator==(const FinishTransition&, const FinishTransition&) = default;
};

// ACTIVE or UPDATING becomes DELETING. Fails with not_found, in_use (any other state).
struct DeleteStream {
  StreamKey key;
  friend bool operator==(const DeleteStream&, const DeleteStream&) = default;
};

// DELETING becomes nothing; its number never comes back. Changes nothing in any other case.
struct RemoveStream {
  StreamNumber stream;
  friend bool operator==(const RemoveStream&, const RemoveStream&) = default;
};

// A new retention period; ACTIVE becomes UPDATING. Fails with not_found, in_use (not ACTIVE),
// invalid_argument (shorter than it is, longer than it is). The same period: nothing changes.
struct ChangeRetention {
  StreamKey key;
  std::uint32_t hours = retention_hours_min;
  bool increase = true;
  friend bool operator==(const ChangeRetention&, const ChangeRetention&) = default;
};

// Fails with in_use (the name or the access key's id is taken).
struct AddUser {
  std::string name;
  std::string account_id;
  AccessKey key;
  friend bool operator==(const AddUser&, const AddUser&) = default;
};

// Takes the user's sessions along. Fails with not_found.
struct RemoveUser {
  std::string name;
  friend bool operator==(const RemoveUser&, const RemoveUser&) = default;
};

// The old key stops; sessions go on until they expire. Fails with not_found, in_use (the new id is
// another's).
struct RotateUser {
  std::string name;
  AccessKey key;
  friend bool operator==(const RotateUser&, const RotateUser&) = default;
};

// Fails with not_found (the user), in_use (the access key's id is taken).
struct AddSession {
  std::string user;
  AccessKey key;
  std::string session_token;
  WallTime expires;
  friend bool operator==(const AddSession&, const AddSession&) = default;
};

// Forgets sessions that expired before the command's time.
struct PurgeSessions {
  friend bool operator==(const PurgeSessions&, const PurgeSessions&) = default;
};

}  // namespace commands

// The order is part of the format on disk: add at the end only.
using CommandBody =
    std::variant<commands::Initialise, commands::CreateStream, commands::FinishTransition,
                 commands::DeleteStream, commands::RemoveStream, commands::ChangeRetention,
                 commands::AddUser, commands::RemoveUser, commands::RotateUser,
                 commands::AddSession, commands::PurgeSessions>;

struct Command {
  CommandId id;
  WallTime time;  // The wall clock of who wrote it.
  CommandBody body;

  friend bool operator==(const Command&, const Command&) = default;
};

}  // namespace weir::stream
