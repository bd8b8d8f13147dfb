// The commands that concern the encryption of streams.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "stream/encryption.h"
#include "stream/stream_description.h"

namespace weir::stream::commands {

// Records are encrypted under this data key from now on; ACTIVE becomes UPDATING. Under a data key
// of the same version of the same key already: nothing changes. Fails with not_found, in_use (not
// ACTIVE; or not the stream, or not with the data keys, that the data key was made for),
// limit_exceeded.
struct StartEncryption {
  StreamKey key;
  StreamNumber stream;
  std::string key_id;  // As it was given.
  DataKeyDescription data_key;
  std::uint32_t starts_a_day_max = 0;  // For the stream, in any 24 hours. 0: no limit.
  friend bool operator==(const StartEncryption&, const StartEncryption&) = default;
};

// Records are not encrypted any more; ACTIVE becomes UPDATING. If they are not: nothing changes.
// Fails with not_found, in_use, limit_exceeded.
struct StopEncryption {
  StreamKey key;
  std::uint32_t stops_a_day_max = 0;  // As in StartEncryption.
  friend bool operator==(const StopEncryption&, const StopEncryption&) = default;
};

}  // namespace weir::stream::commands
