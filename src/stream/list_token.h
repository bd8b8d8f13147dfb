// ListStreamsToken, ListShardsToken and ListConsumersToken: the NextToken of the three operations.
// They carry everything that the request for the next page may not repeat.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "stream/shard_filter.h"
#include "stream/stream_description.h"
#include "stream/token.h"

namespace weir::stream {

struct ListStreamsToken {
  std::string account_id;
  std::string region;
  std::string after_name;  // The last name of the page before.

  friend bool operator==(const ListStreamsToken&, const ListStreamsToken&) = default;
};

struct ListShardsToken {
  StreamNumber stream;
  std::string stream_name;
  std::optional<ShardFilter> filter;
  ShardIndex after;  // The last shard of the page before.

  friend bool operator==(const ListShardsToken&, const ListShardsToken&) = default;
};

struct ListConsumersToken {
  StreamNumber stream;
  std::string after_name;  // The last consumer of the page before.

  friend bool operator==(const ListConsumersToken&, const ListConsumersToken&) = default;
};

std::string seal_list_token(const TokenSealer& sealer, const ListStreamsToken& token, WallTime now);
std::string seal_list_token(const TokenSealer& sealer, const ListShardsToken& token, WallTime now);
std::string seal_list_token(const TokenSealer& sealer, const ListConsumersToken& token,
                            WallTime now);

// Errors: invalid_argument  not a token of ours.
//         expired           older than token_lifetime: ExpiredNextTokenException, not what
//         aws/errors.cc
//                           makes of `expired`.
Result<ListStreamsToken> open_list_streams_token(const TokenSealer& sealer, std::string_view token,
                                                 WallTime now);
Result<ListShardsToken> open_list_shards_token(const TokenSealer& sealer, std::string_view token,
                                               WallTime now);
Result<ListConsumersToken> open_list_consumers_token(const TokenSealer& sealer,
                                                     std::string_view token, WallTime now);

}  // namespace weir::stream
