#include "aws/query_input.h"

#include <algorithm>
#include <utility>

#include "codec/percent_encoding.h"
#include "codec/utf8.h"

namespace weir::aws {
namespace {

// In a form a plus is a blank.
std::string decoded(std::string_view encoded) {
  std::string blanks(encoded);
  std::ranges::replace(blanks, '+', ' ');
  std::string text;
  codec::append_percent_decoded(text, blanks);
  return text;
}

}  // namespace

Outcome<QueryForm> QueryForm::parse(std::string_view encoded, std::size_t most_fields) {
  QueryForm form;
  while (!encoded.empty()) {
    const std::string_view field = encoded.substr(0, encoded.find('&'));
    encoded.remove_prefix(std::min(field.size() + 1, encoded.size()));
    if (field.empty()) continue;
    if (form.fields_.size() == most_fields) {
      return Failure(
          ServiceError{.type = "MalformedQueryString", .message = "Too many parameters."});
    }
    const std::string_view name = field.substr(0, field.find('='));
    const std::string_view value = field.substr(std::min(name.size() + 1, field.size()));
    std::string text = decoded(value);
    if (!codec::is_utf8(text)) {
      return Failure(ServiceError{.type = "MalformedInput",
                                  .message = "A value of the request is not UTF-8."});
    }
    form.fields_.insert_or_assign(decoded(name), std::move(text));
  }
  return form;
}

const std::string* QueryForm::find(std::string_view name) const {
  const auto found = fields_.find(name);
  return found == fields_.end() ? nullptr : &found->second;
}

bool QueryForm::has(std::string_view name) const {
  if (fields_.find(name) != fields_.end()) return true;
  const std::string inside = std::string(name) + ".";
  const auto next = fields_.lower_bound(inside);
  return next != fields_.end() && next->first.starts_with(inside);
}

}  // namespace weir::aws
