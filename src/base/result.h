// Result<T>: a value or the reason there is none. The only way a function reports failure.
//
// Errors of Amazon's API that need their own name and text (validation, signatures) are
// aws::ServiceError; an Error becomes one in aws/errors.cc and nowhere else.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace weir {

// What kind of thing went wrong. Closed on purpose: every switch over it must be complete
// (-Werror=switch), so a new code cannot be forgotten in the mapping to AWS errors.
enum class ErrorCode : std::uint8_t {
  invalid_argument,  // The caller asked for something that can never work. Do not retry.
  not_found,         // The named stream, shard, file or user does not exist.
  in_use,            // It exists already, or is in a state that does not allow this.
  limit_exceeded,    // Over a quota that only an operator can raise.
  throttled,         // Over a rate. Retry later; nothing was done.
  no_space,          // The disk is full. Retry later; nothing was done.
  expired,           // Was valid once: an iterator, a token, a log that has ended.
  corrupt,           // Stored bytes fail their checksum. Never retried, always reported.
  unavailable,       // A dependency failed or did not answer in time. THE OUTCOME IS UNKNOWN.
};

struct Error {
  ErrorCode code;
  std::string message;  // For people: one sentence, with the offending value in it.
};

template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

inline std::unexpected<Error> fail(ErrorCode code, std::string message) {
  return std::unexpected(Error{code, std::move(message)});
}

}  // namespace weir

// Unwraps a Result (or any std::expected) or returns its error from the enclosing function:
//     Stream& stream = *TRY(catalog.find(name));
#define TRY(expression)                                                     \
  (__extension__({                                                          \
    auto try_result = (expression);                                         \
    if (!try_result) return std::unexpected(std::move(try_result).error()); \
    *std::move(try_result);                                                 \
  }))
