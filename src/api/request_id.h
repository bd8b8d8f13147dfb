// RequestIds: x-amzn-RequestId and x-amz-id-2, as production forms them.
//
// They identify, they protect nothing: a small generator seeded once is enough, and costs nothing
// beside a request.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "env/random.h"

namespace weir::api {

class RequestIds {
 public:
  explicit RequestIds(env::Random& seed);

  // "7ec6cd4e-7b3c-4c35-9a0a-5d6fbb6d1c83".
  std::string request_id();

  // 72 random bytes in base64.
  std::string extended_id();

 private:
  std::uint64_t next();

  std::array<std::uint64_t, 4> state_;
};

}  // namespace weir::api
