#include "log/journal/check/directory_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "log/journal/check/segment_check.h"
#include "log/journal/data_directory.h"

namespace weir::log::journal {

Result<std::unique_ptr<DirectoryCheck>> DirectoryCheck::run(env::FileSystem& files,
                                                            const std::string& directory) {
  std::unique_ptr<DirectoryCheck> check(new DirectoryCheck(files, directory));
  check->lock_ = TRY(lock_for_reading(files, directory));
  TRY(check_format(files, directory, false));
  TRY(check->survey_segments());
  check->judge();
  for (std::size_t i = 0; i < check->surveyed_.size(); ++i) TRY(check->check_segment(i));
  check->surveyed_.clear();
  check->build_logs();
  return check;
}

void DirectoryCheck::add(FindingKind kind, const std::string& file,
                         std::optional<std::uint64_t> position, std::string what) {
  progress_.findings.push_back({.kind = kind,
                                .file = file,
                                .position = position,
                                .what = std::move(what),
                                .affected = {},
                                .affects_unknown = false});
}

Result<void> DirectoryCheck::survey_segments() {
  for (const std::string& name : TRY(files_.list(directory_))) {
    const std::string path = fmt::format("{}/{}", directory_, name);
    if (is_unfinished(name)) {
      add(FindingKind::unfinished, path, {},
          "a segment that was being made; the next start "
          "removes it");
    }
    const std::optional<std::uint64_t> id = segment_id_of(name);
    if (!id) continue;
    const Result<void> surveyed = survey(*id, path);
    if (surveyed) continue;
    if (surveyed.error().code != ErrorCode::unavailable) return surveyed;
    // The rest of the directory may be as it should.
    add(FindingKind::unreadable, path, {}, surveyed.error().message);
    progress_.findings.back().affects_unknown = true;
  }
  return {};
}

Result<void> DirectoryCheck::survey(std::uint64_t id, const std::string& path) {
  const std::unique_ptr<env::File> file = TRY(files_.open(path));
  Surveyed surveyed;
  surveyed.path = path;
  surveyed.bytes = TRY(file->size());
  surveyed.survey = TRY(survey_segment(*file, path, id));
  const std::optional<SegmentHeader>& header = surveyed.survey.header;
  if (!header) {
    add(FindingKind::unfinished, path, 0,
        "nothing was ever written to it; the next start removes "
        "it");
    return {};
  }
  if (!surveyed.survey.index) {
    surveyed.scan = TRY(scan_segment(*file, *header, surveyed.bytes));
  }
  tell_of_ends(surveyed);
  surveyed_.push_back(std::move(surveyed));
  return {};
}

void DirectoryCheck::tell_of_ends(const Surveyed& surveyed) {
  if (surveyed.survey.header_damaged) {
    add(FindingKind::segment_header, surveyed.path, 0,
        "the header of a segment fails its checksum; what it said is known from elsewhere");
  }
  if (surveyed.survey.damaged_index_at) {
    add(FindingKind::index, surveyed.path, surveyed.survey.damaged_index_at,
        "the index of a segment fails its checksum; the next start makes it anew from the groups");
  }
}

void DirectoryCheck::judge() {
  std::vector<SegmentEvidence> evidence;
  for (const Surveyed& each : surveyed_) {
    const std::optional<IndexSummary>& index = each.survey.index;
    const bool has_groups = each.scan && first_group_number(*each.scan) != 0;
    evidence.push_back({.id = each.survey.header->id,
                        .epoch = each.survey.header->epoch,
                        .file_bytes = each.bytes,
                        .sealed_first_group = index ? index->footer.first_group : 0,
                        .sealed_last_group = index ? index->footer.last_group : 0,
                        .scan = has_groups ? &*each.scan : nullptr,
                        .was_sealed = each.survey.damaged_index_at.has_value()});
  }
  judgement_ = judge_groups(evidence);
}

Result<void> DirectoryCheck::check_segment(std::size_t number) {
  Surveyed& surveyed = surveyed_[number];
  CheckedSegment segment;
  segment.path = surveyed.path;
  segment.header = *surveyed.survey.header;
  segment.file_bytes = surveyed.bytes;
  const auto check = [&]() -> Result<void> {
    const std::unique_ptr<env::File> file = TRY(files_.open(surveyed.path));
    const std::vector<JudgedGroup> groups = TRY(groups_of(number, *file));
    const std::optional<IndexSummary>& index = surveyed.survey.index;
    TRY(SegmentCheck(*file, segment, number, progress_).run(groups, index ? &*index : nullptr));
    segments_.push_back(segment);
    compare_with_the_one_before(number, groups);
    return {};
  };
  const Result<void> checked = check();
  if (!checked) {
    add(FindingKind::unreadable, surveyed.path, {}, checked.error().message);
    progress_.findings.back().affects_unknown = true;
    segments_.resize(number);
    segments_.push_back(std::move(segment));
  }
  tell_of_torn_tail(number);
  surveyed.scan.reset();
  surveyed.survey.index.reset();
  return {};
}

Result<std::vector<JudgedGroup>> DirectoryCheck::groups_of(std::size_t number, env::File& file) {
  Surveyed& surveyed = surveyed_[number];
  std::vector<JudgedGroup> groups;
  if (surveyed.survey.index) {
    TRY(scan_sealed(surveyed, file, groups));
  } else {
    std::ranges::copy_if(judgement_.groups, std::back_inserter(groups),
                         [number](const JudgedGroup& judged) { return judged.segment == number; });
  }
  return groups;
}

// Of a sealed segment every group was durable.
Result<void> DirectoryCheck::scan_sealed(Surveyed& surveyed, env::File& file,
                                         std::vector<JudgedGroup>& groups) {
  const IndexFooter& footer = surveyed.survey.index->footer;
  surveyed.scan = TRY(scan_segment(file, *surveyed.survey.header, footer.data_end));
  std::uint64_t last_number = footer.first_group - 1;
  for (const ScannedGroup& group : surveyed.scan->groups) {
    last_number = group.header ? group.header->number : last_number + 1;
    groups.push_back({.segment = 0,
                      .group = &group,
                      .number = last_number,
                      .position = group.position,
                      .bytes = group.bytes,
                      .damaged = !group.intact,
                      .blocks_lost = group.blocks_lost});
  }
  const std::uint64_t scanned = surveyed.scan->data_end;
  if (scanned < footer.data_end) {
    groups.push_back({.segment = 0,
                      .group = nullptr,
                      .number = footer.last_group,
                      .position = scanned,
                      .bytes = footer.data_end - scanned,
                      .damaged = true,
                      .blocks_lost = true});
  }
  return {};
}

void DirectoryCheck::tell_of_torn_tail(std::size_t number) {
  const Surveyed& surveyed = surveyed_[number];
  if (surveyed.survey.index || surveyed.survey.damaged_index_at || !surveyed.scan) return;
  const std::optional<std::uint64_t> dead_from = judgement_.dead_from[number];
  if (dead_from) {
    add(FindingKind::torn_tail, surveyed.path, dead_from,
        "the last write was cut off; nobody was told that it was durable");
    return;
  }
  if (!surveyed.scan->trailing_bytes) return;
  const bool is_last = std::ranges::none_of(surveyed_, [&](const Surveyed& other) {
    return other.survey.header->epoch == surveyed.survey.header->epoch &&
           other.survey.header->id > surveyed.survey.header->id;
  });
  add(FindingKind::torn_tail, surveyed.path, surveyed.scan->data_end,
      is_last ? "the last write was cut off; nobody was told that it was durable"
              : "the index was not finished; the next start makes it anew from the groups");
}

// Segments that were made one after the other in one run of the server hold consecutive groups.
void DirectoryCheck::compare_with_the_one_before(std::size_t number,
                                                 const std::vector<JudgedGroup>& groups) {
  if (number == 0) return;
  const CheckedSegment& segment = segments_[number];
  CheckedSegment& before = segments_[number - 1];
  if (segment.group_count == 0 || before.group_count == 0 ||
      segment.header.epoch != before.header.epoch || segment.header.id != before.header.id + 1) {
    return;
  }
  const bool begins_readable = groups.front().group != nullptr && groups.front().group->header;
  if (segment.first_group <= before.last_group) {
    add(FindingKind::order, segment.path, page_bytes,
        fmt::format("the segment begins with group {}, the one before it ends with group {}",
                    segment.first_group, before.last_group));
  } else if (segment.first_group > before.last_group + 1 && begins_readable) {
    add(FindingKind::missing_groups, before.path, before.data_end,
        fmt::format("groups {} to {} stood here and are gone; what was in them is lost",
                    before.last_group + 1, segment.first_group - 1));
    progress_.findings.back().affects_unknown = true;
  }
}

}  // namespace weir::log::journal
