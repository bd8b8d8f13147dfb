#include "stream/running_streams.h"

#include <utility>
#include <vector>

#include "stream/data_key.h"

namespace weir::stream {
namespace {

std::shared_ptr<const ShardMap> make_shards(log::LogStore& store,
                                            const StreamDescription& description,
                                            const Stream* before) {
  std::vector<std::shared_ptr<Shard>> shards;
  shards.reserve(description.shards->size());
  for (const ShardDescription& shard : *description.shards) {
    std::shared_ptr<Shard> former = before ? before->shards->find(shard.index) : nullptr;
    if (former && former->description == shard) {
      shards.push_back(std::move(former));
      continue;
    }
    shards.push_back(std::shared_ptr<Shard>(
        new Shard{.description = shard,
                  .id = shard_id_text(shard.index),
                  .log = store.log(log_id_of(description.number, shard.index)),
                  .write_limit = {},
                  .read_limit = {}}));
  }
  return std::make_shared<const ShardMap>(std::move(shards));
}

}  // namespace

StreamPointer make_stream(const StreamParts& parts, DescriptionPointer description,
                          const Stream* before) {
  // A stream made anew under the same name has nothing of the former.
  if (before && before->description->number != description->number) before = nullptr;
  const bool same_shards = before && before->description->shards == description->shards;
  auto shards = same_shards ? before->shards : make_shards(parts.store, *description, before);
  auto keys = before ? before->keys : std::make_shared<StreamKeys>();
  auto sealing_key = keys->update(parts.keyring, *description);
  return std::make_shared<const Stream>(Stream{.description = std::move(description),
                                               .shards = std::move(shards),
                                               .keys = std::move(keys),
                                               .sealing_key = std::move(sealing_key)});
}

void rebuild_streams(const StreamParts& parts, CatalogView& view) {
  const StreamTable before = std::exchange(view.streams, {});
  view.state.streams.for_each([&](const StreamKey& key, const DescriptionPointer& description) {
    const StreamPointer* const former = before.find(key);
    view.streams.set(make_stream(parts, description, former ? former->get() : nullptr));
  });
}

void update_stream(const StreamParts& parts, CatalogView& view, const StreamKey& key) {
  DescriptionPointer description = view.state.find(key);
  const StreamPointer* const before = view.streams.find(key);
  if (description == nullptr) {
    view.streams.erase(key);
  } else if (before == nullptr || (*before)->description != description) {
    view.streams.set(make_stream(parts, std::move(description), before ? before->get() : nullptr));
  }
}

}  // namespace weir::stream
