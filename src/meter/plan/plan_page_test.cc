// docs/meter_plans.md has every key that the reader knows, as the reader knows it, and its example
// runs. The tables are written by page_of: where this fails, its text belongs into the page.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "meter/plan/plan_fixture.h"
#include "meter/plan/plan_keys.h"

namespace weir::meter {
namespace {

std::string page() {
  std::ifstream file(WEIR_DOCS "/meter_plans.md", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(PlanPage, HasEveryTableAsTheReaderKnowsIt) {
  const std::string text = page();
  std::size_t place = 0;
  for (const PlanTable* table : all_plan_tables()) {
    const std::size_t found = text.find(page_of(*table), place);
    ASSERT_NE(found, std::string::npos) << "the page misses, or has elsewhere:\n"
                                        << page_of(*table);
    place = found;
  }
  EXPECT_EQ(text.find("\n### ", place + 1), std::string::npos) << "a table that nothing reads";
}

TEST(PlanPage, ItsExampleIsAPlan) {
  const std::string text = page();
  const std::size_t begin = text.find("```toml\n") + 8;
  const Plan plan = plan_of(text.substr(begin, text.find("```", begin) - begin));
  ASSERT_EQ(plan.groups.size(), 2u);
  EXPECT_EQ(plan.groups[1].follows_writers, milliseconds(10'000));
}

}  // namespace
}  // namespace weir::meter
