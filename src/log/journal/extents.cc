#include "log/journal/extents.h"

#include <utility>

#include "log/journal/journal_core.h"

namespace weir::log::journal {

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
  if (!read) {
    if (read.error().code == ErrorCode::corrupt) {
      core.reader.report_damage(run.segment->path, run.segment->data_end,
                                "an index fails its checksum");
    }
    return std::unexpected(read.error());
  }
  auto extents = std::make_shared<const std::vector<Extent>>(std::move(*read));
  const IndexCache::Key key{run.segment->header.id, run.row};
  loaded[key] = extents;
  MutexLock lock(core.mutex);
  core.index_cache.put(key, std::move(extents));
  return {};
}

}  // namespace weir::log::journal
