#include "log/journal/segment_maker.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "log/journal/data_directory.h"
#include "log/journal/journal_core.h"

namespace weir::log::journal {
namespace {

constexpr std::uint64_t growth = 8;
constexpr std::uint64_t filled_at_once = 8u << 20;
constexpr milliseconds retry_interval{500};

Result<void> fill(env::File& file, const SegmentHeader& header, std::uint64_t bytes,
                  const std::function<bool()>& stop) {
  std::vector<std::byte> page(page_bytes);
  encode(header, page.data());
  TRY(file.write_at(0, page));
  for (std::uint64_t at = page_bytes; at < bytes; at += filled_at_once) {
    if (stop()) return fail(ErrorCode::in_use, "The journal is closing.");
    TRY(file.write_zeros(at, std::min(filled_at_once, bytes - at)));
  }
  return {};
}

// A planted bug: takes the file of a dead segment, with the groups that are in it.
Result<std::shared_ptr<env::File>> recycle(env::FileSystem& files, const std::string& directory,
                                           const std::string& path, const SegmentHeader& header,
                                           std::uint64_t bytes) {
  std::shared_ptr<env::File> file = TRY(files.open(recycled_path(directory)));
  if (TRY(file->size()) != bytes) return fail(ErrorCode::not_found, "None of this size.");
  std::vector<std::byte> page(page_bytes);
  encode(header, page.data());
  TRY(file->write_at(0, page));
  std::ranges::fill(page, std::byte{0});
  TRY(file->write_at(bytes - page_bytes, page));
  TRY(file->sync());
  TRY(files.rename(recycled_path(directory), path));
  TRY(files.sync_directory(directory));
  return file;
}

}  // namespace

Result<std::shared_ptr<env::File>> make_segment_file(
    env::FileSystem& files, const std::string& directory, const std::string& path,
    const SegmentHeader& header, std::uint64_t bytes, const JournalSettings& settings,
    const std::function<bool()>& stop) {
  if (recycles_segments(settings)) {
    Result<std::shared_ptr<env::File>> file = recycle(files, directory, path, header, bytes);
    if (file || file.error().code != ErrorCode::not_found) return file;
  }
  // Under another name until it is whole: a half-made one is never taken for a segment.
  const std::string unfinished = path + ".new";
  Result<std::unique_ptr<env::File>> created = files.create(unfinished);
  if (!created && created.error().code == ErrorCode::unavailable) {
    return fail(ErrorCode::throttled, created.error().message);
  }
  if (!created) return std::unexpected(created.error());
  std::shared_ptr<env::File> file = std::move(*created);
  Result<void> made = fill(*file, header, bytes, stop);
  if (made) made = file->sync();
  if (made) made = files.rename(unfinished, path);
  if (!made) {
    file.reset();
    // Only to give its space back: the next start removes what this cannot.
    static_cast<void>(files.remove(unfinished));
    return std::unexpected(made.error());
  }
  if (!is_planted(settings, PlantedBug::directory_not_synced)) TRY(files.sync_directory(directory));
  return file;
}

void SegmentMaker::prepare() {
  core_.mutex.assert_held();
  if (!core_.ready && !making_ && !failed_lately() && !core_.closed) start(0);
}

bool SegmentMaker::request(std::uint64_t bytes_min) {
  core_.mutex.assert_held();
  needed_ = true;
  if (making_) return true;
  if (failed_lately()) return false;
  start(bytes_min);
  return true;
}

bool SegmentMaker::failed_lately() const {
  return disk_is_full_ && core_.dependencies.clock.monotonic_now() - failed_at_ < retry_interval;
}

void SegmentMaker::start(std::uint64_t bytes_min) {
  core_.mutex.assert_held();
  making_ = true;
  const std::uint64_t id = core_.next_segment_id++;
  const std::uint64_t grown =
      core_.active ? core_.active->file_bytes * growth : core_.settings.first_segment_bytes;
  bytes_min = std::max<std::uint64_t>(bytes_min, core_.settings.first_segment_bytes);
  const std::uint64_t bytes = std::max<std::uint64_t>(
      bytes_min, std::min<std::uint64_t>(grown, core_.settings.segment_bytes));
  core_.run_in_background([this, id, bytes, bytes_min] {
    make(id, round_up_to_page(bytes), round_up_to_page(bytes_min));
  });
}

void SegmentMaker::make(std::uint64_t id, std::uint64_t bytes, std::uint64_t bytes_min) {
  const SegmentHeader header{id, core_.dependencies.random.next(), core_.epoch};
  const std::string path = core_.segment_path(id);
  const auto stop = [this] { return core_.closed && !needed_; };
  auto attempt = [&](std::uint64_t size) {
    return make_segment_file(core_.dependencies.files, core_.directory, path, header, size,
                             core_.settings, stop);
  };
  Result<std::shared_ptr<env::File>> file = attempt(bytes);
  if (!file && file.error().code == ErrorCode::no_space && bytes_min < bytes) {
    bytes = bytes_min;  // On a nearly full disk a small segment is better than none.
    file = attempt(bytes);
  }
  if (!file) {
    finish(std::unexpected(file.error()));
    return;
  }
  auto segment = std::make_shared<Segment>(header, path, bytes);
  segment->file = std::move(*file);
  finish(std::move(segment));
}

void SegmentMaker::finish(Result<std::shared_ptr<Segment>> made) {
  // What lacked when the file was to be created (file handles, say) may be there later, as room.
  const bool is_full = !made && (made.error().code == ErrorCode::no_space ||
                                 made.error().code == ErrorCode::throttled);
  const bool was_stopped = !made && made.error().code == ErrorCode::in_use && core_.closed;
  if (!made && !is_full && !was_stopped) {
    core_.fail_for_good("a segment could not be made: " + made.error().message);
  }
  std::shared_ptr<Segment> too_small;
  {
    MutexLock lock(core_.mutex);
    making_ = false;
    needed_ = false;
    if (made) too_small = std::exchange(core_.ready, *made);
    if (!made) failed_at_ = core_.dependencies.clock.monotonic_now();
    if (is_full && !disk_is_full_) {
      core_.dependencies.logger.warning(
          "disk_full", {{"directory", core_.directory},
                        {"reason", made.error().message},
                        {"effect", "writes are refused until there is room; reads go on"}});
    }
    if (made && disk_is_full_) {
      core_.dependencies.logger.info("disk_has_room_again", {{"directory", core_.directory}});
    }
    disk_is_full_ = is_full || (disk_is_full_ && !made);
  }
  if (too_small) {
    Result<void> removed = core_.dependencies.files.remove(too_small->path);
    if (!removed) {
      core_.dependencies.logger.warning("segment_not_removed",
                                        {{"reason", removed.error().message}});
    }
  }
  core_.committer.segment_made();
}

}  // namespace weir::log::journal
