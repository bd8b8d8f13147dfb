// What commands do to tags.

#include <utility>

#include "stream/catalog_state.h"
#include "stream/change_tags.h"
#include "stream/error_texts.h"

namespace weir::stream {
Result<void> CatalogState::run(const commands::ChangeTags& command, WallTime) {
  StreamDescription stream = *TRY(find_settled(command.key));
  if (!change_tags(stream.tags, command.set, command.remove, command.tags_max))
    return too_many_tags(command.key);
  put_stream(std::move(stream));
  return {};
}

Result<void> CatalogState::run(const commands::ChangeConsumerTags& command, WallTime) {
  const ConsumerPointer found = find_consumer(command.key, command.name, command.creation_seconds);
  if (found == nullptr) return consumer_not_found(command.key, command.name);
  if (found->status != ConsumerStatus::active) return consumer_not_active(*found);
  Consumer consumer = *found;
  if (!change_tags(consumer.tags, command.set, command.remove, command.tags_max))
    return too_many_consumer_tags(command.key, command.name);
  put_consumer(std::move(consumer));
  return {};
}

}  // namespace weir::stream
