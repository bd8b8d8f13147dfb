// The commands of the catalog that are about registered consumers (command.h).
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "stream/stream_description.h"

namespace weir::stream::commands {

// A new consumer, CREATING. Fails with not_found, in_use (the stream is not ACTIVE, the name is
// taken), limit_exceeded.
struct RegisterConsumer {
  StreamKey key;
  std::string name;
  Tags tags;
  std::uint32_t consumers_max = 0;  // Of the stream; 0: no limit.
  std::uint32_t creating_max = 0;   // CREATING at once, of the account in the region; 0: no limit.
  friend bool operator==(const RegisterConsumer&, const RegisterConsumer&) = default;
};

// CREATING or ACTIVE becomes DELETING. Fails with not_found (the stream, the consumer, or it is
// another one of that name).
struct DeregisterConsumer {
  StreamKey key;
  std::string name;
  std::optional<std::int64_t> creation_seconds;  // None: whichever has the name.
  friend bool operator==(const DeregisterConsumer&, const DeregisterConsumer&) = default;
};

// CREATING becomes ACTIVE, DELETING becomes nothing. Changes nothing in any other case.
struct FinishConsumer {
  StreamNumber stream;
  std::string name;
  std::uint64_t number = 0;  // Its ConsumerNumber.
  friend bool operator==(const FinishConsumer&, const FinishConsumer&) = default;
};

// As DeleteStream, and all consumers of the stream become DELETING. Fails with not_found, in_use
// (neither ACTIVE nor UPDATING).
struct DeleteStreamAndConsumers {
  StreamKey key;
  friend bool operator==(const DeleteStreamAndConsumers&,
                         const DeleteStreamAndConsumers&) = default;
};

// Tags of a consumer are added or get new values, others go away. Fails with not_found, in_use
// (CREATING or DELETING), invalid_argument (too many).
struct ChangeConsumerTags {
  StreamKey key;
  std::string name;
  std::int64_t creation_seconds = 0;
  Tags set;                         // Sorted by key.
  std::vector<std::string> remove;  // Keys; those that are not there do not matter.
  std::uint32_t tags_max = 0;       // 0: no limit.
  friend bool operator==(const ChangeConsumerTags&, const ChangeConsumerTags&) = default;
};

}  // namespace weir::stream::commands
