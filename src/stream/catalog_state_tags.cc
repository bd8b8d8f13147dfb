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

// False: it would have too many. One that has, by an older limit, may still lose some.
bool change_tags(Tags& tags, const auto& command) {
  tags = with_set(tags, command.set);
  std::erase_if(tags,
                [&](const Tag& tag) { return std::ranges::count(command.remove, tag.first) > 0; });
  return command.set.empty() || command.tags_max == 0 || tags.size() <= command.tags_max;
}

}  // namespace

Result<void> CatalogState::run(const commands::ChangeTags& command, WallTime) {
  StreamDescription stream = *TRY(find_settled(command.key));
  if (!change_tags(stream.tags, command)) return too_many_tags(command.key);
  put_stream(std::move(stream));
  return {};
}

Result<void> CatalogState::run(const commands::ChangeConsumerTags& command, WallTime) {
  const ConsumerPointer found = find_consumer(command.key, command.name, command.creation_seconds);
  if (found == nullptr) return consumer_not_found(command.key, command.name);
  if (found->status != ConsumerStatus::active) return consumer_not_active(*found);
  Consumer consumer = *found;
  if (!change_tags(consumer.tags, command))
    return too_many_consumer_tags(command.key, command.name);
  put_consumer(std::move(consumer));
  return {};
}

}  // namespace weir::stream
