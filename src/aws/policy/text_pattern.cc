#include "aws/policy/text_pattern.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "aws/policy/context_values.h"

namespace weir::aws::policy {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), lower);
  return lowered;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

// When a star does not fit, only the last one is tried again, one character further: what stood
// before it has matched already in the shortest way there is.
bool glob_matches(std::string_view pattern, std::string_view text) {
  std::size_t in_pattern = 0;
  std::size_t in_text = 0;
  std::size_t after_star = std::string_view::npos;
  std::size_t star_text = 0;
  while (in_text < text.size()) {
    const char wanted = in_pattern < pattern.size() ? pattern[in_pattern] : '\0';
    if (wanted == mark_any_text) {
      after_star = ++in_pattern;
      star_text = in_text;
    } else if (in_pattern < pattern.size() &&
               (wanted == mark_any_character || wanted == text[in_text])) {
      ++in_pattern;
      ++in_text;
    } else if (after_star != std::string_view::npos) {
      in_pattern = after_star;
      in_text = ++star_text;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of(mark_any_text, in_pattern) == std::string_view::npos;
}

TextPattern::TextPattern(std::string_view text, PatternRules rules) {
  while (!text.empty()) {
    const std::size_t end = text.find('}');
    if (rules.variables && text.starts_with("${") && end != std::string_view::npos) {
      add_variable(text.substr(2, end - 2));
      text.remove_prefix(end + 1);
      continue;
    }
    const char c = text.front();
    if (rules.wildcards && c == '*') {
      text_ += mark_any_text;
    } else if (rules.wildcards && c == '?') {
      text_ += mark_any_character;
    } else {
      text_ += c;
    }
    text.remove_prefix(1);
  }
}

// "aws:username", "aws:username, 'nobody'", or one of the characters that would mean something
// else: "*", "?", "$".
void TextPattern::add_variable(std::string_view inside) {
  if (inside == "*" || inside == "?" || inside == "$") {
    text_ += inside;
    return;
  }
  Variable variable{.at = text_.size(), .key = {}, .value_if_absent = {}};
  const std::size_t comma = inside.find(',');
  variable.key = std::string(trim(inside.substr(0, comma)));
  if (comma != std::string_view::npos) {
    std::string_view value = trim(inside.substr(comma + 1));
    if (value.size() >= 2 && value.front() == '\'' && value.back() == '\'') {
      value = value.substr(1, value.size() - 2);
    }
    variable.value_if_absent = std::string(value);
  }
  variables_.push_back(std::move(variable));
}

bool TextPattern::is_everything() const {
  return variables_.empty() && text_.size() == 1 && text_.front() == mark_any_text;
}

std::optional<std::string> TextPattern::resolve(const Request& request) const {
  if (variables_.empty()) return text_;
  std::string resolved;
  std::size_t taken = 0;
  for (const Variable& variable : variables_) {
    resolved.append(text_, taken, variable.at - taken);
    taken = variable.at;
    std::optional<std::string> value = single_value(request, variable.key);
    if (!value) value = variable.value_if_absent;
    if (!value) return std::nullopt;
    // What could be taken for a mark is in no name; a value that has it is nobody's.
    if (value->find_first_of("\x01\x02") != std::string::npos) return std::nullopt;
    resolved += *value;
  }
  return resolved.append(text_, taken);
}

bool TextPattern::matches(std::string_view text, const Request& request) const {
  if (variables_.empty()) return glob_matches(text_, text);
  const std::optional<std::string> pattern = resolve(request);
  return pattern && glob_matches(*pattern, text);
}

bool TextPattern::matches_ignoring_case(std::string_view text, const Request& request) const {
  const std::optional<std::string> pattern = resolve(request);
  return pattern && glob_matches(lower_case(*pattern), lower_case(text));
}

}  // namespace weir::aws::policy
