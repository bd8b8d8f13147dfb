// OperationInfo: what is known of an operation before any request of it is read.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace weir::aws {

// What an operation does to a service's state.
enum class Access : std::uint8_t { read, write };

struct OperationInfo {
  std::string_view name;  // "PutRecord": what follows the dot of X-Amz-Target.
  Access access;
};

}  // namespace weir::aws
