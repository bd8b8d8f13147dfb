// KeyFault: why a key cannot be had: what Amazon's API has exceptions of their own for.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

#include "base/result.h"

namespace weir::crypto {

enum class KeyFaultKind : std::uint8_t {
  not_found,      // KMSNotFoundException
  disabled,       // KMSDisabledException
  invalid_state,  // KMSInvalidStateException: it is going to be deleted.
  access_denied,  // KMSAccessDeniedException: it is another account's.
  damaged,        // What is encrypted under it is not what it was. Never retried, always reported.
};

struct KeyFault {
  KeyFaultKind kind = KeyFaultKind::not_found;
  std::string message;  // With KMS' texts where they are known.
};

template <class T>
using KeyOutcome = std::expected<T, KeyFault>;

inline std::unexpected<KeyFault> key_fault(KeyFaultKind kind, std::string message) {
  return std::unexpected(KeyFault{kind, std::move(message)});
}

// For people at the command line.
Error to_error(KeyFault fault);

}  // namespace weir::crypto
