// Settings that limit what clients may do: Amazon's by default, each of them can be changed or
// lifted, for the server by flags, for an account or a stream in the configuration file:
//
//     [limits.account.123456789012]
//     operation_rates = "none"
//
//     [limits.stream.orders]               # Or its ARN, in quotes: of that account and region
//     only. shard_write_bytes = 4194304
//
// What such a table does not mention is as for the server.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/kinesis/operation_limiter.h"
#include "base/result.h"
#include "server/setting.h"
#include "stream/limits.h"

namespace weir::server {

struct LimitSettings {
  bool enabled = true;  // False: nothing is limited that counts bytes, records or calls a second.
  stream::ShardLimits shard;
  stream::AccountLimits account;
  api::kinesis::OperationRates operation_rates;
};

enum class LimitScope : std::uint8_t { account, stream };

// A table of the configuration file.
struct LimitTable {
  LimitScope scope = LimitScope::account;
  std::string name;  // An account id, or a stream's name or ARN.
  std::vector<std::pair<std::string, std::string>> pairs;  // Keys and texts.
};

struct LimitOverride {
  LimitScope scope = LimitScope::account;
  std::string name;
  LimitSettings limits;
};

// The lines of the settings table that fill `limits`, which must outlive them.
std::vector<Setting> limit_setting_table(LimitSettings& limits);

// What `table` makes of the server's limits. Errors: invalid_argument, as a sentence.
Result<LimitOverride> apply_limit_table(const LimitSettings& server, const LimitTable& table);

// What the server goes by.
stream::Limits limits_of(const LimitSettings& server, const std::vector<LimitOverride>& overrides);
api::kinesis::OperationRateSettings operation_rates_of(const LimitSettings& server,
                                                       const std::vector<LimitOverride>& overrides);

}  // namespace weir::server
