#include "aws/xml_input.h"

#include <gtest/gtest.h>

namespace weir::aws {
namespace {

constexpr std::string_view answer =
    "<AnswerOfX xmlns=\"https://example.com/\"><Answer><Empty/><Name>a &lt;&amp;&#x41;&#66;"
    "&unknown;& b</Name></Answer><members><member><N>1</N></member><member><N>2</N></member>"
    "</members></AnswerOfX>";

TEST(XmlInput, TextsAreFoundAtAnyDepthWithTheirReferencesResolved) {
  EXPECT_EQ(xml_text(answer, "Name"), "a <&AB&unknown;& b");
  EXPECT_EQ(xml_text(answer, "N"), "1");
  EXPECT_EQ(xml_text(answer, "Nam"), std::nullopt);
  EXPECT_EQ(xml_element(answer, "Answer")->substr(0, 8), "<Empty/>");
  EXPECT_TRUE(xml_element(answer, "AnswerOfX").has_value());
}

TEST(XmlInput, ElementsComeInOrder) {
  EXPECT_EQ(xml_elements(answer, "member"),
            (std::vector<std::string_view>{"<N>1</N>", "<N>2</N>"}));
  EXPECT_TRUE(xml_elements(answer, "none").empty());
}

TEST(XmlInput, WhatIsCutOffGivesNothing) {
  for (std::size_t length = 0; length < answer.size(); ++length) {
    EXPECT_EQ(xml_element(answer.substr(0, length), "AnswerOfX"), std::nullopt);
  }
  EXPECT_EQ(xml_text("<a", "a"), std::nullopt);
  EXPECT_EQ(xml_text("<a>&#1114112;&#xD800;&#;</a>", "a"), "&#1114112;&#xD800;&#;");
}

}  // namespace
}  // namespace weir::aws
