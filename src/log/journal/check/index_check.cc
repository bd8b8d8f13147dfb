// The part of SegmentCheck that compares a segment's index with its groups.

#include <fmt/format.h>

#include <algorithm>

#include "log/journal/check/segment_check.h"

namespace weir::log::journal {
namespace {

bool tells_of(const Extent& extent, const IndexRow& row, const BlockHeader& block) {
  return block.log == row.log && block.first == extent.first && block.count == extent.count &&
         block.bytes() == extent.bytes && block.first_arrival == extent.first_arrival &&
         block.last_arrival == extent.last_arrival;
}

// Whether the row says of its extents what they say together.
bool sums_up(const IndexRow& row, const std::vector<Extent>& extents) {
  std::uint64_t bytes = 0;
  Offset next = row.first;
  for (const Extent& extent : extents) {
    if (extent.first != next) return false;
    next = extent.next();
    bytes += extent.bytes;
  }
  return !extents.empty() && next == row.next && bytes == row.bytes &&
         extents.front().first_arrival == row.first_arrival &&
         extents.back().last_arrival == row.last_arrival;
}

}  // namespace

Result<void> SegmentCheck::compare_index(const IndexSummary& index) {
  const bool nothing_lost = lost_areas_.empty();
  if (nothing_lost && (index.footer.first_group != segment_.first_group ||
                       index.footer.last_group != segment_.last_group)) {
    add(FindingKind::index, segment_.file_bytes - page_bytes,
        fmt::format("the index tells of groups {} to {}; there are {} to {}",
                    index.footer.first_group, index.footer.last_group, segment_.first_group,
                    segment_.last_group));
  }
  segment_.first_group = index.footer.first_group;
  segment_.last_group = index.footer.last_group;
  segment_.data_end = index.footer.data_end;
  for (const IndexRow& row : index.rows) TRY(compare_row(index, row));
  find_blocks_that_no_row_has(index);
  compare_states(index);
  return {};
}

Result<void> SegmentCheck::compare_row(const IndexSummary& index, const IndexRow& row) {
  const std::uint64_t position =
      extents_position(index.footer) + std::uint64_t{row.extents_begin} * extent_bytes;
  const Result<std::vector<Extent>> extents = read_extents(
      file_, index.footer.data_end, row.extents_begin, row.extents_count, row.extents_crc);
  if (!extents && extents.error().code == ErrorCode::unavailable) {
    return std::unexpected(extents.error());
  }
  progress_.runs.push_back({row, number_, {}});
  if (!extents) {
    // A server does the same.
    Finding& finding = add(FindingKind::index, position,
                           "a part of the index fails its checksum; the groups are read instead");
    const std::vector<Extent> found = take_blocks_of(row);
    Offset next = row.first;
    for (const Extent& extent : found) {
      if (next < extent.first) add_affected(finding, {row.log, next, extent.first});
      next = extent.next();
    }
    if (next < row.next) add_affected(finding, {row.log, next, row.next});
    progress_.runs.back().extents = found;
    return {};
  }
  if (!sums_up(row, *extents)) {
    add_affected(add(FindingKind::index, position, "the index contradicts itself"),
                 {row.log, row.first, row.next});
    take_blocks_of(row);
    return {};
  }
  for (std::size_t i = 0; i < extents->size(); ++i) {
    compare_extent(row, (*extents)[i], position + i * extent_bytes);
  }
  return {};
}

void SegmentCheck::compare_extent(const IndexRow& row, const Extent& extent,
                                  std::uint64_t entry_position) {
  const LogRange range{row.log, extent.first, extent.next()};
  if (const std::optional<std::size_t> found = find_block(extent.position)) {
    indexed_[*found] = true;
    if (tells_of(extent, row, blocks_[*found]->header)) return;
    add_affected(add(FindingKind::index, entry_position, "the index is wrong about a block"),
                 range);
    return;
  }
  const auto area = std::ranges::find_if(lost_areas_, [&](const LostArea& each) {
    return each.begin <= extent.position && extent.position < each.end;
  });
  if (area != lost_areas_.end()) {
    Finding& finding = progress_.findings[area->finding];
    // The index knows what was in it.
    finding.affects_unknown = false;
    add_affected(finding, range);
    return;
  }
  add_affected(add(FindingKind::index, entry_position, "the index names a block that is not there"),
               range);
}

void SegmentCheck::find_blocks_that_no_row_has(const IndexSummary& index) {
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    if (indexed_[i]) continue;
    const BlockHeader& header = blocks_[i]->header;
    add_affected(add(FindingKind::index, rows_position(index.footer),
                     fmt::format("the index lacks the block at byte {}", blocks_[i]->position)),
                 {header.log, header.first, header.first + header.count});
  }
}

// What the index says more is what recovery knew of a loss.
void SegmentCheck::compare_states(const IndexSummary& index) {
  std::unordered_map<LogId, LogStateRow> known;
  for (const LogStateRow& state : index.states) known[state.log] = state;
  for (const auto& [log, state] : rows_.states) {
    const auto found = known.find(log);
    if (found == known.end() || found->second.horizon < state.horizon ||
        found->second.tail < state.tail || found->second.last_arrival < state.last_arrival ||
        (state.end && found->second.end != state.end)) {
      add(FindingKind::index, rows_position(index.footer),
          fmt::format("the index does not know the state of log {}", log.value));
    }
  }
  progress_.states.insert(progress_.states.end(), index.states.begin(), index.states.end());
}

std::optional<std::size_t> SegmentCheck::find_block(std::uint64_t position) const {
  const auto found = std::ranges::lower_bound(
      blocks_, position, {}, [](const ScannedBlock* block) { return block->position; });
  if (found == blocks_.end() || (*found)->position != position) return {};
  return static_cast<std::size_t>(found - blocks_.begin());
}

std::vector<Extent> SegmentCheck::take_blocks_of(const IndexRow& row) {
  std::vector<Extent> extents;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const BlockHeader& block = blocks_[i]->header;
    if (block.log != row.log || block.first < row.first || block.first >= row.next) continue;
    indexed_[i] = true;
    extents.push_back({block.first, blocks_[i]->position, block.count,
                       static_cast<std::uint32_t>(block.bytes()), block.first_arrival,
                       block.last_arrival});
  }
  std::ranges::sort(extents, {}, &Extent::first);
  return extents;
}

}  // namespace weir::log::journal
