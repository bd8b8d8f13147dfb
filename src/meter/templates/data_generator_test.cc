// The data generator's language: its quirks, what Weir adds, and what does not parse.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "meter/templates/parts.h"
#include "meter/templates/render_fixture.h"

namespace weir::meter {
namespace {

using DataGenerator = RenderFixture;

TEST_F(DataGenerator, LeavesTextWithoutHolesAlone) {
  EXPECT_EQ(rendered(R"({"a":{"b":1}} }} {)"), R"({"a":{"b":1}} }} {)");
  EXPECT_TRUE(compiled("abc").is_constant());
  EXPECT_FALSE(compiled("{{random.number}}").is_constant());
}

TEST_F(DataGenerator, RemovesLineBreaksAndBlanksAtTheEnds) {
  EXPECT_EQ(rendered(" \n {\n  \"a\": 1,\r\n  \"b\": 2\n}\n "), "{  \"a\": 1,  \"b\": 2}");
  EXPECT_EQ(rendered("{{random.arrayElement(\n  [\n\"x\"\n]\n)}}"), "x");
}

TEST_F(DataGenerator, HolesStandBesideBraces) {
  EXPECT_EQ(rendered(R"({"a":{{random.number({"min":7,"max":7})}}})"), R"({"a":7})");
  EXPECT_EQ(rendered(R"({"a":{"b":{{random.arrayElement([1])}}}})"), R"({"a":{"b":1}})");
  EXPECT_EQ(rendered("{{ random.arrayElement( [1] ) }}"), "1");
  EXPECT_EQ(rendered("{{lorem.word()}}").find('{'), std::string::npos);
}

// "}}" and ")" inside parameters, which the data generator's expression could not hold.
TEST_F(DataGenerator, ParametersMayHoldBrackets) {
  EXPECT_EQ(rendered(R"({{random.arrayElement(["a)}}b"])}})"), "a)}}b");
  EXPECT_EQ(rendered(R"({{random.arrayElement([{"a":{"b":1}}])}})"), R"({"a":{"b":1}})");
  EXPECT_EQ(rendered("{{helpers.slugify(a (b))}}"), "a-b");
  EXPECT_EQ(rendered("{{date.utc(YYYY (M))}}"), "2026 (11)");
}

TEST_F(DataGenerator, CurrentTimestampIsTheTimeEverywhere) {
  EXPECT_EQ(rendered("{{current.timestamp}},{{current.timestamp}}"),
            "2026-11-26T12:41:19+00:00,2026-11-26T12:41:19+00:00");
}

TEST_F(DataGenerator, TimesMoveOnWithTheClock) {
  const Template made = compiled("{{date.utc(\"x\")}} {{date.simTime(\"x\")}}");
  Variables variables = filled();
  RenderContext context = context_of(variables);
  std::string out;
  made.render(context, out);
  context.now.ms += 1;
  context.simulated_now.ms += 2;
  out += '|';
  made.render(context, out);
  EXPECT_EQ(out, "1795696879007 1795700479007|1795696879008 1795700479009");
}

TEST_F(DataGenerator, LocalTimeIsTheContexts) {
  const Template made = compiled("{{date.now}} {{date.utc}}");
  Variables variables = filled();
  RenderContext context = context_of(variables);
  context.offset_minutes = [](WallTime) { return -330; };
  std::string out;
  made.render(context, out);
  EXPECT_EQ(out, "2026-11-26T07:11:19-05:30 2026-11-26T12:41:19Z");
}

// --- What the data generator lacks ---

TEST_F(DataGenerator, CountersGoOnAcrossTemplatesAndUsers) {
  const Template first = compiled("{{counter.orders}},{{counter.orders}}");
  const Template second = compiled("{{counter.orders}} {{counter.other(9)}}");
  Variables variables = filled();
  Variables others = filled();
  RenderContext context = context_of(variables);
  RenderContext other = context_of(others);
  std::string out;
  first.render(context, out);
  out += '|';
  second.render(other, out);
  EXPECT_EQ(out, "0,1|2 9");
}

TEST_F(DataGenerator, CountersHaveStartStepAndWidth) {
  const Template made = compiled(
      R"({{counter.a({"start":100,"step":-5,"width":4})}} {{counter.b({"perUser":true})}})");
  Variables variables = filled();
  Variables others = filled();
  RenderContext context = context_of(variables);
  RenderContext other = context_of(others);
  std::string out;
  made.render(context, out);
  out += '|';
  made.render(context, out);
  out += '|';
  made.render(other, out);
  EXPECT_EQ(out, "0100 0|0095 1|0090 0");
}

TEST_F(DataGenerator, SequencesRepeat) {
  const Template made = compiled(
      R"({{sequence(["a","b"])}}{{sequence({"start":1,"step":2,"end":6,"width":2})}}{{sequence}} )");
  Variables variables = filled();
  RenderContext context = context_of(variables);
  std::string out;
  for (int count = 0; count < 4; ++count) {
    made.render(context, out);
    out += ' ';
  }
  EXPECT_EQ(out, "a011 b032 a053 b014 ");
}

TEST_F(DataGenerator, ValuesAreNamedOnceAndUsedAgain) {
  EXPECT_EQ(rendered("{{set x = 5}}{{x}}{{var.x}}{{x}}"), "555");
  EXPECT_EQ(rendered("{{set x = \"a\\\"b\"}}{{x}} {{json.x}}"), "a\"b \"a\\\"b\"");
  EXPECT_EQ(rendered("{{set x = 1}}{{set x}}[{{x}}]{{end}}{{set y = x}}{{y}}"), "[1]");
  const std::string twice = rendered("{{set id = random.uuid}}{{id}}{{id}}");
  EXPECT_EQ(twice.size(), 72u);
  EXPECT_EQ(twice.substr(0, 36), twice.substr(36));
}

TEST_F(DataGenerator, VariablesOfThePlanAreKnown) {
  define("user", "Ann");
  define("first name", "Bob");
  EXPECT_EQ(rendered("{{user}}"), "Ann");
  EXPECT_EQ(rendered("{{user.number}} {{user.iteration}}"), "3 7");
}

TEST_F(DataGenerator, ConditionsChoose) {
  define("n", "10");
  define("s", "b");
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"{{if n == 10.0}}y{{else}}n{{end}}", "y"},
      {"{{if n > 9}}y{{else}}n{{end}}", "y"},
      {"{{if n < 9}}y{{else}}n{{end}}", "n"},
      {"{{if n >= 10}}y{{end}}", "y"},
      {"{{if n <= 9}}y{{end}}", ""},
      {"{{if n != 10}}y{{else}}n{{end}}", "n"},
      {"{{if s == \"b\"}}y{{end}}", "y"},
      {"{{if s > \"a\"}}y{{end}}", "y"},
      {"{{if \"10\" > \"9\"}}y{{end}}", "y"},
      {"{{if \"10x\" > \"9\"}}y{{else}}n{{end}}", "n"},
      {"{{if n}}y{{end}}{{if 0}}z{{end}}{{if \"\"}}z{{end}}{{if \"false\"}}z{{end}}", "y"},
      {"{{if s == \"a\"}}1{{else if s == \"b\"}}2{{else}}3{{end}}", "2"},
      {"{{if s == \"a\"}}1{{else if s == \"c\"}}2{{else}}3{{end}}", "3"},
      {"{{if random.number({\"min\":4,\"max\":4}) == 4}}y{{end}}", "y"},
      {"{{if chance(1)}}{{if chance(0)}}a{{else}}b{{end}}c{{end}}", "bc"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(rendered(text), expected) << text;
}

TEST_F(DataGenerator, TextStandsForItself) {
  EXPECT_EQ(rendered(R"({{text("{{a}}\n")}})"), "{{a}}\n");
}

// The same seed makes the same data, today and after every change that does not mean to change it.
TEST_F(DataGenerator, TheSeedDecides) {
  EXPECT_EQ(rendered(R"({"id":"{{random.uuid}}","n":{{random.number(1000)}},)"
                     R"("name":"{{name.firstName}}","ip":"{{internet.ip}}",)"
                     R"("s":"{{random.arrayElement(["OK","FAIL","WARN"])}}"})"),
            R"({"id":"d0764d4f-4476-489f-919e-4174576f3791","n":984,"name":"Ramona",)"
            R"("ip":"125.222.80.78","s":"OK"})");
}

struct Wrong {
  std::string_view text;
  std::size_t offset;
  std::string_view message;
};

TEST_F(DataGenerator, SaysWhatDoesNotParseAndWhere) {
  const Wrong cases[] = {
      {"ab {{random.numbr}}", 5, "The module random has no function \"numbr\"."},
      {"{{ranodm.number}}", 2, "There is no module \"ranodm\"."},
      {"{{x}}", 2, "Nothing defines \"x\""},
      {"{{var.x}}", 2, "var.x: nothing defines the variable \"x\"."},
      {"\n\n{{random.number", 17, "No \"}}\" closes this."},
      {"{{random.number(5}}", 15, "No \")\" closes this."},
      {"{{random.number(5) 6}}", 19, "\"}}\" is expected here, not \"6\"."},
      {"{{}}", 2, "The name of a function or of a variable is expected here."},
      {"{{random.number({\"min\":2,\"max\":1})}}", 15, "random.number: min is 2 and max only 1."},
      {"a{{if chance(1)}}b", 1, "No {{end}} closes this {{if}}."},
      {"a{{if chance(1)}}b{{else}}c", 1, "No {{end}} closes this {{if}}."},
      {"a{{if chance(1)}}b{{else}}c{{else}}d{{end}}", 1, "No {{end}} closes this {{if}}."},
      {"a{{end}}", 1, "No {{if}} or {{set}} is open here."},
      {"{{else}}", 0, "No {{if}} or {{set}} is open here."},
      {"{{set x}}a", 0, "No {{end}} closes this {{set}}."},
      {"{{set x = }}", 10, "The name of a function or of a variable is expected here."},
      {"{{set = 5}}", 6, "The name of a variable is expected here."},
      {"{{if chance(1) = 2}}{{end}}", 15, "\"}}\" is expected here, not \"= 2\"."},
      {"{{chance(2)}}", 8, "chance: it takes a number from 0 to 1."},
      {"{{sequence([])}}", 10, "sequence: it has no elements."},
      {"{{sequence({\"start\":5,\"end\":1})}}", 10, "it never gets from 5 to 1 in steps of 1"},
      {"{{counter.x({\"width\":1000})}}", 11, "width is not between 1 and 100"},
      {"{{counter.x(1e300)}}", 11, "start is 1e+300, which is not a number"},
  };
  for (const Wrong& wrong : cases) {
    const TemplateError error = error_of(wrong.text);
    EXPECT_EQ(error.offset, wrong.offset) << wrong.text << "\n" << error.message;
    EXPECT_THAT(error.message, testing::HasSubstr(wrong.message)) << wrong.text;
  }
}

// A variable that holds itself twice would soon fill all memory.
TEST_F(DataGenerator, BoundsWhatItMakes) {
  std::string doubling = "{{set x = \"0123456789abcdef\"}}";
  for (int count = 0; count < 60; ++count) doubling += "{{set x}}{{x}}{{x}}{{end}}";
  const std::string made = rendered(doubling + "{{x}}");
  EXPECT_GT(made.size(), Parts::bytes_max);
  EXPECT_LE(made.size(), 2 * Parts::bytes_max);
}

// Blocks inside blocks are bounded, so that no plan overflows the stack.
TEST_F(DataGenerator, BoundsBlocksInsideBlocks) {
  std::string deep;
  for (int count = 0; count < 10'000; ++count) deep += "{{if 1}}";
  EXPECT_THAT(error_of(deep).message, testing::HasSubstr("More than 50 blocks"));
}

}  // namespace
}  // namespace weir::meter
