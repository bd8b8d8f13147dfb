// What is wrong with an answer, and whether the same call may succeed a moment later.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "meter/wire/connection.h"

namespace weir::meter {

struct CallFailure {
  std::string
      code;  // "ProvisionedThroughputExceededException"; "NoAnswer" and "TimedOut" are ours.
  std::string message;
};

// Of an exchange that has no answer or one with another status than 200. Decoding overwrites the
// body.
CallFailure failure_of(const Exchange& exchange, bool is_binary);

// Refused for a moment: a call's or a record's error.
bool is_throttle(std::string_view code);

// Whether it is worth another attempt: throttles, failures of the service, no answer.
bool may_be_retried(int status, std::string_view code);

}  // namespace weir::meter
