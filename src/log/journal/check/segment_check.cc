#include "log/journal/check/segment_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::log::journal {
namespace {

LogRange range_of(const BlockHeader& block) {
  return {block.log, block.first, block.first + block.count};
}

}  // namespace

SegmentCheck::SegmentCheck(env::File& file, CheckedSegment& segment, std::size_t number,
                           CheckProgress& progress)
    : file_(file),
      segment_(segment),
      number_(number),
      progress_(progress),
      rows_(segment.header, segment.path, segment.file_bytes) {}

Result<void> SegmentCheck::run(const std::vector<JudgedGroup>& groups, const IndexSummary* index) {
  segment_.state = groups.empty() ? SegmentState::empty : SegmentState::open;
  if (index != nullptr) segment_.state = SegmentState::sealed;
  for (const JudgedGroup& judged : groups) check_group(judged);
  indexed_.resize(blocks_.size());
  if (index != nullptr) return compare_index(*index);
  keep_open_rows();
  return {};
}

Finding& SegmentCheck::add(FindingKind kind, std::uint64_t position, std::string what) {
  progress_.findings.push_back({.kind = kind,
                                .file = segment_.path,
                                .position = position,
                                .what = std::move(what),
                                .affected = {},
                                .affects_unknown = false});
  return progress_.findings.back();
}

void SegmentCheck::add_affected(Finding& finding, const LogRange& range) {
  add_range(finding.affected, range);
  progress_.unreadable.push_back({range, number_});
}

void SegmentCheck::check_group(const JudgedGroup& judged) {
  if (judged.blocks_lost) {
    add_loss(judged);
  } else if (judged.damaged && std::ranges::all_of(judged.group->blocks, &ScannedBlock::intact)) {
    add(FindingKind::group, judged.position, "a group fails its checksum");
  }
  if (judged.group == nullptr || !judged.group->header) {
    segment_.last_group = std::max(segment_.last_group, judged.number);
    return;
  }
  // A hole may have held several groups, so behind it nothing is known of their number.
  const bool follows_a_hole = !lost_areas_.empty() && lost_areas_.back().end == judged.position;
  if (segment_.group_count > 0 && !follows_a_hole && judged.number != segment_.last_group + 1) {
    add(FindingKind::order, judged.position,
        fmt::format("group {} follows group {}", judged.number, segment_.last_group));
  }
  for (const MendedByte& byte : judged.group->mended) {
    const bool of_group = byte.header == judged.position;
    add(of_group ? FindingKind::group : FindingKind::block, byte.header,
        "a bit of a header is flipped; the checksum tells which, so nothing is lost");
  }
  if (segment_.first_group == 0) segment_.first_group = judged.number;
  segment_.last_group = judged.number;
  segment_.data_end = judged.position + judged.bytes;
  ++segment_.group_count;
  for (const ScannedBlock& block : judged.group->blocks) check_block(block);
}

void SegmentCheck::add_loss(const JudgedGroup& judged) {
  std::uint64_t begin = judged.position;
  if (judged.group != nullptr && judged.group->header) {
    begin += group_header_bytes;
    if (!judged.group->blocks.empty()) {
      const ScannedBlock& last = judged.group->blocks.back();
      begin = last.position + last.header.bytes();
    }
  }
  const bool missing = judged.group == nullptr && segment_.state != SegmentState::sealed;
  Finding& finding = missing
                         ? add(FindingKind::missing_groups, begin,
                               "durable groups stood here and are gone; what was in them is lost")
                         : add(FindingKind::group, begin,
                               "a group cannot be read from here on; what was in it is lost");
  finding.affects_unknown = true;
  lost_areas_.push_back({begin, judged.position + judged.bytes, progress_.findings.size() - 1});
}

void SegmentCheck::check_block(const ScannedBlock& block) {
  const BlockHeader& header = block.header;
  if (!block.intact) {
    Finding& finding = add(FindingKind::block, block.position, "a block fails its checksum");
    if (header.kind != BlockKind::state) add_affected(finding, range_of(header));
  } else if (!block.consistent) {
    Finding& finding =
        add(FindingKind::order, block.position, "what is in a block is not what its header says");
    if (header.kind != BlockKind::state) add_affected(finding, range_of(header));
  }
  if (header.kind == BlockKind::state) return check_state(block);
  check_records(block);
}

void SegmentCheck::check_records(const ScannedBlock& block) {
  const BlockHeader& header = block.header;
  blocks_.push_back(&block);
  segment_.record_count += header.count - std::uint32_t{header.ends_log};
  std::optional<std::uint32_t> hint;
  if (auto row = last_rows_.find(header.log); row != last_rows_.end()) hint = row->second;
  last_rows_[header.log] = rows_.add_extent(header, block.position, hint);
  if (header.kind == BlockKind::relocated) return;  // It has its old place in the log's order.
  CheckProgress::Log& log = progress_.logs[header.log];
  if (header.first < log.next || header.first_arrival < log.last_arrival || log.ended) {
    add(FindingKind::order, block.position,
        fmt::format("log {} goes on at offset {} and time {} behind offset {} and time {}{}",
                    header.log.value, header.first.value, header.first_arrival.ms, log.next.value,
                    log.last_arrival.ms, log.ended ? ", its end" : ""));
  }
  log.next = std::max(log.next, header.first + header.count);
  log.last_arrival = std::max(log.last_arrival, header.last_arrival);
  log.ended = log.ended || header.ends_log;
}

void SegmentCheck::check_state(const ScannedBlock& block) {
  if (!block.state) return;
  const LogStateRow& state = *block.state;
  CheckProgress::Log& log = progress_.logs[state.log];
  if (state.tail < log.next || state.last_arrival < log.last_arrival ||
      state.horizon > state.tail || (log.ended && !state.end)) {
    add(FindingKind::order, block.position,
        fmt::format("the state of log {} does not know of what stands before it", state.log.value));
  }
  log.next = std::max(log.next, state.tail);
  log.last_arrival = std::max(log.last_arrival, state.last_arrival);
  rows_.states[state.log] = state;
}

// What recovery would make of the groups.
void SegmentCheck::keep_open_rows() {
  for (OpenRow& open : rows_.open_rows) {
    progress_.runs.push_back({open.row, number_, std::move(open.extents)});
  }
  for (const auto& [log, state] : rows_.states) progress_.states.push_back(state);
}

}  // namespace weir::log::journal
