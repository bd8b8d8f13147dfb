#include <algorithm>
#include <vector>

#include "log/journal/recovery.h"

namespace weir::log::journal {

Result<void> Recovery::judge() {
  std::vector<SegmentEvidence> evidence;
  for (const Found& found : found_) {
    const Segment& segment = *found.segment;
    evidence.push_back({.id = segment.header.id,
                        .epoch = segment.header.epoch,
                        .file_bytes = segment.file_bytes,
                        .sealed_first_group = segment.first_group,
                        .sealed_last_group = segment.last_group,
                        .scan = found.scan ? &*found.scan : nullptr,
                        .was_sealed = found.index_damaged});
  }
  const Judgement judgement =
      judge_groups(evidence, is_planted(core_.settings, PlantedBug::damage_taken_for_torn_tail));
  const Found* filled = nullptr;
  for (const JudgedGroup& judged : judgement.groups) {
    Found& found = found_[judged.segment];
    if (judged.damaged) damaged(found, judged);
    if (judged.unproven) found.unproven.push_back({judged.position, judged.bytes});
    if (judged.group == nullptr) continue;
    TRY(mend(*found.segment, *judged.group));
    if (filled != &found) last_rows_.clear();
    filled = &found;
    if (judged.group->header) keep(found, judged);
    found.segment->data_end = judged.position + judged.bytes;
  }
  return {};
}

// The segment is sealed later, and synced then. Should the power go before that, the bit is found
// again, whatever is on the disk of either byte.
Result<void> Recovery::mend(Segment& segment, const ScannedGroup& group) {
  for (const MendedByte& byte : group.mended) {
    core_.reader.report_damage(segment.path, byte.header,
                               "a bit of a header was flipped; it is put right");
    TRY(segment.file->write_at(byte.position, {&byte.right, 1}));
  }
  return {};
}

void Recovery::keep(Found& found, const JudgedGroup& judged) {
  Segment& segment = *found.segment;
  if (segment.first_group == 0) segment.first_group = judged.number;
  segment.last_group = std::max(segment.last_group, judged.number);
  for (const ScannedBlock& block : judged.group->blocks) {
    const LogId log = block.header.log;
    // Records that were moved say nothing of what was written before.
    if (block.header.kind != BlockKind::relocated) seen_in_[log] = judged.number;
    if (block.header.kind == BlockKind::state) {
      if (block.state) segment.states[log] = *block.state;
      continue;
    }
    std::optional<std::uint32_t> hint;
    if (auto row = last_rows_.find(log); row != last_rows_.end()) hint = row->second;
    last_rows_[log] = segment.add_extent(block.header, block.position, hint);
  }
}

void Recovery::damaged(Found& found, const JudgedGroup& judged) {
  core_.reader.report_damage(found.segment->path, judged.position,
                             judged.blocks_lost ? "a group cannot be read; what was in it is lost"
                                                : "a group fails its checksum");
  if (!judged.blocks_lost) return;
  loss_.last_group = std::max(loss_.last_group, judged.number);
  loss_.entries_max += judged.bytes / entry_header_bytes;
  loss_.segment = &found;
}

}  // namespace weir::log::journal
