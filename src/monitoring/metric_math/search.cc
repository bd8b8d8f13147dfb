#include "monitoring/metric_math/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "codec/utf8_prefix.h"

namespace weir::monitoring {
namespace {

constexpr unsigned depth_max = 32;
constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view signs = "(){}=,\"";

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& character : lower) {
    character = static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
  }
  return lower;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Search> parse() {
    Search search;
    if (take('{')) TRY(schema(search));
    if (!at_end()) search.condition = TRY(disjunction({}));
    if (!at_end()) return std::unexpected(unexpected());
    return search;
  }

 private:
  Result<void> schema(Search& search) {
    search.name_space = TRY(value()).text;
    while (take(',')) search.dimensions.push_back(TRY(value()).text);
    if (!take('}')) return std::unexpected(unexpected());
    std::ranges::sort(search.dimensions);
    return {};
  }

  Result<SearchCondition> disjunction(const std::string& property) {
    SearchCondition any{.kind = SearchKind::any};
    do {
      any.parts.push_back(TRY(conjunction(property)));
    } while (take_word("OR"));
    return any;
  }

  // Terms one after another must all match, with or without AND between them.
  Result<SearchCondition> conjunction(const std::string& property) {
    SearchCondition all{.kind = SearchKind::all};
    do {
      all.parts.push_back(TRY(negation(property)));
    } while (take_word("AND") || (!at_end() && !comes(')') && !comes_word("OR")));
    return all;
  }

  Result<SearchCondition> negation(const std::string& property) {
    if (!take_word("NOT")) return primary(property);
    SearchCondition none{.kind = SearchKind::negation};
    none.parts.push_back(TRY(primary(property)));
    return none;
  }

  Result<SearchCondition> primary(const std::string& property) {
    if (comes('(')) return group(property);
    const SearchCondition first = TRY(value());
    if (!take('=')) return term(first, property);
    if (comes('(')) return group(first.text);
    return term(TRY(value()), first.text);
  }

  static SearchCondition term(SearchCondition value, const std::string& property) {
    if (!value.is_exact) value.text = lower_case(value.text);
    value.property = property;
    return value;
  }

  Result<SearchCondition> group(const std::string& property) {
    take('(');
    if (++depth_ > depth_max) {
      return fail(ErrorCode::invalid_argument, "The search is nested too deeply");
    }
    SearchCondition inside = TRY(disjunction(property));
    --depth_;
    if (!take(')')) return std::unexpected(unexpected());
    return inside;
  }

  // A word, or anything in quotes.
  Result<SearchCondition> value() {
    SearchCondition term{.kind = SearchKind::term};
    if (take('"')) {
      const std::size_t end = text_.find('"', at_);
      if (end == std::string_view::npos) {
        return fail(ErrorCode::invalid_argument, "A quoted text of the search has no end");
      }
      term.text = text_.substr(at_, end - at_);
      term.is_exact = true;
      at_ = end + 1;
      return term;
    }
    skip_blanks();
    const std::size_t begin = at_;
    while (at_ < text_.size() && !blanks.contains(text_[at_]) && !signs.contains(text_[at_])) ++at_;
    if (at_ == begin) return std::unexpected(unexpected());
    term.text = text_.substr(begin, at_ - begin);
    return term;
  }

  bool comes(char sign) {
    skip_blanks();
    return at_ < text_.size() && text_[at_] == sign;
  }

  bool take(char sign) {
    if (!comes(sign)) return false;
    ++at_;
    return true;
  }

  bool comes_word(std::string_view word) {
    skip_blanks();
    const std::string_view rest = text_.substr(at_);
    return rest.starts_with(word) &&
           (rest.size() == word.size() || blanks.contains(rest[word.size()]) ||
            rest[word.size()] == '(');
  }

  bool take_word(std::string_view word) {
    if (!comes_word(word)) return false;
    at_ += word.size();
    return true;
  }

  bool at_end() {
    skip_blanks();
    return at_ == text_.size();
  }

  void skip_blanks() {
    while (at_ < text_.size() && blanks.contains(text_[at_])) ++at_;
  }

  Error unexpected() {
    if (at_end()) return {ErrorCode::invalid_argument, "Unexpected end of the search"};
    return {ErrorCode::invalid_argument,
            fmt::format("Unexpected character '{}' at position {} of the search",
                        codec::first_character(text_.substr(at_)), at_ + 1)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  unsigned depth_ = 0;
};

bool has(const SearchCondition& term, const SearchedMetric::Text& text) {
  if (term.is_exact) return text.as_is == term.text;
  return text.lower_case.contains(term.text);
}

bool term_matches(const SearchCondition& term, const SearchedMetric& metric) {
  const bool is_any = term.property.empty();
  if ((is_any || term.property == "MetricName") && has(term, metric.name())) return true;
  if ((is_any || term.property == "Namespace") && has(term, metric.name_space())) return true;
  return std::ranges::any_of(metric.dimensions(), [&](const SearchedMetric::Property& dimension) {
    if (is_any) return has(term, dimension.name) || has(term, dimension.value);
    return term.property == dimension.name.as_is && has(term, dimension.value);
  });
}

std::size_t terms_of(const SearchCondition& condition) {
  std::size_t terms = condition.kind == SearchKind::term ? 1 : 0;
  for (const SearchCondition& part : condition.parts) terms += terms_of(part);
  return terms;
}

SearchedMetric::Text text_of(std::string_view text) {
  return {.as_is = text, .lower_case = lower_case(text)};
}

bool matches(const SearchCondition& condition, const SearchedMetric& metric) {
  const auto part_matches = [&metric](const SearchCondition& part) {
    return matches(part, metric);
  };
  switch (condition.kind) {
    case SearchKind::term:
      return term_matches(condition, metric);
    case SearchKind::negation:
      return !part_matches(condition.parts[0]);
    case SearchKind::all:
      return std::ranges::all_of(condition.parts, part_matches);
    case SearchKind::any:
      return std::ranges::any_of(condition.parts, part_matches);
  }
  return false;
}

}  // namespace

Result<Search> parse_search(std::string_view text) {
  if (text.size() > search_characters_max) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("The search has {} characters; {} are allowed", text.size(),
                            search_characters_max));
  }
  return Parser(text).parse();
}

SearchedMetric::SearchedMetric(const Metric& metric)
    : metric_(metric), name_space_(text_of(metric.name_space)), name_(text_of(metric.name)) {
  dimensions_.reserve(metric.dimensions.size());
  for (const Dimension& dimension : metric.dimensions) {
    dimensions_.push_back({.name = text_of(dimension.name), .value = text_of(dimension.value)});
  }
}

bool matches(const Search& search, const SearchedMetric& metric) {
  if (search.name_space) {
    if (metric.metric().name_space != *search.name_space) return false;
    if (!std::ranges::equal(metric.metric().dimensions, search.dimensions, {}, &Dimension::name)) {
      return false;
    }
  }
  return matches(search.condition, metric);
}

std::size_t terms_of(const Search& search) { return terms_of(search.condition); }

}  // namespace weir::monitoring
