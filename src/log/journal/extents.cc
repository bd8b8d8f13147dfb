#include "log/journal/extents.h"

#include <algorithm>
#include <utility>

#include "log/journal/journal_core.h"
#include "log/journal/segment_scan.h"

namespace weir::log::journal {
namespace {

// Reads the whole segment, which takes as long as that takes.
Result<std::vector<Extent>> find_extents_in_groups(env::File& file, const Run& run, LogId log) {
  const Segment& segment = *run.segment;
  const SegmentScan scan = TRY(scan_segment(file, segment.header, segment.data_end));
  std::vector<ScannedBlock> blocks;
  for (const ScannedGroup& group : scan.groups) {
    for (const ScannedBlock& block : group.blocks) {
      const BlockHeader& header = block.header;
      const bool is_of_run = header.log == log && header.kind != BlockKind::state &&
                             header.first < run.next && run.first < header.first + header.count;
      if (is_of_run) blocks.push_back(block);
    }
  }
  // A copy may stand before or behind what it is a copy of; of two the intact one is taken.
  std::ranges::sort(blocks, {}, [](const ScannedBlock& block) {
    return std::pair(block.header.first, !block.intact);
  });
  std::vector<Extent> extents;
  for (const ScannedBlock& block : blocks) {
    const BlockHeader& header = block.header;
    if (!extents.empty() && header.first + header.count <= extents.back().next()) continue;
    extents.push_back({header.first, block.position, header.count,
                       static_cast<std::uint32_t>(header.bytes()), header.first_arrival,
                       header.last_arrival});
  }
  return extents;
}

}  // namespace

const std::vector<Extent>* find_extents(JournalCore& core, const Run& run, LoadedRows& loaded) {
  core.mutex.assert_held();
  if (!run.segment->sealed) return &run.segment->open_rows[run.row].extents;
  const IndexCache::Key key{run.segment->header.id, run.row};
  if (auto found = loaded.find(key); found != loaded.end()) return found->second.get();
  Extents cached = core.index_cache.find(key);
  if (!cached) return nullptr;
  return (loaded[key] = std::move(cached)).get();
}

Result<void> load_extents(JournalCore& core, const Run& run, LoadedRows& loaded) {
  SealedRow row;
  {
    MutexLock lock(core.mutex);
    row = run.segment->sealed_rows[run.row];
  }
  const std::shared_ptr<env::File> file = TRY(core.file_of(run.segment));
  Result<std::vector<Extent>> read = read_extents(*file, run.segment->data_end, row.extents_begin,
                                                  row.extents_count, row.extents_crc);
  if (!read && read.error().code == ErrorCode::corrupt) {
    const std::uint64_t position =
        run.segment->data_end + std::uint64_t{row.extents_begin} * extent_bytes;
    core.reader.report_damage(
        run.segment->path, position,
        "a part of the index fails its checksum; the groups are read instead");
    read = find_extents_in_groups(*file, run, row.log);
  }
  if (!read) return std::unexpected(read.error());
  auto extents = std::make_shared<const std::vector<Extent>>(std::move(*read));
  const IndexCache::Key key{run.segment->header.id, run.row};
  loaded[key] = extents;
  MutexLock lock(core.mutex);
  core.index_cache.put(key, std::move(extents));
  return {};
}

}  // namespace weir::log::journal
