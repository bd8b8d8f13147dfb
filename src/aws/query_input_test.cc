#include "aws/query_input.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::aws {
namespace {

struct Pair {
  std::string_view key;
  std::optional<std::int32_t> value;

  static void describe(auto& shape, auto& pair) {
    shape.required("Key", pair.key);
    shape.optional("Value", pair.value);
  }
};

struct Sample {
  std::string_view name;
  std::optional<std::int32_t> count;
  std::optional<bool> flag;
  Required<std::vector<Pair>> pairs;
  std::optional<std::vector<std::string_view>> texts;

  static void describe(auto& shape, auto& sample) {
    shape.required("Name", sample.name);
    shape.optional("Count", sample.count);
    shape.optional("Flag", sample.flag);
    shape.required("Pairs", sample.pairs);
    shape.optional("Texts", sample.texts);
  }
};

TEST(QueryForm, FieldsAreDecoded) {
  const auto form = QueryForm::parse("a=1+2&b%2Fc=%C3%BC%26&&d&a=3&=x");
  ASSERT_TRUE(form);
  EXPECT_EQ(*form->find("a"), "3");
  EXPECT_EQ(*form->find("b/c"), "ü&");
  EXPECT_EQ(*form->find("d"), "");
  EXPECT_EQ(form->find("c"), nullptr);
}

TEST(QueryForm, MoreFieldsThanAnyRequestHasAreRefused) {
  std::string text;
  for (std::size_t index = 0; index < QueryForm::fields_max; ++index) text += "a=1&";
  EXPECT_TRUE(QueryForm::parse(text));
  EXPECT_FALSE(QueryForm::parse(text + "f" + std::to_string(1) + "=1&" + [] {
    std::string more;
    for (std::size_t index = 0; index < QueryForm::fields_max; ++index) {
      more += "x" + std::to_string(index) + "=1&";
    }
    return more;
  }()));
}

TEST(QueryForm, WhatIsNoTextIsRefused) {
  const auto form = QueryForm::parse("a=%C3%28");
  ASSERT_FALSE(form);
  EXPECT_EQ(form.error().type, "MalformedInput");
}

TEST(QueryDecoder, NamesSayWhereAValueBelongs) {
  const auto form = QueryForm::parse(
      "Name=n&Count=-5&Flag=true&Pairs.member.1.Key=a&Pairs.member.1.Value=7&Pairs.member.2.Key=b"
      "&Texts.member.1=x&Texts.member.2=&Texts.member.4=y&Other=z");
  ASSERT_TRUE(form);
  Sample sample;
  ASSERT_TRUE(decode_query(*form, sample));
  EXPECT_EQ(sample.name, "n");
  EXPECT_EQ(sample.count, -5);
  EXPECT_EQ(sample.flag, true);
  ASSERT_EQ(sample.pairs->size(), 2u);
  EXPECT_EQ((*sample.pairs)[0].value, 7);
  EXPECT_EQ((*sample.pairs)[1].key, "b");
  EXPECT_EQ((*sample.pairs)[1].value, std::nullopt);
  // A list ends where a number is missing.
  EXPECT_EQ(sample.texts, (std::vector<std::string_view>{"x", ""}));
}

TEST(QueryDecoder, WhatIsAbsentStaysAsItWas) {
  const auto form = QueryForm::parse("Action=X");
  Sample sample;
  ASSERT_TRUE(decode_query(*form, sample));
  EXPECT_EQ(sample.name.data(), nullptr);
  EXPECT_FALSE(sample.pairs.present());
  EXPECT_FALSE(sample.count || sample.flag || sample.texts);
}

TEST(QueryDecoder, AnEmptyListIsAFieldWithoutValue) {
  const auto form = QueryForm::parse("Pairs=&Texts=");
  Sample sample;
  ASSERT_TRUE(decode_query(*form, sample));
  EXPECT_TRUE(sample.pairs.present());
  EXPECT_TRUE(sample.texts && sample.texts->empty());
}

TEST(QueryDecoder, ValuesOfAWrongTypeAreRefused) {
  for (const std::string_view text :
       {"Count=", "Count=x", "Count=1.5", "Count=99999999999", "Flag=yes",
        "Flag=", "Count.member.1=5", "Pairs.member.1.Key=a&Pairs.member.1.Value=x"}) {
    const auto form = QueryForm::parse(text);
    Sample sample;
    const auto decoded = decode_query(*form, sample);
    ASSERT_FALSE(decoded) << text;
    EXPECT_EQ(decoded.error().type, "MalformedInput");
  }
}

}  // namespace
}  // namespace weir::aws
