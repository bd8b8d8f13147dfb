#include "api/push/event_loader.h"

#include <memory>
#include <utility>

#include "stream/catalog_view.h"
#include "stream/shard_reader.h"

namespace weir::api::push {

void EventLoader::load(env::EventLoop& home, const EventPlace& place, std::size_t records_max,
                       Done<EventPointer> done) const {
  const stream::StreamPointer stream = catalog.view(home).find_stream(place.stream);
  std::shared_ptr<stream::Shard> shard = stream ? stream->shards->find(place.shard) : nullptr;
  if (shard == nullptr) {
    return home.post([done = std::move(done)]() mutable {
      done(fail(ErrorCode::not_found, "The shard has gone."));
    });
  }
  const stream::ShardPlace read_place{.stream = stream, .shard = std::move(shard)};
  const log::ReadLimits limits{.records_max = records_max, .bytes_max = settings.event_bytes_max};
  stream::read_records(home, read_place, place.from, limits, time,
                       [shard = read_place.shard, protocol = place.protocol,
                        done = std::move(done)](Result<stream::ShardRecords> read) mutable {
                         if (!read) return done(std::unexpected(std::move(read).error()));
                         done(records_event(protocol, shard->description, *read));
                       });
}

}  // namespace weir::api::push
