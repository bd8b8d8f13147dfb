// What `weir tail` was asked for.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "client_options.h"

namespace weir::app {

struct TailOptions {
  ClientOptions client;
  std::string stream;
  std::string from = "latest";
  std::string since;
  std::string output = "pretty";
  bool follow = true;
  bool push = false;
  std::uint64_t limit = 0;  // 0: none.
};

// Where the reading of a shard begins, as GetShardIterator and SubscribeToShard name it.
struct TailStart {
  std::string type;                   // "LATEST", "TRIM_HORIZON" or "AT_TIMESTAMP".
  std::optional<WallTime> timestamp;  // With the last of them.
};

}  // namespace weir::app
