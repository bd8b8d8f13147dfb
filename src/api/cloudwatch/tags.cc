#include "api/cloudwatch/tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "api/cloudwatch/errors.h"

namespace weir::api::cloudwatch {
namespace {

bool is_reserved(std::string_view key) {
  constexpr std::string_view reserved = "aws:";
  return std::ranges::equal(key.substr(0, reserved.size()), reserved, {}, [](char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a')
                                                : character;
  });
}

}  // namespace

aws::Outcome<stream::Tags> to_tags(const RequestTags& tags) {
  stream::Tags sorted;
  if (!tags) return sorted;
  if (tags->size() > tags_max) {
    return validation_error(fmt::format("A resource may have {} tags at most.", tags_max));
  }
  sorted.reserve(tags->size());
  for (const aws::cloudwatch::Tag& tag : *tags) {
    if (is_reserved(tag.key)) {
      return validation_error(
          fmt::format("The tag {} begins with aws:, which is reserved.", tag.key));
    }
    sorted.emplace_back(tag.key, tag.value);
  }
  std::ranges::sort(sorted);
  const auto twice = std::ranges::adjacent_find(sorted, {}, &stream::Tags::value_type::first);
  if (twice == sorted.end()) return sorted;
  return validation_error(fmt::format("The tag {} is given twice.", twice->first));
}

aws::policy::TagViews views_of(const std::vector<aws::cloudwatch::Tag>& tags) {
  aws::policy::TagViews views;
  views.reserve(tags.size());
  for (const aws::cloudwatch::Tag& tag : tags) views.emplace_back(tag.key, tag.value);
  return views;
}

}  // namespace weir::api::cloudwatch
