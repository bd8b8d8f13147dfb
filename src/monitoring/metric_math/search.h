// Search: the first argument of metric math's SEARCH, '{AWS/Kinesis,StreamName} incoming OR put'.
//
// Source:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitoring/metric.h"

namespace weir::monitoring {

enum class SearchKind : std::uint8_t { term, negation, all, any };

struct SearchCondition {
  SearchKind kind = SearchKind::all;  // Of no parts: everything.
  // Of a term: the property (MetricName, Namespace or a dimension's name) that must have the text;
  // empty: any property, or the name of a dimension.
  std::string property{};
  std::string text{};     // In lower case unless it is exact.
  bool is_exact = false;  // In quotes: all of it, in this case.
  std::vector<SearchCondition> parts{};
};

struct Search {
  std::optional<std::string> name_space{};
  std::vector<std::string> dimensions{};  // With a namespace: these and no others.
  SearchCondition condition{};
};

inline constexpr std::size_t search_characters_max = 1'024;
// Time series that a search gives.
inline constexpr std::size_t search_results_max = 500;

// Errors: invalid_argument  it is no search; the message says what is wrong.
Result<Search> parse_search(std::string_view text);

// A metric as searches look at it: its texts in lower case too, made once for all terms.
class SearchedMetric {
 public:
  explicit SearchedMetric(const Metric& metric);

  struct Text {
    std::string_view as_is;
    std::string lower_case;
  };
  struct Property {
    Text name;
    Text value;
  };

  const Metric& metric() const { return metric_; }
  const Text& name_space() const { return name_space_; }
  const Text& name() const { return name_; }
  const std::vector<Property>& dimensions() const { return dimensions_; }

 private:
  const Metric& metric_;
  Text name_space_;
  Text name_;
  std::vector<Property> dimensions_;
};

bool matches(const Search& search, const SearchedMetric& metric);

// How many terms it has: what looking at a metric costs.
std::size_t terms_of(const Search& search);

}  // namespace weir::monitoring
