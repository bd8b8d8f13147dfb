// RecordContents: what the records of the simulation hold. A record says by its partition key which
// record it is; its data follows from that, so that whoever reads it can tell whether it is intact.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace weir::simulation {

// Record `index` of the append `append`, over the whole run.
struct RecordName {
  std::uint64_t append = 0;
  std::uint32_t index = 0;

  friend bool operator==(const RecordName&, const RecordName&) = default;
};

// Threads: any, once constructed.
class RecordContents {
 public:
  static constexpr std::size_t data_bytes_max = 1u << 20;

  RecordContents();

  // "12.3" or, for some names, the same with up to 300 more characters.
  static std::string partition_key(const RecordName& name);

  // The name in a key that partition_key() made; nothing if the key was not made so.
  static std::optional<RecordName> name_in(std::string_view partition_key);

  // The data of a record of `bytes` bytes, at most data_bytes_max. A part of the records is all
  // zeros, as the space is that it is written into. Lives as long as this.
  ByteView data(const RecordName& name, std::size_t bytes) const;

 private:
  std::vector<std::byte> noise_;
};

}  // namespace weir::simulation
