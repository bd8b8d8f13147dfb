#include "stream/change_tags.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace weir::stream {

using Tag = Tags::value_type;

bool change_tags(Tags& tags, const Tags& set, const std::vector<std::string>& remove,
                 std::uint32_t tags_max) {
  Tags all;
  // Of a key that both have, the value in `set` counts.
  std::ranges::set_union(set, tags, std::back_inserter(all), {}, &Tag::first, &Tag::first);
  std::erase_if(all, [&](const Tag& tag) { return std::ranges::count(remove, tag.first) > 0; });
  tags = std::move(all);
  return set.empty() || tags_max == 0 || tags.size() <= tags_max;
}

}  // namespace weir::stream
