#include "monitoring/metric_math/search.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir::monitoring {
namespace {

const Metric incoming{.account_id = "1",
                      .region = "r",
                      .name_space = "AWS/Kinesis",
                      .name = "IncomingBytes",
                      .dimensions = {{"StreamName", "orders-eu"}}};

TEST(Search, FindsWhatTheDocumentationSays) {
  const std::vector<std::pair<std::string, bool>> cases{
      {"", true},
      {"{AWS/Kinesis,StreamName}", true},
      {"{AWS/Kinesis, StreamName} MetricName=\"IncomingBytes\"", true},
      {"{AWS/Kinesis}", false},
      {"{AWS/Kinesis,ShardId,StreamName}", false},
      {"{\"AWS/Kinesis\",\"StreamName\"} orders", true},
      {"{Custom,StreamName}", false},
      {"incoming", true},
      {"\"incoming\"", false},
      {"\"IncomingBytes\"", true},
      {"Incoming orders", true},
      {"Incoming AND payments", false},
      {"Incoming OR payments", true},
      {"payments OR bytes AND eu", true},
      {"(payments OR bytes) us", false},
      {"Incoming NOT payments", true},
      {"NOT orders", false},
      {"StreamName=orders", true},
      {"StreamName=\"orders\"", false},
      {"StreamName=(\"payments\" OR \"orders-eu\")", true},
      {"Namespace=\"AWS/Kinesis\" MetricName=incoming", true},
      {"ShardId=orders", false},
      {"Orange", false},
  };
  for (const auto& [text, expected] : cases) {
    const auto search = parse_search(text);
    ASSERT_TRUE(search) << text << ": " << search.error().message;
    EXPECT_EQ(matches(*search, SearchedMetric(incoming)), expected) << text;
  }
}

TEST(Search, CostsAsMuchAsItHasTerms) {
  EXPECT_EQ(terms_of(*parse_search("")), 0U);
  EXPECT_EQ(terms_of(*parse_search("{n,d} a")), 1U);
  EXPECT_EQ(terms_of(*parse_search("a (b OR NOT c) MetricName=(d e)")), 5U);
}

TEST(Search, MistakesAreNamed) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"{", "Unexpected end of the search"},
      {"{AWS/Kinesis", "Unexpected end of the search"},
      {"a )", "Unexpected character ')' at position 3 of the search"},
      {"(a", "Unexpected end of the search"},
      {"{aß", "Unexpected end of the search"},
      {"{n ß", "Unexpected character 'ß' at position 4 of the search"},
      {"\"a", "A quoted text of the search has no end"},
      {"a OR", "Unexpected end of the search"},
      {"a=", "Unexpected end of the search"},
      {std::string(100, '(') + "a", "The search is nested too deeply"},
      {std::string(1'025, 'a'), "The search has 1025 characters; 1024 are allowed"},
  };
  for (const auto& [text, expected] : cases) {
    const auto search = parse_search(text);
    ASSERT_FALSE(search) << text;
    EXPECT_EQ(search.error().message, expected) << text;
  }
}

}  // namespace
}  // namespace weir::monitoring
