// What commands do to tags.

#include <algorithm>
#include <iterator>
#include <utility>

#include "stream/catalog_state.h"
#include "stream/error_texts.h"

namespace weir::stream {
namespace {

using Tag = Tags::value_type;

// Both sorted by key; of a key that both have, the value in `set` counts.
Tags with_set(const Tags& tags, const Tags& set) {
  Tags all;
  std::ranges::set_union(set, tags, std::back_inserter(all), {}, &Tag::first, &Tag::first);
  return all;
}

void remove_keys(Tags& tags, const std::vector<std::string>& keys) {
  std::erase_if(tags,
                [&](const Tag& tag) { return std::ranges::find(keys, tag.first) != keys.end(); });
}

}  // namespace

Result<void> CatalogState::run(const commands::ChangeTags& command, WallTime) {
  StreamDescription stream = *TRY(find_settled(command.key));
  stream.tags = with_set(stream.tags, command.set);
  remove_keys(stream.tags, command.remove);
  const bool grows = !command.set.empty();
  if (grows && command.tags_max != 0 && stream.tags.size() > command.tags_max) {
    return too_many_tags(command.key);
  }
  put_stream(std::move(stream));
  return {};
}

}  // namespace weir::stream
