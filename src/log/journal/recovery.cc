#include "log/journal/recovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "log/journal/data_directory.h"
#include "log/journal/group_judge.h"
#include "log/journal/segment_survey.h"

namespace weir::log::journal {

Result<void> Recovery::run() {
  env::FileSystem& files = core_.dependencies.files;
  core_.lock_file = TRY(lock_directory(files, core_.directory));
  TRY(check_format(files, core_.directory, true));
  TRY(load_segments());
  TRY(judge());
  gather();
  skip_lost_offsets();
  build_logs();
  TRY(seal_segments());
  TRY(open_active());
  return files.sync_directory(core_.directory);
}

Result<void> Recovery::load_segments() {
  const std::vector<std::string> names = TRY(core_.dependencies.files.list(core_.directory));
  for (const std::string& name : names) {
    if (is_unfinished(name)) TRY(remove(fmt::format("{}/{}", core_.directory, name)));
    const std::optional<std::uint64_t> id = segment_id_of(name);
    if (!id) continue;
    id_max_ = std::max(id_max_, *id);
    TRY(load(*id));
  }
  // A name that a killed process did not make durable must not vanish later.
  return core_.dependencies.files.sync_directory(core_.directory);
}

Result<void> Recovery::load(std::uint64_t id) {
  const std::string path = segment_path(core_.directory, id);
  std::shared_ptr<env::File> file = TRY(core_.dependencies.files.open(path));
  const std::uint64_t bytes = TRY(file->size());
  SegmentSurvey survey = TRY(survey_segment(*file, path, id));
  if (survey.damaged_index_at) {
    core_.reader.report_damage(path, *survey.damaged_index_at,
                               "the index is damaged; it is made anew");
  }
  if (!survey.header) {
    // Neither header nor group: it was being given a new header, and nothing was ever in it since.
    file.reset();
    return remove(path);
  }
  if (survey.header_damaged) {
    core_.reader.report_damage(path, 0,
                               "the header is damaged; an index or group stands in for it");
  }
  epoch_max_ = std::max(epoch_max_, survey.header->epoch);
  auto segment = std::make_shared<Segment>(*survey.header, path, bytes);
  if (!survey.index) {
    segment->file = std::move(file);
    return load_unsealed(segment, survey.damaged_index_at.has_value());
  }
  const IndexFooter& footer = survey.index->footer;
  segment->first_group = footer.first_group;
  segment->last_group = footer.last_group;
  segment->data_end = footer.data_end;
  segment->sealed = true;
  group_max_ = std::max(group_max_, segment->last_group);
  found_.push_back({std::move(segment), std::move(survey.index), {}, false, {}});
  return {};
}

Result<void> Recovery::load_unsealed(const std::shared_ptr<Segment>& segment, bool index_damaged) {
  // A process that was killed may have left what only the kernel holds. Who reads it now must find
  // it after a power cut, too.
  TRY(segment->file->sync());
  SegmentScan scan = TRY(scan_segment(*segment->file, segment->header, segment->file_bytes,
                                      is_planted(core_.settings, PlantedBug::old_group_believed)));
  if (is_planted(core_.settings, PlantedBug::torn_group_believed)) {
    for (ScannedGroup& group : scan.groups) group.intact = true;
  }
  if (first_group_number(scan) == 0) {
    unused_.push_back(segment);
    return {};
  }
  for (const ScannedGroup& group : scan.groups) {
    if (group.header) group_max_ = std::max(group_max_, group.header->number);
  }
  found_.push_back({segment, {}, std::move(scan), index_damaged, {}});
  return {};
}

Result<void> Recovery::seal_segments() {
  MutexLock lock(core_.mutex);
  for (Found& found : found_) {
    const std::shared_ptr<Segment>& segment = found.segment;
    if (found.scan) {
      if (segment->last_group == 0) {
        unused_.push_back(segment);
        continue;
      }
      TRY(seal(found));
    }
    core_.segments[segment->header.id] = segment;
  }
  return {};
}

Result<void> Recovery::seal(Found& found) {
  Segment& segment = *found.segment;
  // If the sync of such a group failed, it may stand in the page cache alone, and only writing it
  // again makes it durable: a later sync finds nothing to do.
  for (const ByteRange& range : found.unproven) {
    if (is_planted(core_.settings, PlantedBug::unproven_not_rewritten)) break;
    std::vector<std::byte> group(range.bytes);
    TRY(segment.file->read_at(range.position, group));
    TRY(segment.file->write_at(range.position, group));
  }
  // What a loss adds may be more than was left free for the index.
  const std::uint64_t needed = segment.data_end + segment.index_bytes_with(0, 0, 0);
  segment.file_bytes = std::max(segment.file_bytes, round_up_to_page(needed));
  TRY(write_index(segment, core_.settings));
  become_sealed(segment);
  segment.file.reset();
  return {};
}

Result<void> Recovery::open_active() {
  MutexLock lock(core_.mutex);
  core_.epoch = epoch_max_ + 1;
  core_.next_group = group_max_ + 1;
  core_.durable_up_to = group_max_;
  core_.next_segment_id = id_max_ + 1;
  std::shared_ptr<Segment> active;
  std::ranges::sort(unused_, {}, [](const auto& each) { return each->header.id; });
  // Ids grow in the order of use, so only the newest can be used; the others go.
  if (!unused_.empty() && unused_.back()->header.id == id_max_) {
    const std::shared_ptr<Segment> kept = std::move(unused_.back());
    unused_.pop_back();
    const SegmentHeader header{id_max_, core_.dependencies.random.next(), core_.epoch};
    std::vector<std::byte> page(page_bytes);
    encode(header, page.data());
    TRY(kept->file->write_at(0, page));
    TRY(kept->file->sync());
    active = std::make_shared<Segment>(header, kept->path, kept->file_bytes);
    active->file = kept->file;
  }
  for (std::shared_ptr<Segment>& each : unused_) {
    each->file.reset();
    TRY(remove(each->path));
  }
  if (!active) {
    const SegmentHeader header{core_.next_segment_id++, core_.dependencies.random.next(),
                               core_.epoch};
    const std::string path = segment_path(core_.directory, header.id);
    const std::uint64_t bytes = round_up_to_page(core_.settings.first_segment_bytes);
    Result<std::shared_ptr<env::File>> file =
        make_segment_file(core_.dependencies.files, core_.directory, path, header, bytes,
                          core_.settings, [] { return false; });
    // Reads go on with a full disk; the maker tries again when something is written.
    if (!file && file.error().code == ErrorCode::no_space) return {};
    if (!file) return std::unexpected(file.error());
    active = std::make_shared<Segment>(header, path, bytes);
    active->file = std::move(*file);
  }
  core_.segments[active->header.id] = active;
  core_.active = std::move(active);
  return {};
}

Result<void> Recovery::remove(const std::string& path) {
  Result<void> removed = core_.dependencies.files.remove(path);
  if (!removed && removed.error().code != ErrorCode::not_found) return removed;
  return {};
}

}  // namespace weir::log::journal
