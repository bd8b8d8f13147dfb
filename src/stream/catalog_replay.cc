#include "stream/catalog_replay.h"

#include <fmt/format.h>

#include <utility>

#include "stream/catalog_entry.h"

namespace weir::stream {
namespace {

constexpr log::ReadLimits read_limits{.records_max = 10'000, .bytes_max = 8u << 20};

// One replay under way; the callback of the read that is under way keeps it.
class Replay : public std::enable_shared_from_this<Replay> {
 public:
  Replay(env::EventLoop& home, std::shared_ptr<log::ShardLog> log, Done<Replayed> done)
      : home_(home), log_(std::move(log)), done_(std::move(done)) {}

  void read_on() {
    log_->read(home_, next_, read_limits,
               [self = shared_from_this()](Result<log::ReadBatch> batch) {
                 if (!batch) return self->done_(std::unexpected(std::move(batch).error()));
                 self->take(*batch);
               });
  }

 private:
  void take(const log::ReadBatch& batch) {
    for (const log::StoredRecord& record : batch.records) {
      Result<void> taken = replay_.take(record);
      if (!taken) return done_(std::unexpected(std::move(taken).error()));
    }
    next_ = batch.next;
    if (!batch.records.empty()) return read_on();
    done_(replay_.finish(next_));
  }

  env::EventLoop& home_;
  const std::shared_ptr<log::ShardLog> log_;
  Done<Replayed> done_;
  log::Offset next_;
  CatalogReplay replay_;
};

}  // namespace

Result<void> CatalogReplay::take(const log::StoredRecord& record) {
  Result<void> taken = take_entry(record);
  if (taken) return taken;
  return fail(taken.error().code, fmt::format("Offset {} of the catalog's log holds {}.",
                                              record.offset.value, taken.error().message));
}

Result<void> CatalogReplay::take_entry(const log::StoredRecord& record) {
  CatalogEntry entry = TRY(decode_entry(record.data));
  if (auto* const command = std::get_if<Command>(&entry)) {
    waiting_.push_back({record.offset, std::move(*command)});
    return {};
  }
  std::optional<Snapshot> complete = TRY(assembler_.add(std::get<SnapshotChunk>(std::move(entry))));
  // A slower process may add one that tells less than the newest here, whose commands are gone.
  if (!complete || (snapshot_ && complete->through < snapshot_->through)) return {};
  while (!waiting_.empty() && waiting_.front().offset < complete->through) waiting_.pop_front();
  snapshot_ = std::move(complete);
  return {};
}

Result<Replayed> CatalogReplay::finish(log::Offset next) {
  Replayed replayed{.state = {}, .next = next, .snapshot = {}, .commands = waiting_.size()};
  if (snapshot_) {
    replayed.state = std::move(snapshot_->state);
    replayed.snapshot = snapshot_->through;
  }
  for (const Waiting& waiting : waiting_) {
    // What each command did was answered when it was written.
    const Result<void> outcome = replayed.state.apply(waiting.command);
    if (!replayed.state.initialised()) {
      return fail(ErrorCode::corrupt,
                  outcome ? "The catalog's log lacks its beginning."
                          : "The catalog's log lacks its beginning: " + outcome.error().message);
    }
  }
  return replayed;
}

void replay_catalog(env::EventLoop& home, std::shared_ptr<log::ShardLog> log, Done<Replayed> done) {
  std::make_shared<Replay>(home, std::move(log), std::move(done))->read_on();
}

}  // namespace weir::stream
