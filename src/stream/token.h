// Tokens: what a client gets to hand back later: shard iterators and list positions. Authenticated,
// not stored: the server keeps nothing, and nobody can make or change one.
//
// A token is base64 of 8 bytes 00…01 and a multiple of 16 bytes, as production's are: the purpose,
// the time of creation, the content, zeros, and 16 bytes of HMAC-SHA256 with the catalog's secret.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "codec/hash.h"
#include "stream/command.h"
#include "stream/error_texts.h"

namespace weir::stream {

// How long a token is good for, from creation on; exactly so long is still good.
inline constexpr milliseconds token_lifetime{300'000};

enum class TokenPurpose : std::uint8_t {
  shard_iterator = 1,
  list_streams = 2,
  list_shards = 3,
  list_consumers = 4,
};
constexpr TokenPurpose last_of(TokenPurpose) { return TokenPurpose::list_consumers; }

struct TokenContent {
  WallTime created;
  std::string content;
};

// Threads: any.
class TokenSealer {
 public:
  explicit TokenSealer(const TokenSecret& secret);

  std::string seal(TokenPurpose purpose, WallTime created, std::string_view content) const;

  // Errors: invalid_argument  not a token of ours for this purpose; the message is for the log.
  // Whether it has expired is the caller's to say.
  Result<TokenContent> open(TokenPurpose purpose, std::string_view token) const;

 private:
  codec::HmacKey key_;
};

}  // namespace weir::stream
