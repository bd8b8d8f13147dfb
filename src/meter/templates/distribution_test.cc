// Whether what is drawn by chance comes as often as it should. The seeds are fixed: a test that
// passes passes always.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "meter/templates/render_fixture.h"

namespace weir::meter {
namespace {

constexpr int draws = 20'000;

class Distribution : public RenderFixture {
 protected:
  std::map<std::string, int> counts_of(std::string_view text) {
    const Template made = compiled(text);
    Variables variables = filled();
    RenderContext context = context_of(variables);
    std::map<std::string, int> counts;
    std::string out;
    for (int count = 0; count < draws; ++count) {
      out.clear();
      made.render(context, out);
      ++counts[out];
    }
    return counts;
  }

  // Chi-squared, at most five standard deviations above its mean.
  void expect(std::string_view text, const std::map<std::string, double>& shares) {
    const auto counts = counts_of(text);
    double distance = 0;
    for (const auto& [value, share] : shares) {
      const auto found = counts.find(value);
      const double seen = found != counts.end() ? found->second : 0;
      distance += (seen - draws * share) * (seen - draws * share) / (draws * share);
    }
    const double freedom = static_cast<double>(shares.size()) - 1;
    EXPECT_LT(distance, freedom + 5 * std::sqrt(2 * freedom)) << text;
    for (const auto& [value, count] : counts) EXPECT_TRUE(shares.contains(value)) << value;
  }

  // So many values, all alike.
  void expect_uniform(std::string_view text, std::size_t count) {
    std::map<std::string, double> shares;
    for (const auto& [value, seen] : counts_of(text)) {
      shares[value] = 1 / static_cast<double>(count);
    }
    EXPECT_EQ(shares.size(), count) << text;
    expect(text, shares);
  }
};

TEST_F(Distribution, OfNumbersIsUniform) {
  expect_uniform("{{random.number({\"min\":-10,\"max\":10})}}", 21);
  expect_uniform("{{random.number({\"max\":1,\"precision\":0.05})}}", 21);
}

TEST_F(Distribution, OfElementsIsUniform) {
  expect_uniform("{{random.arrayElement([\"a\",\"b\",\"c\",\"d\",\"e\"])}}", 5);
  expect_uniform("{{random.objectElement({\"a\":1,\"b\":2,\"c\":3})}}", 3);
  expect_uniform("{{helpers.shuffle([1,2,3,4])}}", 24);
  expect_uniform("{{random.boolean}}", 2);
  expect_uniform("{{random.alphaNumeric}}", 36);
  expect_uniform("{{finance.account(2)}}", 100);
  expect_uniform("{{name.prefix}}", 5);
  expect_uniform("{{address.stateAbbr}}", 50);
}

TEST_F(Distribution, FollowsWeights) {
  expect(R"({{random.weightedArrayElement({"weights":[0.5,3,1.5,5],"data":["a","b","c","d"]})}})",
         {{"a", 0.05}, {"b", 0.3}, {"c", 0.15}, {"d", 0.5}});
}

TEST_F(Distribution, OfChancesIsTheirs) {
  expect("{{chance(0.3)}}", {{"true", 0.3}, {"false", 0.7}});
  expect("{{if chance(0.1)}}a{{else}}b{{end}}", {{"a", 0.1}, {"b", 0.9}});
}

// Every digit of a UUID that is free is drawn.
TEST_F(Distribution, OfUuidsIsUniformInEachDigit) {
  const Template made = compiled("{{random.uuid}}");
  Variables variables = filled();
  RenderContext context = context_of(variables);
  std::map<std::size_t, std::map<char, int>> counts;
  for (int count = 0; count < 4'000; ++count) {
    std::string out;
    made.render(context, out);
    for (std::size_t place = 0; place < out.size(); ++place) ++counts[place][out[place]];
  }
  for (const auto& [place, digits] : counts) {
    const bool is_fixed = place == 8 || place == 13 || place == 14 || place == 18 || place == 23;
    EXPECT_EQ(digits.size(), is_fixed ? 1u : place == 19 ? 4u : 16u) << place;
    if (is_fixed) continue;
    const double expected = 4'000.0 / static_cast<double>(digits.size());
    for (const auto& [digit, seen] : digits) EXPECT_NEAR(seen, expected, 6 * std::sqrt(expected));
  }
}

}  // namespace
}  // namespace weir::meter
