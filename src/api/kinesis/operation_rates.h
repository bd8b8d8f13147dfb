// How often an account may call each operation of the control plane in a region, as Amazon
// publishes it, and what a setting makes of that.
//
// Operations that are not listed have no rate of their own: Amazon publishes none, or limits what
// they do by shard.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace weir::api::kinesis {

struct PublishedRate {
  std::string_view operation;
  std::uint32_t calls_per_second;
  bool is_per_stream = false;  // Else for the account.
};

std::span<const PublishedRate> published_rates();

// Null if there is none for that operation.
const PublishedRate* find_published_rate(std::string_view operation);

struct OperationRates {
  bool published_apply = true;                                // False: only what is changed counts.
  std::map<std::string, std::uint32_t, std::less<>> changed;  // Calls a second; 0: no limit.

  // Calls a second; 0: no limit.
  std::uint32_t of(const PublishedRate& published) const;

  friend bool operator==(const OperationRates&, const OperationRates&) = default;
};

// "amazon", "none", or changes to it, separated by commas: "DescribeStream=100,ListStreams=none",
// "none,CreateStream=5". Errors: invalid_argument: what is wrong, without a full stop.
Result<OperationRates> parse_operation_rates(std::string_view text);

}  // namespace weir::api::kinesis
