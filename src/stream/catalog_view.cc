#include "stream/catalog_view.h"

#include <optional>

#include "stream/error_texts.h"

namespace weir::stream {

Result<StreamPointer> CatalogView::find_stream(const StreamKeyView& key) const {
  const StreamPointer* const stream = streams.find(key);
  if (stream == nullptr) return stream_not_found(key);
  return *stream;
}

Result<StreamPointer> CatalogView::find_stream_for_put(const StreamKeyView& key) const {
  const StreamPointer* const stream = streams.find(key);
  if (stream == nullptr || !(*stream)->serves()) return stream_not_found(key);
  return *stream;
}

StreamPointer CatalogView::find_stream(StreamNumber number) const {
  const DescriptionPointer description = state.find(number);
  if (description == nullptr) return nullptr;
  const StreamPointer* const stream = streams.find(description->key);
  return stream == nullptr ? nullptr : *stream;
}

Result<ShardPlace> find_shard(const CatalogView& view, const StreamKeyView& key,
                              std::string_view shard_id) {
  const std::optional<ShardIndex> index = parse_shard_id(shard_id);
  if (!index) return shard_not_found(key, shard_id);
  const StreamPointer* const stream = view.streams.find(key);
  if (stream == nullptr || !(*stream)->serves()) return shard_does_not_exist(key, *index);
  std::shared_ptr<Shard> shard = (*stream)->shards->find(*index);
  if (shard == nullptr) return shard_does_not_exist(key, *index);
  return ShardPlace{.stream = *stream, .shard = std::move(shard)};
}

}  // namespace weir::stream
