// docs/meter_templates.md names what there is and nothing else, and its examples compile.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "meter/templates/extensions.h"
#include "meter/templates/function_table.h"
#include "meter/templates/jmeter.h"
#include "meter/templates/render_fixture.h"

namespace weir::meter {
namespace {

std::string page() {
  std::ifstream file(std::string(WEIR_DOCS) + "/meter_templates.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The first cells of the page's tables: examples.
std::vector<std::string> examples() {
  std::vector<std::string> found;
  std::istringstream lines(page());
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("| `")) found.push_back(line.substr(2, line.find(" |", 2) - 2));
  }
  return found;
}

// Up to what can follow a name.
std::string name_in(const std::string& example, std::string_view begin) {
  const std::size_t at = example.find(begin) + begin.size();
  return example.substr(at, example.find_first_of("( }", at) - at);
}

using Page = RenderFixture;

TEST_F(Page, ListsEveryFunctionAndNoOther) {
  std::set<std::string> listed;
  for (const std::string& example : examples()) {
    if (example.starts_with("`{{")) listed.insert(name_in(example, "{{"));
    if (example.starts_with("`${")) listed.insert(name_in(example, "${"));
  }
  for (const Function& function : all_functions()) {
    EXPECT_EQ(listed.erase(std::string(function.name)), 1u) << function.name;
  }
  for (const std::string_view function : jmeter_function_names()) {
    EXPECT_EQ(listed.erase(std::string(function)), 1u) << function;
  }
  // What Weir adds.
  const std::set<std::string> rest = {"chance", "counter.orders", "id",   "if",         "json.id",
                                      "set",    "sequence",       "text", "user.number"};
  EXPECT_EQ(listed, rest);
  for (const std::string_view extension : extension_names()) {
    const std::string start(extension.substr(0, extension.find("NAME")));
    EXPECT_NE(page().find("{{" + start), std::string::npos) << extension;
  }
}

TEST_F(Page, ItsExamplesCompile) {
  for (const std::string_view name : {"id", "status", "query"}) define(name, "1");
  for (const std::string& example : examples()) {
    const bool is_jmeter = example.starts_with("`${");
    EXPECT_FALSE(rendered(example, is_jmeter ? Language::jmeter : Language::data_generator).empty())
        << example;
  }
  // And those in fenced blocks.
  std::string text = page();
  std::size_t blocks = 0;
  for (std::size_t at = text.find("```\n"); at != text.npos;
       at = text.find("```\n", at), ++blocks) {
    const std::size_t end = text.find("```\n", at + 4);
    const std::string made = rendered(text.substr(at + 4, end - at - 4));
    EXPECT_EQ(made.find("{{"), made.npos) << made;
    at = end + 4;
  }
  EXPECT_EQ(blocks, 2u);
}

}  // namespace
}  // namespace weir::meter
