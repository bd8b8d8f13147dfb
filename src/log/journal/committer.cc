#include "log/journal/committer.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "base/check.h"
#include "log/journal/journal_core.h"

namespace weir::log::journal {

void Committer::submit(Request request) {
  env::EventLoop& home = *request.home;
  CHECK(home.index() < batches_.size(), "loop {} of at most {}", home.index(), batches_.size());
  ++outstanding_;
  if (core_.closed || core_.failed) {
    request.refused = Error{ErrorCode::unavailable, "The log store is closing."};
  } else if (pending_bytes_ + request.bytes > core_.settings.pending_bytes_max &&
             pending_bytes_ != 0 && request.kind == Request::Kind::append) {
    request.refused = Error{ErrorCode::throttled, "Too much waits to be written to the disk."};
    ++throttled_;
    request.batch = {};
  }
  if (!request.refused) {
    request.pending_bytes = request.bytes;
    pending_bytes_ += request.bytes;
  }
  std::vector<Request>& batch = batches_[home.index()].requests;
  batch.push_back(std::move(request));
  if (batch.size() > 1) return;
  home.post([core = core_.shared_from_this(), &home] { core->committer.hand_over(home); });
}

void Committer::hand_over(env::EventLoop& home) {
  std::vector<Request>& batch = batches_[home.index()].requests;
  {
    MutexLock lock(core_.mutex);
    const bool first_call = core_.any_loop == nullptr;
    core_.any_loop = &home;
    if (first_call) core_.reclaimer.kick();
    std::ranges::move(batch, std::back_inserter(pending_));
    batch.clear();
    if (driving_) return;
    driving_ = true;
  }
  drive(home, {});
}

// `durable` are groups that are done and whose requests of this loop are answered last, so that the
// disk is not kept waiting.
void Committer::drive(env::EventLoop& home, std::vector<GroupPointer> durable) {
  while (GroupPointer group = next_group()) {
    const Room room = find_room(*group);
    if (room == Room::wait) {
      MutexLock lock(core_.mutex);
      // The maker may have finished since.
      if (core_.maker.is_making()) {
        parked_ = std::move(group);
        parked_home_ = &home;
        break;
      }
      for (auto request = group->requests.rbegin(); request != group->requests.rend(); ++request) {
        pending_.push_front(std::move(*request));
      }
      continue;
    }
    build_group(*group, core_.dependencies.clock.wall_now(), core_.buffers);
    if (group->padded_bytes != 0) {
      write(home, group);
      break;
    }
    answer_others(home, group);
    durable.push_back(std::move(group));
  }
  for (GroupPointer& group : durable) answer(std::move(group->requests));
}

Committer::GroupPointer Committer::next_group() {
  MutexLock lock(core_.mutex);
  if (pending_.empty() || core_.failed) {
    driving_ = false;
    return nullptr;
  }
  auto group = std::make_shared<Group>();
  std::size_t bytes = 0;
  while (!pending_.empty()) {
    bytes += pending_.front().bytes;
    if (bytes > core_.settings.group_bytes_max && !group->requests.empty()) break;
    group->requests.push_back(std::move(pending_.front()));
    pending_.pop_front();
  }
  return group;
}

bool Committer::fits(const Group& group, bool may_use_reserve) const {
  core_.mutex.assert_held();
  if (!core_.active) return false;
  const Segment& active = *core_.active;
  const std::size_t count = group.requests.size();
  const std::uint64_t reserve =
      may_use_reserve ? 0 : std::max<std::uint64_t>(2 * page_bytes, active.file_bytes / 32);
  return active.data_end + group.bytes_max() + active.index_bytes_with(count, count, count) +
             reserve <=
         active.file_bytes;
}

// States must find room when the disk is full, or nothing could ever be trimmed from it. So records
// leave a reserve free as long as the next segment is not there.
Committer::Room Committer::find_room(Group& group) {
  MutexLock lock(core_.mutex);
  const bool has_records = group.has_records();
  if (fits(group, core_.ready != nullptr || !has_records)) return Room::yes;
  const std::size_t count = group.requests.size();
  const std::uint64_t needed =
      page_bytes + group.bytes_max() + index_bytes(count, count, count) + 4 * page_bytes;
  if (core_.ready && core_.ready->file_bytes >= needed) {
    std::shared_ptr<Segment> full =
        std::exchange(core_.active, std::exchange(core_.ready, nullptr));
    core_.segments[core_.active->header.id] = core_.active;
    if (full) core_.sealer.seal(full);
    core_.maker.prepare();
    if (is_planted(core_.settings, PlantedBug::records_doubled)) double_records(group);
    return Room::yes;
  }
  if (core_.maker.request(needed)) return Room::wait;
  refuse_for_space(group);
  return Room::refused;
}

void Committer::refuse_for_space(Group& group) {
  core_.mutex.assert_held();
  std::uint64_t refused = 0;
  const auto refuse = [&](auto which) {
    for (Request& request : group.requests) {
      if (request.refused || !which(request)) continue;
      request.refused = Error{ErrorCode::no_space, "There is no room for another segment."};
      ++refused;
    }
  };
  refuse([](const Request& request) { return request.has_records(); });
  if (!fits(group, true)) refuse([](const Request&) { return true; });
  core_.counters.no_space += refused;
}

// A planted bug.
void Committer::double_records(const Group& group) {
  core_.mutex.assert_held();
  for (const Request& request : group.requests) {
    if (request.kind != Request::Kind::append || request.refused) continue;
    Request again(Request::Kind::append, *request.home, request.log);
    again.batch = request.batch;
    again.bytes = request.bytes;
    again.done = Done<Appended>([](const Result<Appended>&) {});
    pending_.push_back(std::move(again));
    ++outstanding_;
  }
}

void Committer::write(env::EventLoop& home, const GroupPointer& group) {
  std::shared_ptr<Segment> segment;
  {
    MutexLock lock(core_.mutex);
    segment = core_.active;
    if (!core_.ready) core_.maker.prepare();
  }
  group->position = segment->data_end;
  group->submitted = core_.dependencies.clock.monotonic_now();
  group->header.segment_id = segment->header.id;
  group->header.generation = segment->header.generation;
  group->header.epoch = core_.epoch;
  group->header.number = core_.next_group++;
  group->header.durable_up_to = core_.durable_up_to;
  encode(group->header, group->buffer->bytes);
  CHECK(group->position + group->padded_bytes <= segment->file_bytes - page_bytes,
        "group {} ends behind its segment", group->header.number);
  const ByteView bytes{group->buffer->bytes, group->padded_bytes};
  auto done = [core = core_.shared_from_this(), &home, group](Result<void> result) {
    core->committer.written(home, group, std::move(result));
  };
  if (is_planted(core_.settings, PlantedBug::sync_skipped)) {
    home.post([done, result = segment->file->write_at(group->position, bytes)]() mutable {
      done(std::move(result));
    });
    return;
  }
  if (is_planted(core_.settings, PlantedBug::acknowledged_before_sync)) {
    publish(*group);
    answer_others(home, group);
    home.post(
        [core = core_.shared_from_this(), own = std::exchange(group->requests, {})]() mutable {
          core->committer.answer(std::move(own));
        });
  }
  segment->file->write_durable(home, group->position, bytes, std::move(done));
}

void Committer::written(env::EventLoop& home, const GroupPointer& group, Result<void> result) {
  if (!result) {
    core_.fail_for_good("a group could not be written: " + result.error().message);
    return;
  }
  if (!group->published) publish(*group);
  answer_others(home, group);
  drive(home, {group});
}

void Committer::publish(Group& group) {
  std::vector<Waiter> woken;
  group.published = true;
  core_.durable_up_to = group.header.number;
  {
    MutexLock lock(core_.mutex);
    Segment& segment = *core_.active;
    if (segment.first_group == 0) segment.first_group = group.header.number;
    segment.last_group = group.header.number;
    segment.data_end = group.position + group.padded_bytes;
    for (const GroupBlock& block : group.blocks) {
      publish_block(group, block);
      std::vector<Waiter> of_log = block.log->state().take_waiters(false);
      std::ranges::move(of_log, std::back_inserter(woken));
    }
    core_.tail_cache.put(segment.header.id, group.position, group.header.bytes, group.buffer);
    count(group);
  }
  std::map<env::EventLoop*, std::vector<Done<void>>> by_home;
  for (Waiter& waiter : woken) by_home[waiter.home].push_back(std::move(waiter.done));
  for (auto& [home, of_home] : by_home) {
    home->post([waiting = std::move(of_home)]() mutable {
      for (Done<void>& done : waiting) done({});
    });
  }
}

void Committer::publish_block(Group& group, const GroupBlock& block) {
  core_.mutex.assert_held();
  LogState& log = block.log->state();
  const std::shared_ptr<Segment> segment = core_.active;
  const std::uint64_t position = group.position + block.place;
  const BlockHeader& header = block.header;
  switch (header.kind) {
    case BlockKind::records: {
      std::optional<std::uint32_t> row;
      if (!log.runs.empty() && log.runs.back().segment == segment) row = log.runs.back().row;
      log.tail = header.first + header.count;
      if (!is_planted(core_.settings, PlantedBug::arrival_goes_back)) {
        log.last_arrival = header.last_arrival;
      }
      if (header.ends_log && !is_planted(core_.settings, PlantedBug::end_not_published))
        log.end = header.first + (header.count - 1);
      row = segment->add_extent(header, position, row);
      if (!log.removed) log.extend(segment, *row, header);
      break;
    }
    case BlockKind::relocated: {
      // The row of the copy before this one is the last one added.
      std::optional<std::uint32_t> last_row;
      if (!segment->open_rows.empty()) {
        last_row = static_cast<std::uint32_t>(segment->open_rows.size() - 1);
      }
      const std::uint32_t row = segment->add_extent(header, position, last_row);
      log.replace(block.from_segment, segment, row, header);
      core_.counters.relocated_bytes += header.bytes();
      break;
    }
    case BlockKind::state: {
      segment->states[header.log] = block.state;
      log.horizon = std::max(log.horizon, block.state.horizon);
      log.state_segment = segment->header.id;
      log.drop_trimmed();
      core_.reclaimer.kick();
      break;
    }
  }
}

// Posted before anything later can complete, so that the answers of a loop stay in order.
void Committer::answer_others(env::EventLoop& home, const GroupPointer& group) {
  std::map<env::EventLoop*, std::vector<Request>> by_home;
  std::vector<Request> own;
  for (Request& request : group->requests) {
    (request.home == &home ? own : by_home[request.home]).push_back(std::move(request));
  }
  group->requests = std::move(own);
  for (auto& [other, of_other] : by_home) {
    other->post([core = core_.shared_from_this(), requests = std::move(of_other)]() mutable {
      core->committer.answer(std::move(requests));
    });
  }
}

void Committer::answer(std::vector<Request> requests) {
  std::size_t bytes = 0;
  for (Request& request : requests) {
    bytes += request.pending_bytes;
    request.answer();
  }
  pending_bytes_ -= bytes;
  outstanding_ -= requests.size();
  core_.finish_closing_if_idle();
}

void Committer::segment_made() {
  MutexLock lock(core_.mutex);
  if (!parked_) return;
  for (auto request = parked_->requests.rbegin(); request != parked_->requests.rend(); ++request) {
    pending_.push_front(std::move(*request));
  }
  parked_ = nullptr;
  parked_home_->post(
      [core = core_.shared_from_this(), home = parked_home_] { core->committer.drive(*home, {}); });
}

void Committer::abandon() {
  std::vector<Request> handed_in;
  for (LoopBatch& batch : batches_) {
    std::ranges::move(batch.requests, std::back_inserter(handed_in));
    batch.requests.clear();
  }
  std::deque<Request> pending;
  GroupPointer parked;
  MutexLock lock(core_.mutex);
  pending.swap(pending_);
  parked.swap(parked_);
}

void Committer::count(const Group& group) {
  core_.mutex.assert_held();
  JournalCounters& counters = core_.counters;
  const auto sync_ns = static_cast<std::uint64_t>(
      (core_.dependencies.clock.monotonic_now() - group.submitted).count());
  ++counters.groups;
  counters.records += group.record_count;
  counters.bytes += group.padded_bytes;
  counters.group_bytes_max = std::max(counters.group_bytes_max, group.padded_bytes);
  counters.group_records_max = std::max(counters.group_records_max, group.record_count);
  counters.sync_ns += sync_ns;
  counters.sync_ns_max = std::max(counters.sync_ns_max, sync_ns);
}

}  // namespace weir::log::journal
