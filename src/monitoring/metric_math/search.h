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
  std::string text{};
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

bool matches(const Search& search, const Metric& metric);

}  // namespace weir::monitoring
