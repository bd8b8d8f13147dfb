#include "log/journal/reclaimer.h"

#include <algorithm>
#include <utility>

#include "log/journal/block_reader.h"
#include "log/journal/data_directory.h"
#include "log/journal/extents.h"
#include "log/journal/journal_core.h"

namespace weir::log::journal {
namespace {

// A copy is a group of its own between those of users: small enough not to be felt.
constexpr std::size_t copy_bytes_max = 1u << 20;

}  // namespace

void Reclaimer::kick() {
  core_.mutex.assert_held();
  kicked_ = true;
  if (running_ || core_.closed || core_.failed || core_.any_loop == nullptr) return;
  running_ = true;
  core_.run_in_background([this] { step(); });
}

void Reclaimer::stop() {
  MutexLock lock(core_.mutex);
  running_ = false;
}

void Reclaimer::step() {
  for (;;) {
    std::shared_ptr<Segment> dead;
    std::shared_ptr<Segment> nearly_dead;
    std::vector<std::shared_ptr<JournalLog>> carried;
    {
      MutexLock lock(core_.mutex);
      if (!std::exchange(kicked_, false) || core_.closed || core_.failed) {
        running_ = false;
        return;
      }
      dead = dead_segment();
      if (dead) carried = logs_to_carry(*dead);
      if (!dead) nearly_dead = nearly_dead_segment();
      if (dead && carried.empty()) core_.segments.erase(dead->header.id);
      // Until nothing is found there may be more to do.
      kicked_ = dead || nearly_dead;
    }
    if (nearly_dead) return relocate_some(nearly_dead);
    if (!carried.empty()) return carry_states(std::move(carried));
    if (dead) unlink(dead);
  }
}

// Older ones first, and none behind one that is being sealed: recovery takes a hole among unsealed
// segments for a loss.
std::shared_ptr<Segment> Reclaimer::dead_segment() const {
  core_.mutex.assert_held();
  for (const auto& [id, segment] : core_.segments) {
    if (!segment->sealed) break;
    if (segment->live_runs == 0) return segment;
  }
  return nullptr;
}

std::shared_ptr<Segment> Reclaimer::nearly_dead_segment() const {
  core_.mutex.assert_held();
  for (const auto& [id, segment] : core_.segments) {
    if (!segment->sealed) break;
    const bool few = segment->live_bytes * 100 <
                     segment->file_bytes * std::uint64_t{core_.settings.relocate_below_percent};
    if (few && !segment->pinned) return segment;
  }
  return nullptr;
}

// Whose newest state is in this segment. Of all other logs in it a newer state or run is elsewhere.
std::vector<std::shared_ptr<JournalLog>> Reclaimer::logs_to_carry(const Segment& segment) const {
  core_.mutex.assert_held();
  std::vector<std::shared_ptr<JournalLog>> logs;
  if (is_planted(core_.settings, PlantedBug::state_not_carried)) return logs;
  for (LogId id : segment.state_logs) {
    auto found = core_.logs.find(id);
    if (found == core_.logs.end()) continue;
    if (found->second->state().state_segment == segment.header.id) logs.push_back(found->second);
  }
  return logs;
}

// A planted bug.
Result<void> Reclaimer::keep_for_recycling(const Segment& segment) {
  env::FileSystem& files = core_.dependencies.files;
  TRY(files.rename(segment.path, recycled_path(core_.directory)));
  return files.sync_directory(core_.directory);
}

void Reclaimer::unlink(const std::shared_ptr<Segment>& segment) {
  env::FileSystem& files = core_.dependencies.files;
  Result<void> removed = recycles_segments(core_.settings) ? keep_for_recycling(*segment)
                                                           : files.remove(segment->path);
  if (!removed && removed.error().code != ErrorCode::not_found) {
    core_.dependencies.logger.warning("segment_not_removed", {{"reason", removed.error().message}});
  }
  MutexLock lock(core_.mutex);
  ++core_.counters.segments_reclaimed;
  core_.maker.space_was_freed();
  core_.maker.prepare();
}

void Reclaimer::carry_states(std::vector<std::shared_ptr<JournalLog>> logs) {
  std::vector<Request> requests;
  env::EventLoop* home = nullptr;
  {
    MutexLock lock(core_.mutex);
    home = core_.any_loop;
  }
  for (std::shared_ptr<JournalLog>& log : logs) {
    requests.emplace_back(Request::Kind::carry_state, *home, std::move(log));
    requests.back().bytes = block_header_bytes + state_payload_bytes;
  }
  submit(std::move(requests));
}

void Reclaimer::relocate_some(const std::shared_ptr<Segment>& segment) {
  env::EventLoop* home = nullptr;
  {
    MutexLock lock(core_.mutex);
    home = core_.any_loop;
  }
  Result<std::vector<Request>> requests = copy_some(segment, *home);
  if (!requests || requests->empty()) {
    // Damaged: reported by the reader of it; what is intact in it stays where it is.
    MutexLock lock(core_.mutex);
    segment->pinned = true;
    running_ = false;
    kick();
    return;
  }
  if (is_planted(core_.settings, PlantedBug::unlinked_before_relocated)) {
    static_cast<void>(core_.dependencies.files.remove(segment->path));
  }
  submit(std::move(*requests));
}

Result<std::vector<Request>> Reclaimer::copy_some(const std::shared_ptr<Segment>& segment,
                                                  env::EventLoop& home) {
  std::vector<std::pair<std::shared_ptr<JournalLog>, Run>> runs;
  {
    MutexLock lock(core_.mutex);
    std::uint64_t bytes = 0;
    for (const SealedRow& row : segment->sealed_rows) {
      auto found = core_.logs.find(row.log);
      if (found == core_.logs.end()) continue;
      const auto& of_log = found->second->state().runs;
      auto run = std::ranges::find(of_log, segment, &Run::segment);
      const bool taken = !runs.empty() && runs.back().first == found->second;
      if (run == of_log.end() || taken) continue;
      runs.emplace_back(found->second, *run);
      bytes += run->bytes;
      if (bytes >= copy_bytes_max) break;
    }
  }
  std::vector<Request> requests;
  std::size_t room = copy_bytes_max;
  for (auto& [log, run] : runs) {
    std::unique_ptr<Relocation> copied = TRY(copy_run(run, log->id(), room));
    Request request(Request::Kind::relocate, home, log);
    request.bytes = copied->payload.size();
    room -= std::min(room, copied->payload.size());
    request.relocation = std::move(copied);
    requests.push_back(std::move(request));
    if (room == 0) break;
  }
  return requests;
}

Result<std::unique_ptr<Relocation>> Reclaimer::copy_run(const Run& run, LogId log,
                                                        std::size_t bytes_max) {
  LoadedRows loaded;
  TRY(load_extents(core_, run, loaded));
  const std::vector<Extent>& extents = *loaded.begin()->second;
  std::vector<Piece> pieces;
  std::size_t bytes = 0;
  Offset next = run.first;
  for (std::size_t i = Segment::find_extent(extents, run.first); i < extents.size(); ++i) {
    if (!pieces.empty() && bytes + extents[i].bytes > bytes_max) break;
    // A copy without the records of a gap would give others their offsets.
    const bool follows = pieces.empty() ? extents[i].first <= next : extents[i].first == next;
    if (!follows || extents[i].next() <= next) break;
    next = extents[i].next();
    bytes += extents[i].bytes;
    pieces.push_back({run.segment, extents[i], nullptr, nullptr, false});
  }
  if (pieces.empty()) return fail(ErrorCode::corrupt, "An index lacks records of a log.");
  const std::shared_ptr<env::File> file = TRY(core_.file_of(run.segment));
  TRY(read_pieces(*file, pieces));
  auto copy = std::make_unique<Relocation>();
  copy->from_segment = run.segment->header.id;
  for (const Piece& piece : pieces) {
    const std::optional<BlockHeader> header = checked_block(piece, log);
    if (!header) {
      core_.reader.report_damage(run.segment->path, piece.extent.position,
                                 "a block fails its checksum");
      return fail(ErrorCode::corrupt, "A block fails its checksum.");
    }
    if (copy->payload.empty()) {
      copy->header = *header;
      copy->header.count = 0;
    }
    copy->header.count += header->count;
    copy->header.last_arrival = header->last_arrival;
    copy->header.ends_log = header->ends_log;
    const ByteView payload{piece.block + block_header_bytes, header->payload_bytes};
    copy->payload.insert(copy->payload.end(), payload.begin(), payload.end());
  }
  copy->header.payload_bytes = static_cast<std::uint32_t>(copy->payload.size());
  return copy;
}

// Hands requests to the committer on their loop; when all are durable the next step follows.
void Reclaimer::submit(std::vector<Request> requests) {
  struct Progress {
    std::size_t left;
    bool failed = false;
  };
  env::EventLoop& home = *requests.front().home;
  auto progress = std::make_shared<Progress>(requests.size());
  auto core = core_.shared_from_this();
  for (Request& request : requests) {
    request.done = Done<void>([core, progress](const Result<void>& written) {
      if (!written) progress->failed = true;
      if (--progress->left > 0) return;
      // Full, overloaded or closing: whatever changes that kicks again.
      if (progress->failed || core->closed) return core->reclaimer.stop();
      core->run_in_background([core] { core->reclaimer.step(); });
    });
  }
  home.post([core, requests = std::move(requests)]() mutable {
    for (Request& request : requests) core->committer.submit(std::move(request));
  });
}

}  // namespace weir::log::journal
