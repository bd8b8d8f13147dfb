#include "log/journal/group_builder.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "base/check.h"
#include "base/copy_bytes.h"
#include "codec/crc32c.h"

namespace weir::log::journal {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

// A log that begins above offset 0, because a loss made that necessary, must begin there also after
// the next start: its first records bring its state along.
bool brings_state(const Request& request) {
  if (request.kind != Request::Kind::append && request.kind != Request::Kind::end) return false;
  const LogState& state = request.log->state();
  return state.horizon > Offset{} && state.state_segment == 0;
}

class GroupBuilder {
 public:
  GroupBuilder(Group& group, WallTime wall) : group_(group), wall_(wall) {}

  // Positions first: they decide what is written, and so how long the group is.
  void assign_positions() {
    for (std::uint32_t i = 0; i < group_.requests.size(); ++i) {
      if (!group_.requests[i].refused) assign(i);
    }
    add_states();
    for (GroupBlock& block : group_.blocks) {
      block.log->group_slot = none;
      block.log->state_slot = none;
    }
    group_.header.bytes = group_header_bytes;
    for (GroupBlock& block : group_.blocks) {
      block.place = group_.header.bytes;
      group_.header.bytes += block.header.bytes();
    }
  }

  void fill(std::byte* to) {
    for (GroupBlock& block : group_.blocks) fill_block(block, to + block.place);
    group_.header.block_count = static_cast<std::uint32_t>(group_.blocks.size());
    group_.header.body_crc =
        codec::crc32c({to + group_header_bytes, group_.header.bytes - group_header_bytes});
    encode(group_.header, to);
    std::memset(to + group_.header.bytes, 0, group_.padded_bytes - group_.header.bytes);
  }

 private:
  void assign(std::uint32_t index) {
    Request& request = group_.requests[index];
    switch (request.kind) {
      case Request::Kind::append:
      case Request::Kind::end:
        assign_records(index);
        break;
      case Request::Kind::relocate: {
        GroupBlock block;
        block.log = request.log.get();
        block.header = request.relocation->header;
        block.header.kind = BlockKind::relocated;
        block.from_segment = request.relocation->from_segment;
        block.first_request = index;
        group_.blocks.push_back(block);
        break;
      }
      case Request::Kind::trim:
      case Request::Kind::carry_state:
        state_requests_.push_back(index);
        break;
    }
  }

  void assign_records(std::uint32_t index) {
    Request& request = group_.requests[index];
    const LogState& state = request.log->state();
    GroupBlock* block =
        request.log->group_slot == none ? nullptr : &group_.blocks[request.log->group_slot];
    const std::optional<Offset> end = block != nullptr && block->header.ends_log
                                          ? block->header.first + (block->header.count - 1)
                                          : state.end;
    if (end) {
      if (request.kind == Request::Kind::end) {
        request.appended.first = *end;
        request.bytes = 0;
      } else {
        request.refused = Error{ErrorCode::expired, "The log has ended."};
      }
      return;
    }
    if (block == nullptr) {
      block = &open_block(request);
      if (brings_state(request)) state_requests_.push_back(index);
    }
    const std::size_t count =
        request.kind == Request::Kind::append ? request.batch.records.size() : 1;
    request.appended.first = block->header.first + block->header.count;
    request.appended.arrival = block->header.last_arrival;
    request.next_of_log = none;
    if (block->first_request == none) {
      block->first_request = index;
    } else {
      group_.requests[block->last_request].next_of_log = index;
    }
    block->last_request = index;
    block->header.count += static_cast<std::uint32_t>(count);
    block->header.payload_bytes += static_cast<std::uint32_t>(request.bytes);
    block->header.ends_log = request.kind == Request::Kind::end;
    group_.record_count += request.kind == Request::Kind::append ? count : 0;
  }

  GroupBlock& open_block(const Request& request) {
    const LogState& state = request.log->state();
    request.log->group_slot = static_cast<std::uint32_t>(group_.blocks.size());
    GroupBlock& block = group_.blocks.emplace_back();
    block.log = request.log.get();
    block.header.log = request.log->id();
    block.header.first = state.tail;
    block.header.first_arrival = std::max(wall_, state.last_arrival);
    block.header.last_arrival = block.header.first_arrival;
    block.first_request = none;
    return block;
  }
  // A state tells of the log as it is with this group, so it comes behind the group's records. One
  // for all requests of a log: the later of two must not take back what the earlier said.
  void add_states() {
    for (std::uint32_t index : state_requests_) {
      const Request& request = group_.requests[index];
      JournalLog& log = *request.log;
      if (log.state_slot == none) add_state(log);
      LogStateRow& state = group_.blocks[log.state_slot].state;
      // A trim stops at the tail that its caller could know: the published one.
      state.horizon = std::max(state.horizon, std::min(request.horizon, log.state().tail));
    }
  }

  void add_state(JournalLog& log) {
    const LogState& now = log.state();
    GroupBlock block;
    block.log = &log;
    block.header.log = log.id();
    block.header.kind = BlockKind::state;
    block.header.payload_bytes = state_payload_bytes;
    block.state = {log.id(), now.horizon, now.tail, now.last_arrival, now.end};
    if (log.group_slot != none) {
      const BlockHeader& records = group_.blocks[log.group_slot].header;
      block.state.tail = records.first + records.count;
      block.state.last_arrival = records.last_arrival;
      if (records.ends_log) block.state.end = records.first + (records.count - 1);
    }
    log.state_slot = static_cast<std::uint32_t>(group_.blocks.size());
    group_.blocks.push_back(block);
  }

  void fill_block(GroupBlock& block, std::byte* to) {
    std::byte* payload = to + block_header_bytes;
    switch (block.header.kind) {
      case BlockKind::records:
        fill_records(block, payload);
        break;
      case BlockKind::relocated:
        copy_bytes(group_.requests[block.first_request].relocation->payload, payload);
        break;
      case BlockKind::state:
        encode_state(block.state, payload);
        break;
    }
    block.header.payload_crc = codec::crc32c({payload, block.header.payload_bytes});
    encode(block.header, to);
  }

  void fill_records(const GroupBlock& block, std::byte* to) {
    for (std::uint32_t i = block.first_request; i != none; i = group_.requests[i].next_of_log) {
      const Request& request = group_.requests[i];
      if (request.kind == Request::Kind::end) {
        encode(EntryHeader{0, 0, EntryKind::end_marker, block.header.last_arrival}, to);
        to += entry_header_bytes;
      }
      for (const Record& record : request.batch.records) {
        encode(EntryHeader{static_cast<std::uint32_t>(record.data.size()),
                           static_cast<std::uint16_t>(record.partition_key.size()),
                           EntryKind::record, block.header.last_arrival},
               to);
        to = copy_bytes(bytes_of(record.partition_key), to + entry_header_bytes);
        to = copy_bytes(record.data, to);
      }
    }
  }

  Group& group_;
  const WallTime wall_;
  std::vector<std::uint32_t> state_requests_;
};

}  // namespace

std::uint64_t Group::bytes_max() const {
  std::uint64_t bytes = group_header_bytes;
  for (const Request& request : requests) {
    if (request.refused) continue;
    bytes += block_header_bytes + request.bytes;
    if (brings_state(request)) bytes += block_header_bytes + state_payload_bytes;
  }
  return round_up_to_page(bytes);
}

bool Group::has_records() const {
  return std::ranges::any_of(
      requests, [](const Request& each) { return !each.refused && each.has_records(); });
}

void build_group(Group& group, WallTime wall, env::BufferPool& pool) {
  CHECK(group.blocks.empty());
  GroupBuilder builder(group, wall);
  builder.assign_positions();
  if (group.blocks.empty()) return;
  group.padded_bytes = round_up_to_page(group.header.bytes);
  group.buffer = pool.take(group.padded_bytes);
  builder.fill(group.buffer->bytes);
}

}  // namespace weir::log::journal
