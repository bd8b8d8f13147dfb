#include "log/journal/sealer.h"

#include <vector>

#include "log/journal/journal_core.h"

namespace weir::log::journal {

Result<void> write_index(Segment& segment, const JournalSettings& settings) {
  IndexSummary summary;
  summary.footer.segment_id = segment.header.id;
  summary.footer.generation = segment.header.generation;
  summary.footer.epoch = segment.header.epoch;
  summary.footer.first_group = segment.first_group;
  summary.footer.last_group = segment.last_group;
  summary.footer.data_end = segment.data_end;
  std::vector<std::vector<Extent>> extents;
  for (const OpenRow& each : segment.open_rows) {
    summary.rows.push_back(each.row);
    extents.push_back(each.extents);
    if (is_planted(settings, PlantedBug::index_off_by_one)) extents.back().pop_back();
  }
  for (const auto& [log, state] : segment.states) summary.states.push_back(state);
  const std::vector<std::byte> tables = encode_tables(summary, extents);
  TRY(segment.file->write_at(segment.data_end, tables));
  TRY(segment.file->sync());
  std::vector<std::byte> footer(page_bytes);
  encode(summary.footer, footer.data());
  TRY(segment.file->write_at(segment.file_bytes - page_bytes, footer));
  TRY(segment.file->sync());
  for (std::size_t i = 0; i < segment.open_rows.size(); ++i) {
    segment.open_rows[i].row = summary.rows[i];
  }
  return {};
}

void become_sealed(Segment& segment) {
  for (const OpenRow& each : segment.open_rows) {
    segment.sealed_rows.push_back(
        {each.row.log, each.row.extents_begin, each.row.extents_count, each.row.extents_crc});
  }
  for (const auto& [log, state] : segment.states) segment.state_logs.push_back(log);
  segment.open_rows = {};
  segment.states = {};
  segment.sealed = true;
}

void Sealer::seal(const std::shared_ptr<Segment>& segment) {
  core_.run_in_background([this, segment] { run(segment); });
}

void Sealer::run(const std::shared_ptr<Segment>& segment) {
  if (core_.failed) return;
  Result<void> written = write_index(*segment, core_.settings);
  if (!written) {
    core_.fail_for_good("an index could not be written: " + written.error().message);
    return;
  }
  // Readers open it again if they need it; it was open for writing, twice where the disk is written
  // past the page cache.
  std::shared_ptr<env::File> closed;
  MutexLock lock(core_.mutex);
  become_sealed(*segment);
  closed.swap(segment->file);
  core_.reclaimer.kick();
}

}  // namespace weir::log::journal
