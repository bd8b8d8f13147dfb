// The head of an HTTP/1.1 answer, as text.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/message.h"

namespace weir::http {

enum class AnswerEnd : std::uint8_t {
  keep_alive,      // HTTP/1.1's own way: nothing is said.
  keep_alive_1_0,  // An HTTP/1.0 client must be told.
  close,
};

// Appends the head to `out`, with the empty line. Control characters in values become blanks, so
// that no value can pretend to be another header. The answers 204 and 304 have no Content-Length.
void write_answer_head(const Response& response, std::string_view date, AnswerEnd end,
                       std::string& out);

// Whether an answer of this status to this method is followed by its body.
bool has_body(int status, std::string_view method);

std::string_view reason_phrase(int status);

}  // namespace weir::http
