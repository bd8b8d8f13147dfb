// Encryption: how a stream's records are encrypted: what the catalog holds of it.
//
// Keys themselves are not in here: a data key is wrapped by a key of the keyring. At run time it is
// a DataKey (data_key.h).
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "crypto/master_key.h"

namespace weir::stream {

// What says in Amazon's answers that something is encrypted.
inline constexpr std::string_view kms_encryption = "KMS";

struct DataKeyDescription {
  std::uint32_t number = 0;  // Within the stream, from 1; in the header of each record under it.
  crypto::WrappedKey wrapped;
  bool is_managed = false;  // Wrapped by the server's own key, which everybody may use.
  WallTime retired{};       // When the next one took over, or encryption stopped; 0: it is in use.

  friend bool operator==(const DataKeyDescription&, const DataKeyDescription&) = default;
};

struct Encryption {
  std::string key_id{};  // KeyId as it was given; empty: new records are not encrypted.
  // Ascending. The last one encrypts, unless `key_id` is empty; those before it are there for as
  // long as there may be records under them, and the last one always, so that no number comes back.
  std::vector<DataKeyDescription> data_keys{};
  // When encryption was last started and stopped, oldest first: as many as count in a day.
  std::vector<WallTime> starts{};
  std::vector<WallTime> stops{};

  bool is_on() const { return !key_id.empty(); }
  std::uint32_t next_number() const { return data_keys.empty() ? 1 : data_keys.back().number + 1; }

  friend bool operator==(const Encryption&, const Encryption&) = default;
};

}  // namespace weir::stream
