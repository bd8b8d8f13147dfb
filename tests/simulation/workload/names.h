// The names that the workload gives to streams and users: few, so that they are used again.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>

#include "stream/stream_key.h"
#include "world/chance.h"

namespace weir::simulation {

inline stream::StreamKey draw_stream_key(env::Random& random) {
  return {one_of<const char*>(random, {"000000000001", "000000000001", "000000000002"}),
          one_of<const char*>(random, {"us-east-1", "us-east-1", "eu-west-1"}),
          fmt::format("stream-{}", random.below(4))};
}

inline std::string draw_user_name(env::Random& random) {
  return fmt::format("user-{}", random.below(4));
}

}  // namespace weir::simulation
