#include "meter/plan/template_position.h"

#include <gtest/gtest.h>

namespace weir::meter {
namespace {

std::string place(const TemplateText& field, std::size_t offset) {
  return position_in(field, offset).text();
}

TemplateText field_of(std::string text, std::string source, Writing writing) {
  return {.text = std::move(text),
          .language = Language::literal,
          .at = {.file = "plan", .line = 3, .column = 8},
          .source = std::move(source),
          .writing = writing};
}

TEST(TemplatePositions, AFlagHasNoLines) {
  const TemplateText field{.text = "{{", .at = {.file = "--data"}};
  EXPECT_EQ(place(field, 1), "--data");
}

TEST(TemplatePositions, PlainTextIsCountedInCharacters) {
  EXPECT_EQ(place(field_of("aé\nb", "", Writing::plain), 3), "plan:3:10");
  EXPECT_EQ(place(field_of("aé\nb", "", Writing::plain), 4), "plan:4:1");
}

TEST(TemplatePositions, TomlQuotesAndEscapesCount) {
  EXPECT_EQ(place(field_of("ab", "'ab'", Writing::toml), 0), "plan:3:9");
  EXPECT_EQ(place(field_of("\"b", R"("\"b")", Writing::toml), 1), "plan:3:11");
  EXPECT_EQ(place(field_of("éb", R"("\u00e9b")", Writing::toml), 2), "plan:3:15");
  EXPECT_EQ(place(field_of("a\nb", "'''\na\nb'''", Writing::toml), 2), "plan:5:1");
  EXPECT_EQ(place(field_of("ab", "\"\"\"a\\\n   b\"\"\"", Writing::toml), 1), "plan:4:4");
}

TEST(TemplatePositions, XmlEntitiesCount) {
  EXPECT_EQ(place(field_of("\"b", "&quot;b", Writing::xml), 1), "plan:3:14");
  EXPECT_EQ(place(field_of("\nb", "&#xd;b", Writing::xml), 1), "plan:3:13");
  EXPECT_EQ(place(field_of("&b", "<![CDATA[&b]]>", Writing::xml), 1), "plan:3:18");
  EXPECT_EQ(place(field_of("a & b", "a & b", Writing::xml), 4), "plan:3:12");
}

TEST(TemplatePositions, AnOffsetBehindTheEndIsTheEnd) {
  EXPECT_EQ(place(field_of("ab", "'ab'", Writing::toml), 99), "plan:3:12");
  EXPECT_EQ(place(field_of("\\", "\"\\", Writing::toml), 99), "plan:3:10");
}

}  // namespace
}  // namespace weir::meter
