// TextPattern: a text of a policy in which * and ? may be wildcards and ${…} may be variables.
//
// A variable's value comes from the request and stands for itself: a * in it is a star. A variable
// whose key the request does not have, and which has no default, makes the pattern match nothing.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::aws::policy {

struct Request;

struct PatternRules {
  bool wildcards = true;
  bool variables = true;  // Not in documents of version 2008-10-17.
};

class TextPattern {
 public:
  // `text` has no control characters.
  explicit TextPattern(std::string_view text, PatternRules rules = {});

  // "*", and nothing else.
  bool is_everything() const;
  bool has_variables() const { return !variables_.empty(); }

  bool matches(std::string_view text, const Request& request) const;
  bool matches_ignoring_case(std::string_view text, const Request& request) const;

  // The pattern with values for its variables and marks for its wildcards, for glob_matches();
  // nothing if a variable has none.
  std::optional<std::string> resolve(const Request& request) const;

 private:
  struct Variable {
    std::size_t at = 0;  // Where in text_ its value goes.
    std::string key;
    std::optional<std::string> value_if_absent;
  };

  void add_variable(std::string_view inside);

  std::string text_;  // Wildcards are marks.
  std::vector<Variable> variables_;
};

// What stands for a wildcard in a resolved pattern: characters that no policy may contain.
inline constexpr char mark_any_text = '\x01';
inline constexpr char mark_any_character = '\x02';

// Whether `text` is what `pattern` says. Takes time in proportion to the product of the sizes, at
// worst.
bool glob_matches(std::string_view pattern, std::string_view text);

// ASCII only, as in names of actions and keys.
std::string lower_case(std::string_view text);
bool equal_ignoring_case(std::string_view left, std::string_view right);

}  // namespace weir::aws::policy
