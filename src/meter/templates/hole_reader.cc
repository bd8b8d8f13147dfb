#include "meter/templates/hole_reader.h"

#include <cctype>

namespace weir::meter {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string without_line_breaks(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (const char c : text) {
    if (c != '\n' && c != '\r') clean += c;
  }
  return clean;
}

bool is_word_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-' ||
         c == '$' || c == '@' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

// The size of a JSON text with its quotes; npos if it does not end.
std::size_t quoted_size(std::string_view text) {
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.npos;
}

}  // namespace

std::string HoleReader::text_before_hole() {
  const std::size_t hole = text_.find("{{", at_);
  const std::string_view before = text_.substr(at_, hole == text_.npos ? hole : hole - at_);
  at_ = hole == text_.npos ? text_.size() : hole + 2;
  return without_line_breaks(before);
}

void HoleReader::skip_blanks() {
  while (at_ < text_.size() && blanks.find(text_[at_]) != blanks.npos) ++at_;
}

std::string_view HoleReader::word() {
  skip_blanks();
  const std::size_t begin = at_;
  while (at_ < text_.size() && is_word_char(text_[at_])) ++at_;
  return text_.substr(begin, at_ - begin);
}

bool HoleReader::comes(std::string_view expected) {
  skip_blanks();
  return rest().starts_with(expected);
}

bool HoleReader::take(std::string_view expected) {
  if (!comes(expected)) return false;
  at_ += expected.size();
  return true;
}

std::expected<void, TemplateError> HoleReader::close() {
  if (take("}}")) return {};
  if (rest().find("}}") == std::string_view::npos) {
    return std::unexpected(TemplateError{at_, "No \"}}\" closes this."});
  }
  const std::string found(rest().substr(0, rest().find("}}")));
  return std::unexpected(
      TemplateError{at_, "\"}}\" is expected here, not \"" + found.substr(0, 40) + "\"."});
}

std::optional<std::string_view> HoleReader::literal() {
  skip_blanks();
  const std::string_view text = rest();
  std::size_t size = 0;
  if (text.starts_with('"')) {
    size = quoted_size(text);
    if (size == text.npos) return std::nullopt;
  } else if (!text.empty() &&
             (std::isdigit(static_cast<unsigned char>(text[0])) != 0 || text[0] == '-')) {
    size = std::min(text.find_first_not_of("0123456789.eE+-"), text.size());
  } else {
    return std::nullopt;
  }
  at_ += size;
  return text.substr(0, size);
}

// Of the JSON value that comes next, if a closing bracket follows it.
std::optional<std::size_t> HoleReader::json_size() const {
  const std::string_view text = rest();
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  unsigned depth = 0;
  for (std::size_t at = begin; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      const std::size_t size = quoted_size(text.substr(at));
      if (size == text.npos) return std::nullopt;
      at += size - 1;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return std::nullopt;
      --depth;
    } else if (depth == 0) {
      return std::nullopt;
    }
    if (depth > 0) continue;
    const std::size_t next = std::min(text.find_first_not_of(blanks, at + 1), text.size());
    if (text.substr(next).starts_with(')')) return next;
    return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::size_t> HoleReader::raw_size(Followed followed) const {
  const std::string_view text = rest();
  const std::size_t end = std::min(text.find("}}"), text.size());
  const std::size_t bracket =
      followed == Followed::by_close ? text.substr(0, end).rfind(')') : text.find(')');
  if (bracket == text.npos || bracket > end) return std::nullopt;
  return bracket;
}

std::expected<std::optional<std::string>, TemplateError> HoleReader::parameters(Followed followed) {
  if (!take("(")) return std::optional<std::string>();
  const std::size_t begin = at_;
  auto size = json_size();
  if (!size) size = raw_size(followed);
  if (!size) return std::unexpected(TemplateError{begin - 1, "No \")\" closes this."});
  std::string inside = without_line_breaks(rest().substr(0, *size));
  at_ += *size + 1;
  return std::optional(std::move(inside));
}

}  // namespace weir::meter
