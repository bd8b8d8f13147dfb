#include "codec/json_tree.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::codec {
namespace {

TEST(JsonTree, EveryKindOfValueIsThere) {
  std::string text = R"({"a":[1,-2.5e1,"\u0041b",true,null],"o":{"x":{}},"a2":"last","a2":"wins"})";
  const auto tree = parse_json_tree(text, 100);
  ASSERT_TRUE(tree);
  ASSERT_EQ(tree->kind, JsonKind::object);
  const JsonTree* const array = tree->member("a");
  ASSERT_NE(array, nullptr);
  ASSERT_EQ(array->items.size(), 5U);
  EXPECT_EQ(array->items[0].number(), 1);
  EXPECT_EQ(array->items[1].number(), -25);
  EXPECT_EQ(array->items[2].text, "Ab");
  EXPECT_EQ(array->items[2].number(), std::nullopt);
  EXPECT_TRUE(array->items[3].boolean);
  EXPECT_EQ(array->items[4].kind, JsonKind::null);
  ASSERT_NE(tree->member("o"), nullptr);
  EXPECT_NE(tree->member("o")->member("x"), nullptr);
  EXPECT_EQ(tree->member("a2")->text, "wins");
  EXPECT_EQ(tree->member("b"), nullptr);
  EXPECT_EQ(array->member("b"), nullptr);
}

TEST(JsonTree, WhatIsMalformedOrTooMuchIsNone) {
  for (std::string text : {"", "{", "[1,]", "{\"a\":1}x", "nul", "\"\xff\""}) {
    EXPECT_FALSE(parse_json_tree(text, 100)) << text;
  }
  std::string deep = std::string(1'000, '[') + std::string(1'000, ']');
  EXPECT_FALSE(parse_json_tree(deep, 10'000));
  std::string three = "[1,2]";
  EXPECT_TRUE(parse_json_tree(three, 3));
  EXPECT_FALSE(parse_json_tree(three, 2));
  std::string large = "1e999";
  ASSERT_TRUE(parse_json_tree(large, 1));
  EXPECT_EQ(parse_json_tree(large, 1)->number(), std::nullopt);
}

}  // namespace
}  // namespace weir::codec
