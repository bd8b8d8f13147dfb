// A bit flips on the disk, in something that was durable: in the records of a block, in the index
// of a segment, in its header, or in what says what a group holds. Damage to an index or a header
// loses nothing, as long as the groups are whole; where the catalog is not at stake, two bits of
// one header flip.
//
// The newest groups of a file that is being written stay as they are: nothing behind the last one
// proves that it was durable, so damage to it looks like a write that was cut off; and if the last
// one was cut off indeed, that holds for the one before it.

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "faults/faults.h"
#include "log/journal/data_directory.h"
#include "log/journal/segment_scan.h"
#include "log/journal/segment_survey.h"
#include "world/chance.h"

namespace weir::simulation {
namespace {

using log::journal::ScannedBlock;
using log::journal::ScannedGroup;

// A segment file as it is now.
struct SegmentOnDisk {
  std::string path;
  std::uint64_t bytes = 0;
  bool sealed = false;
  std::uint64_t data_end = 0;
  std::vector<ScannedGroup> groups;  // That may be damaged.
};

std::optional<SegmentOnDisk> look_at(env::SimFileSystem& files, std::uint64_t id) {
  SegmentOnDisk segment;
  segment.path = log::journal::segment_path(Process::data_directory, id);
  auto file = files.open(segment.path);
  if (!file) return std::nullopt;
  segment.bytes = (*file)->size().value_or(0);
  const auto survey = log::journal::survey_segment(**file, segment.path, id);
  if (!survey || !survey->header || survey->header_damaged || survey->damaged_index_at) {
    return std::nullopt;
  }
  auto scan = log::journal::scan_segment(**file, *survey->header, segment.bytes);
  if (!scan || scan->groups.empty()) return std::nullopt;
  segment.sealed = survey->index.has_value();
  segment.data_end = segment.sealed ? survey->index->footer.data_end : scan->data_end;
  segment.groups = std::move(scan->groups);
  if (!segment.sealed) {
    constexpr std::size_t spared = 2;
    segment.groups.resize(segment.groups.size() - std::min(spared, segment.groups.size()));
  }
  return segment;
}

std::optional<SegmentOnDisk> choose_segment(Machine& machine) {
  env::SimFileSystem& files = machine.world().files;
  const auto names = files.list(Process::data_directory);
  if (!names) return std::nullopt;
  std::vector<std::uint64_t> ids;
  for (const std::string& name : *names) {
    if (const auto id = log::journal::segment_id_of(name)) ids.push_back(*id);
  }
  if (ids.empty()) return std::nullopt;
  if (percent(machine.random(), 50)) {
    return look_at(files, ids[machine.random().below(ids.size())]);
  }
  // One that is written to: what is in it is proved by its groups alone.
  std::ranges::sort(ids, std::greater{});
  for (const std::uint64_t id : ids) {
    auto segment = look_at(files, id);
    if (segment && !segment->groups.empty()) return segment;
  }
  return std::nullopt;
}

void flip(Machine& machine, const SegmentOnDisk& segment, std::uint64_t position,
          std::string_view what) {
  if (machine.world().verbose)
    fmt::print("damage to {} of {} at {}\n", what, segment.path, position);
  machine.world().logger.expect_errors_from_now_on();
  machine.world().files.flip_bit(segment.path, position,
                                 static_cast<unsigned>(machine.random().below(8)));
}

void damage_records(Machine& machine, const SegmentOnDisk& segment) {
  std::vector<const ScannedBlock*> blocks;
  for (const ScannedGroup& group : segment.groups) {
    for (const ScannedBlock& block : group.blocks) {
      const bool is_catalog = machine.world().settings.mode != Mode::journal &&
                              block.header.log == stream::catalog_log_id;
      const bool has_records = block.header.kind != log::journal::BlockKind::state;
      if (group.intact && has_records && !is_catalog) blocks.push_back(&block);
    }
  }
  if (blocks.empty()) return;
  const ScannedBlock& block = *blocks[machine.random().below(blocks.size())];
  machine.shadow()
      .log(block.header.log)
      .damage()
      .add_records(block.header.first, block.header.first + block.header.count);
  flip(machine, segment,
       block.position + log::journal::block_header_bytes +
           machine.random().below(block.header.payload_bytes),
       "records");
}

void damage_index(Machine& machine, const SegmentOnDisk& segment) {
  const bool whole = std::ranges::all_of(segment.groups, &ScannedGroup::intact);
  if (!segment.sealed || !whole) return;
  flip(machine, segment, between(machine.random(), segment.data_end, segment.bytes - 1),
       "the index");
}

void damage_header(Machine& machine, const SegmentOnDisk& segment) {
  if (segment.groups.empty()) return;
  flip(machine, segment, machine.random().below(log::journal::page_bytes), "the header");
}

// One bit of it loses nothing. Of two nobody can say which.
void damage_group_header(Machine& machine, const SegmentOnDisk& segment) {
  if (segment.groups.empty()) return;
  const ScannedGroup& group = segment.groups[machine.random().below(segment.groups.size())];
  if (!group.intact || !group.mended.empty()) return;
  const std::uint64_t header =
      group.position + log::journal::group_header_bytes * machine.random().below(2);
  const std::uint64_t at = machine.random().below(log::journal::group_header_bytes);
  flip(machine, segment, header + at, "a group's header");
  if (machine.world().settings.mode != Mode::journal || percent(machine.random(), 70)) return;
  machine.shadow().lose_a_group();
  flip(machine, segment, header + (at + 1) % log::journal::group_header_bytes, "the same header");
}

}  // namespace

void damage_disk(Machine& machine) {
  const auto segment = choose_segment(machine);
  if (!segment) return;
  const std::uint64_t chance = machine.random().below(100);
  if (chance < 60) {
    damage_records(machine, *segment);
  } else if (chance < 75) {
    damage_index(machine, *segment);
  } else if (chance < 90) {
    damage_header(machine, *segment);
  } else {
    damage_group_header(machine, *segment);
  }
  // A start is what has to cope with it; else the segment is sealed soon, and proved by its index.
  if (percent(machine.random(), 50)) kill_process(machine);
}

}  // namespace weir::simulation
