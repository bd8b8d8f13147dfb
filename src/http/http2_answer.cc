#include "http/http2_answer.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "http/http1_answer.h"
#include "http/http1_syntax.h"
#include "http/http2/http2_fields.h"
#include "http/message.h"

namespace weir::http {

Http2AnswerHead::Http2AnswerHead(const Response& response, std::string_view date) {
  add_number(":status", static_cast<std::size_t>(response.status), status_);
  fields_.add("date", date, Repeats::yes);
  for (const ResponseHeader& header : response.headers) add_header(header);
  if (!response.source && has_body(response.status, {})) {
    add_number("content-length", response.body.size(), length_);
  }
}

void Http2AnswerHead::add_number(std::string_view name, std::size_t number,
                                 std::span<char> digits) {
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  fields_.add(name, {digits.data(), static_cast<std::size_t>(end - digits.data())}, Repeats::no);
}

void Http2AnswerHead::add_header(const ResponseHeader& header) {
  // Request ids and the like never come again; remembering them would only push out what does.
  const Repeats repeats =
      equals_ignoring_case(header.name, "content-type") ? Repeats::yes : Repeats::no;
  if (find_control(header.value) == header.value.size()) {
    return fields_.add(header.name, header.value, repeats);
  }
  std::string value = header.value;
  std::ranges::replace_if(value, [](char c) { return find_control({&c, 1}) == 0; }, ' ');
  fields_.add_copy(header.name, std::move(value), repeats);
}

}  // namespace weir::http
