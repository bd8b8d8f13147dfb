#include "aws/policy/text_pattern.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "aws/policy/request.h"

namespace weir::aws::policy {
namespace {

TEST(TextPattern, WildcardsMatchAnyTextAndAnyCharacter) {
  struct Case {
    std::string pattern;
    std::string text;
    bool matches;
  };
  const std::vector<Case> cases{{"*", "", true},
                                {"*", "anything", true},
                                {"?", "", false},
                                {"?", "x", true},
                                {"a*c", "abc", true},
                                {"a*c", "abcd", false},
                                {"a*c", "ac", true},
                                {"a?c", "ac", false},
                                {"*b*b*", "abab", true},
                                {"*b*b*", "ab", false},
                                {"**", "x", true},
                                {"", "", true},
                                {"", "x", false},
                                {"a*b*c", "a-b-b-c", true},
                                {"ab", "a", false},
                                {"*/orders", "x/y/orders", true},
                                {"orders*", "order", false}};
  const Principal principal;
  const Request request{
      .principal = principal, .action = {}, .resource = {}, .resource_account = {}};
  for (const Case& one : cases) {
    EXPECT_EQ(TextPattern(one.pattern).matches(one.text, request), one.matches)
        << one.pattern << " " << one.text;
  }
}

TEST(TextPattern, ManyStarsTakeNoMoreThanTheProductOfTheSizes) {
  std::string pattern;
  for (int count = 0; count < 1'000; ++count) pattern += "*a";
  const std::string text(10'000, 'a');
  const Principal principal;
  const Request request{
      .principal = principal, .action = {}, .resource = {}, .resource_account = {}};
  EXPECT_FALSE(TextPattern(pattern + "b").matches(text, request));
}

}  // namespace
}  // namespace weir::aws::policy
