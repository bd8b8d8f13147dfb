#include "stream/shard_reader.h"

#include <algorithm>
#include <utility>

namespace weir::stream {
namespace {

// One read under way; the callback of what is under way keeps it.
class ShardRead : public std::enable_shared_from_this<ShardRead> {
 public:
  ShardRead(env::EventLoop& home, const ShardPlace& place, log::ReadLimits limits,
            const ServiceTime& time, Done<ShardRecords> done)
      : home_(home), place_(place), limits_(limits), time_(time), done_(std::move(done)) {}

  void read(log::Offset from) {
    log().read(home_, from, limits_, [self = shared_from_this()](Result<log::ReadBatch> batch) {
      if (!batch) return self->done_(std::unexpected(std::move(batch).error()));
      self->take(*std::move(batch));
    });
  }

 private:
  log::ShardLog& log() { return *place_.shard->log; }

  // Arrival never goes back within a log, so what has expired comes first, and usually nothing has.
  void take(log::ReadBatch batch) {
    const WallTime expiry = expiry_time(*place_.stream->description, log(), time_);
    if (!batch.records.empty() && batch.records.front().arrival < expiry) return skip_to(expiry);
    milliseconds behind{0};
    if (!batch.records.empty() && batch.next < end_of(log().bounds())) {
      behind = std::max(behind, time_.wall_now() - batch.records.back().arrival);
    }
    OpenedBatch opened = open_batch(*place_.stream, *place_.shard, batch);
    done_(ShardRecords{.batch = std::move(batch),
                       .behind_latest = behind,
                       .data_keys = std::move(opened.data_keys),
                       .fault = std::move(opened.fault)});
  }

  void skip_to(WallTime expiry) {
    log().find(home_, expiry, [self = shared_from_this()](Result<log::Offset> found) {
      if (!found) return self->done_(std::unexpected(std::move(found).error()));
      const log::Offset first = std::min(*found, end_of(self->log().bounds()));
      // Records that this read skips must not be seen again, not even after the clock has been set
      // back; but a disk that is full does not keep anybody from reading.
      self->log().trim(self->home_, first,
                       [self, first](const Result<void>&) { self->read(first); });
    });
  }

  static log::Offset end_of(const log::Bounds& bounds) { return bounds.end.value_or(bounds.tail); }

  env::EventLoop& home_;
  const ShardPlace place_;
  const log::ReadLimits limits_;
  const ServiceTime& time_;
  Done<ShardRecords> done_;
};

}  // namespace

void read_records(env::EventLoop& home, const ShardPlace& place, log::Offset from,
                  log::ReadLimits limits, const ServiceTime& time, Done<ShardRecords> done) {
  std::make_shared<ShardRead>(home, place, limits, time, std::move(done))->read(from);
}

WallTime expiry_time(const StreamDescription& stream, const log::ShardLog& log,
                     const ServiceTime& time) {
  // The log's own time counts when the clock has been set back behind it.
  const WallTime now = std::max(time.wall_now(), log.bounds().last_arrival);
  const WallTime expiry = now - stream.retention();
  // A mark that lies in the future was set by a clock that was wrong: new records must not vanish
  // for it.
  return stream.expired_before <= now ? std::max(expiry, stream.expired_before) : expiry;
}

}  // namespace weir::stream
