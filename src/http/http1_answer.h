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

// How the client learns where the body ends.
enum class BodyFraming : std::uint8_t {
  length,      // Content-Length, of Response::body.
  chunked,     // For a body of pieces.
  connection,  // The same for an HTTP/1.0 client: the body ends with the connection.
};

// Appends the head to `out`, with the empty line. Control characters in values become blanks, so
// that no value can pretend to be another header. The answers 204 and 304 say nothing of a body.
void write_answer_head(const Response& response, std::string_view date, BodyFraming framing,
                       AnswerEnd end, std::string& out);

// Appends what stands before a chunk of `size` bytes, at least one.
void write_chunk_head(std::size_t size, std::string& out);
// What stands behind a chunk, and behind the last one.
inline constexpr std::string_view chunk_end = "\r\n";
inline constexpr std::string_view last_chunk_end = "\r\n0\r\n\r\n";
// A body that ends without a further chunk.
inline constexpr std::string_view no_more_chunks = "0\r\n\r\n";

// Whether an answer of this status to this method is followed by its body.
bool has_body(int status, std::string_view method);

std::string_view reason_phrase(int status);

}  // namespace weir::http
