#include <algorithm>
#include <map>
#include <utility>

#include "log/journal/recovery.h"

namespace weir::log::journal {

void Recovery::judge() {
  std::map<std::uint64_t, std::uint64_t> durable_up_to;  // By epoch.
  std::map<std::uint64_t, std::vector<Found*>> unsealed;
  for (Found& found : found_) {
    std::uint64_t& durable = durable_up_to[found.segment->header.epoch];
    if (found.summary) {
      durable = std::max(durable, found.segment->last_group);
      continue;
    }
    unsealed[found.segment->header.epoch].push_back(&found);
    for (const ScannedGroup& group : found.scan->groups) {
      if (group.header) durable = std::max(durable, group.header->durable_up_to);
    }
  }
  for (auto& [epoch, segments] : unsealed) {
    std::ranges::sort(segments, {}, &Found::first_number);
    judge_epoch(segments, durable_up_to[epoch]);
  }
}

void Recovery::judge_epoch(const std::vector<Found*>& segments, std::uint64_t durable_up_to) {
  std::uint64_t last_number = 0;
  Found* before = nullptr;
  bool cut = false;
  for (Found* found : segments) {
    const std::uint64_t first = found->first_number;
    // Something that was not durable is missing before this segment: it was never written.
    cut = cut || first - 1 > durable_up_to;
    const bool begins_readable = found->scan->groups.front().header.has_value();
    if (!cut && before != nullptr && begins_readable && first > last_number + 1) {
      // Durable groups are missing: they stood at the end of the segment before.
      ScannedGroup missing;
      missing.position = before->segment->data_end;
      missing.bytes = before->segment->file_bytes - missing.position;
      missing.blocks_lost = true;
      damaged(*before, missing, first - 1);
    }
    // Before the first group of an epoch's first segment there may be one that cannot be read.
    if (last_number == 0) last_number = first - 1 - std::uint64_t{!begins_readable && first > 1};
    judge_segment(*found, durable_up_to, last_number, cut);
    before = found;
  }
}

void Recovery::judge_segment(Found& found, std::uint64_t durable_up_to, std::uint64_t& last_number,
                             bool& cut) {
  last_rows_.clear();
  for (const ScannedGroup& group : found.scan->groups) {
    if (cut) return;
    const std::uint64_t number = group.header ? group.header->number : last_number + 1;
    const bool torn = !group.intact && number > durable_up_to;
    const bool believed_torn =
        !group.intact && is_planted(core_.settings, PlantedBug::damage_taken_for_torn_tail);
    if (torn || believed_torn) {
      cut = true;
      return;
    }
    if (!group.intact) damaged(found, group, number);
    if (group.header) keep(found, group, number);
    found.segment->data_end = group.position + group.bytes;
    last_number = std::max(last_number, number);
  }
}

void Recovery::keep(Found& found, const ScannedGroup& group, std::uint64_t number) {
  Segment& segment = *found.segment;
  if (segment.first_group == 0) segment.first_group = number;
  segment.last_group = std::max(segment.last_group, number);
  for (const ScannedBlock& block : group.blocks) {
    const LogId log = block.header.log;
    seen_in_[log] = number;
    if (block.header.kind == BlockKind::state) {
      if (block.state) segment.states[log] = *block.state;
      continue;
    }
    std::optional<std::uint32_t> hint;
    if (auto row = last_rows_.find(log); row != last_rows_.end()) hint = row->second;
    last_rows_[log] = segment.add_extent(block.header, block.position, hint);
  }
}

void Recovery::damaged(Found& found, const ScannedGroup& group, std::uint64_t number) {
  core_.reader.report_damage(found.segment->path, group.position,
                             group.blocks_lost ? "a group cannot be read; what was in it is lost"
                                               : "a group fails its checksum");
  if (!group.blocks_lost) return;
  loss_.last_group = std::max(loss_.last_group, number);
  loss_.entries_max += group.bytes / entry_header_bytes;
  loss_.segment = &found;
}

}  // namespace weir::log::journal
