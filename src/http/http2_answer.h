// The head of an HTTP/2 answer.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "http/http2/http2_fields.h"
#include "http/message.h"

namespace weir::http {

class Http2AnswerHead {
 public:
  // As write_answer_head: control characters in values become blanks, and Content-Length is added
  // unless there is a source or the status has no body. Must be destroyed before `response` and
  // `date`.
  Http2AnswerHead(const Response& response, std::string_view date);
  Http2AnswerHead(const Http2AnswerHead&) = delete;
  Http2AnswerHead& operator=(const Http2AnswerHead&) = delete;

  const Http2Fields& fields() const { return fields_; }

 private:
  void add_number(std::string_view name, std::size_t number, std::span<char> digits);
  void add_header(const ResponseHeader& header);

  std::array<char, 20> status_;
  std::array<char, 20> length_;
  Http2Fields fields_;
};

}  // namespace weir::http
