// Damage planted in a stopped journal, and what the check says of it.
#include "log/journal/check/directory_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "log/journal/check/planted_fixture.h"

namespace weir::log::journal {
namespace {

using DirectoryCheckTest = StoppedJournal;

// A group in the middle of the first segment, which is sealed, with a block of one of the logs.
ScannedGroup middle_group(const SegmentScan& scan) {
  return scan.groups.at(scan.groups.size() / 2);
}

LogRange range_of(const ScannedBlock& block) {
  return {block.header.log, block.header.first, block.header.first + block.header.count};
}

TEST_F(DirectoryCheckTest, TellsWhatADirectoryHolds) {
  fill_and_stop();
  const auto checked = check();
  EXPECT_TRUE(checked->findings().empty()) << describe(checked->findings());

  ASSERT_GE(checked->segments().size(), 3u);
  std::uint64_t group = 0;
  for (const CheckedSegment& segment : checked->segments()) {
    if (segment.state == SegmentState::empty) continue;
    EXPECT_EQ(segment.first_group, group + 1);
    EXPECT_EQ(segment.group_count, segment.last_group - segment.first_group + 1);
    group = segment.last_group;
    EXPECT_EQ(segment.header.epoch, 1u);
  }
  EXPECT_EQ(checked->segments().front().state, SegmentState::sealed);

  ASSERT_EQ(checked->logs().size(), 3u);
  for (const auto& [id, texts] : texts_) {
    const CheckedLog& log = checked->logs().at(LogId{id});
    EXPECT_EQ(log.record_count, texts.size());
    EXPECT_EQ(log.end.has_value(), id == 3);
    EXPECT_EQ(log.tail.value, texts.size() + std::uint64_t{id == 3});
    EXPECT_TRUE(log.lost.empty());
    EXPECT_EQ(read_all(*checked, id), texts);
  }
}

TEST_F(DirectoryCheckTest, ChangesNothing) {
  fill_and_stop();
  const std::vector<std::string> names = *machine_.disk.list("data");
  std::vector<std::string> contents;
  for (const std::string& each : names) contents.push_back(*machine_.disk.seen("data/" + each));
  flip(path(0), 20'000);  // Also when there is something to mend.
  contents[static_cast<std::size_t>(std::ranges::find(names, machine_.segment_names()[0]) -
                                    names.begin())] = *machine_.disk.seen(path(0));
  check();
  EXPECT_EQ(*machine_.disk.list("data"), names);
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_TRUE(*machine_.disk.seen("data/" + names[i]) == contents[i]) << names[i];
  }
}

TEST_F(DirectoryCheckTest, CountsNeitherTrimmedRecordsNorEndMarkers) {
  fill();
  ASSERT_TRUE(machine_.trim(1, Offset{41}));
  machine_.settle();
  machine_.kill();
  const auto checked = check();
  EXPECT_TRUE(checked->findings().empty()) << describe(checked->findings());
  EXPECT_EQ(checked->logs().at(LogId{1}).horizon, Offset{41});
  EXPECT_EQ(checked->logs().at(LogId{1}).record_count, texts_[1].size() - 41);
  EXPECT_EQ(checked->logs().at(LogId{3}).record_count, 1u);
}

TEST_F(DirectoryCheckTest, NamesTheBlockWhosePayloadIsDamaged) {
  fill_and_stop();
  const ScannedBlock block = middle_group(scan(path(0))).blocks.at(0);
  flip(path(0), block.position + block_header_bytes + 100);

  const Finding found = only_damage();
  EXPECT_EQ(found.kind, FindingKind::block);
  EXPECT_EQ(found.file, path(0));
  EXPECT_EQ(found.position, block.position);
  EXPECT_EQ(found.affected, std::vector<LogRange>{range_of(block)});
  EXPECT_FALSE(found.affects_unknown);

  const std::uint64_t id = block.header.log.value;
  const auto checked = check();
  EXPECT_EQ(checked->logs().at(LogId{id}).record_count, texts_[id].size() - block.header.count);
  std::vector<std::string> expected = texts_[id];
  expected.at(block.header.first.value) = "?";
  EXPECT_EQ(read_all(*checked, id), expected);
}

TEST_F(DirectoryCheckTest, KnowsFromTheIndexWhatWasInAGroupWithoutHeader) {
  fill_and_stop();
  const ScannedGroup group = middle_group(scan(path(0)));
  spoil_header(path(0), group.position);

  const Finding found = only_damage();
  EXPECT_EQ(found.kind, FindingKind::group);
  EXPECT_EQ(found.position, group.position);
  EXPECT_EQ(found.affected, std::vector<LogRange>{range_of(group.blocks.at(0))});
  EXPECT_FALSE(found.affects_unknown);
}

TEST_F(DirectoryCheckTest, NamesAFlippedBitOfAHeaderAndReadsAsIfItWereRight) {
  fill_and_stop();
  const auto sealed_group = middle_group(scan(path(0)));
  const std::string last = open_segment();
  const auto open_group = middle_group(scan(last));
  for (const auto& [file, group] : {std::pair(path(0), sealed_group), {last, open_group}}) {
    for (const std::uint64_t header : {group.position, group.blocks.at(0).position}) {
      for (std::uint64_t at = 0; at < group_header_bytes; ++at) {
        flip(file, header + at);
        const Finding found = only_damage();
        EXPECT_EQ(found.kind, header == group.position ? FindingKind::group : FindingKind::block);
        EXPECT_EQ(found.file, file);
        EXPECT_EQ(found.position, header);
        EXPECT_TRUE(found.affected.empty());
        EXPECT_FALSE(found.affects_unknown);
        const auto checked = check();
        for (const auto& [id, texts] : texts_) EXPECT_EQ(read_all(*checked, id), texts);
        flip(file, header + at);
      }
    }
  }
}

TEST_F(DirectoryCheckTest, FindsTheLastGroupOfASealedSegmentGone) {
  fill_and_stop();
  const ScannedGroup group = scan(path(0)).groups.back();
  wipe(path(0), group.position, group.bytes);

  const Finding found = only_damage();
  EXPECT_EQ(found.kind, FindingKind::group);
  EXPECT_EQ(found.position, group.position);
  EXPECT_EQ(found.affected, std::vector<LogRange>{range_of(group.blocks.at(0))});
}

TEST_F(DirectoryCheckTest, KnowsFromTheIndexWhatWasBehindADamagedBlockHeader) {
  fill_and_stop();
  const ScannedBlock block = middle_group(scan(path(0))).blocks.at(0);
  spoil_header(path(0), block.position);

  const Finding found = only_damage();
  EXPECT_EQ(found.kind, FindingKind::group);
  EXPECT_EQ(found.position, block.position);
  EXPECT_EQ(found.affected, std::vector<LogRange>{range_of(block)});
}

TEST_F(DirectoryCheckTest, ADamagedSegmentHeaderLosesNothing) {
  fill_and_stop();
  flip(path(1), 24);
  const Finding found = only_damage();
  EXPECT_EQ(found.kind, FindingKind::segment_header);
  EXPECT_EQ(found.file, path(1));
  EXPECT_EQ(found.position, 0u);
  EXPECT_TRUE(found.affected.empty());
  EXPECT_EQ(read_all(*check(), 1), texts_[1]);
}

TEST_F(DirectoryCheckTest, ADamagedVersionIsNotTakenForANewerFormat) {
  fill_and_stop();
  flip(path(1), 8);
  EXPECT_EQ(only_damage().kind, FindingKind::segment_header);
}

TEST_F(DirectoryCheckTest, ADamagedRowOfAnIndexLosesNothing) {
  fill_and_stop();
  const std::uint64_t rows = rows_position(index(path(0)).footer);
  flip(path(0), rows + 9);
  const Finding found = only_damage();
  EXPECT_EQ(found.kind, FindingKind::index);
  EXPECT_EQ(found.position, rows);
  EXPECT_TRUE(found.affected.empty());
  EXPECT_EQ(read_all(*check(), 1), texts_[1]);
}

TEST_F(DirectoryCheckTest, ADamagedFooterOfAnIndexLosesNothing) {
  fill_and_stop();
  const std::uint64_t footer = *open(path(0))->size() - page_bytes;
  flip(path(0), footer + 60);
  const Finding found = only_damage();
  EXPECT_EQ(found.kind, FindingKind::index);
  EXPECT_EQ(found.position, footer);
  EXPECT_TRUE(found.affected.empty());
  EXPECT_EQ(read_all(*check(), 1), texts_[1]);
}

TEST_F(DirectoryCheckTest, ADamagedExtentOfAnIndexLosesNothing) {
  fill_and_stop();
  const IndexSummary summary = index(path(0));
  const IndexRow row = *std::ranges::find(summary.rows, LogId{1}, &IndexRow::log);
  const std::uint64_t position =
      extents_position(summary.footer) + row.extents_begin * extent_bytes;
  flip(path(0), position + extent_bytes + 1);
  const Finding found = only_damage();
  EXPECT_EQ(found.kind, FindingKind::index);
  EXPECT_EQ(found.position, position);
  EXPECT_TRUE(found.affected.empty());
  EXPECT_EQ(read_all(*check(), 1), texts_[1]);
}

TEST_F(DirectoryCheckTest, TakesTheLastWriteOfAllForATornTail) {
  fill_and_stop();
  const std::string file = open_segment();
  const ScannedGroup group = scan(file).groups.back();
  const std::uint64_t records = check()->logs().at(LogId{2}).record_count;
  const std::uint64_t header = group.position;
  const std::uint64_t body = header + group_header_bytes + block_header_bytes;
  for (const std::uint64_t damaged : {header, header + group_header_bytes, body}) {
    spoil_header(file, damaged);
    const auto checked = check();
    ASSERT_EQ(checked->findings().size(), 1u) << describe(checked->findings());
    EXPECT_EQ(checked->findings()[0].kind, FindingKind::torn_tail);
    EXPECT_FALSE(is_damage(checked->findings()[0].kind));
    EXPECT_EQ(checked->findings()[0].file, file);
    EXPECT_EQ(checked->findings()[0].position, group.position);
    EXPECT_EQ(checked->logs().at(LogId{2}).record_count, records - 1);
    spoil_header(file, damaged);  // Back again.
  }
}

TEST_F(DirectoryCheckTest, AHoleBeforeADurableGroupIsDamageAndNotATornTail) {
  fill_and_stop(2);
  ASSERT_EQ(check()->segments().front().state, SegmentState::open);
  const ScannedGroup group = middle_group(scan(path(0)));
  wipe(path(0), group.position, group.bytes);

  const auto checked = check();
  const std::vector<Finding> found = damage(*checked);
  ASSERT_EQ(found.size(), 2u) << describe(found);
  EXPECT_EQ(found[0].kind, FindingKind::group);
  EXPECT_EQ(found[0].position, group.position);
  EXPECT_TRUE(found[0].affects_unknown);
  // No index tells what was in it, but the records around it do.
  EXPECT_EQ(found[1].kind, FindingKind::lost_records);
  EXPECT_EQ(found[1].affected, std::vector<LogRange>{range_of(group.blocks.at(0))});
}

TEST_F(DirectoryCheckTest, MissesGroupsThatTheNextSegmentProves) {
  fill_and_stop();
  // As if the index had never been written, and the end of the groups were gone.
  const SegmentScan scanned = scan(path(0));
  const ScannedGroup group = scanned.groups.back();
  wipe(path(0), group.position, *open(path(0))->size() - group.position);

  const auto checked = check();
  const std::vector<Finding> found = damage(*checked);
  ASSERT_EQ(found.size(), 2u) << describe(found);
  EXPECT_EQ(found[0].kind, FindingKind::missing_groups);
  EXPECT_EQ(found[0].file, path(0));
  EXPECT_EQ(found[0].position, group.position);
  EXPECT_EQ(found[1].kind, FindingKind::lost_records);
  EXPECT_EQ(found[1].affected, std::vector<LogRange>{range_of(group.blocks.at(0))});
}

TEST_F(DirectoryCheckTest, MissesASegmentThatIsGone) {
  fill_and_stop();
  const IndexSummary summary = index(path(1));
  std::vector<LogRange> expected;
  for (const IndexRow& row : summary.rows) expected.push_back({row.log, row.first, row.next});
  std::ranges::sort(expected, {}, &LogRange::log);
  ASSERT_TRUE(machine_.disk.remove(path(1)));

  const auto checked = check();
  std::vector<LogRange> lost;
  for (const Finding& each : damage(*checked)) {
    EXPECT_EQ(each.kind, FindingKind::lost_records);
    EXPECT_EQ(each.file, "data");
    lost.insert(lost.end(), each.affected.begin(), each.affected.end());
  }
  EXPECT_EQ(lost, expected);
}

TEST_F(DirectoryCheckTest, TellsOfASegmentThatWasBeingMade) {
  fill_and_stop();
  ASSERT_TRUE(machine_.disk.create("data/00000000000000ff.segment.new"));
  const auto checked = check();
  ASSERT_EQ(checked->findings().size(), 1u);
  EXPECT_EQ(checked->findings()[0].kind, FindingKind::unfinished);
  EXPECT_FALSE(is_damage(FindingKind::unfinished));
}

// What a writer with a bug leaves is no damage that checksums find.
TEST_F(DirectoryCheckTest, ComparesAnIndexWithTheGroups) {
#ifdef WEIR_PLANTED_BUGS
  machine_.settings.planted_bug = PlantedBug::index_off_by_one;
#endif
  fill_and_stop();
  const std::vector<Finding> found = damage(*check());
  ASSERT_FALSE(found.empty());
  for (const Finding& each : found) EXPECT_EQ(each.kind, FindingKind::index);
}

TEST_F(DirectoryCheckTest, EveryFlippedBitOfASealedSegmentIsFound) {
  fill_and_stop();
  const std::string file = path(0);
  const IndexSummary summary = index(file);
  const SegmentScan scanned = scan(file);
  // Only what lies between the groups, and between the index and its footer, means nothing.
  const auto means_something = [&](std::uint64_t position) {
    if (position < page_bytes) return position < 44;
    for (const ScannedGroup& group : scanned.groups) {
      if (position < group.position + group.bytes) {
        return position < group.position + group.header->bytes;
      }
    }
    const std::uint64_t footer = *open(file)->size() - page_bytes;
    if (position >= footer) return position < footer + index_footer_bytes;
    return position < rows_position(summary.footer) + summary.rows.size() * row_bytes +
                          summary.states.size() * state_row_bytes;
  };
  env::SeededRandom chance(7);
  int meaningful = 0;
  for (int i = 0; i < 150; ++i) {
    std::uint64_t position = chance.below(*open(file)->size());
    // Half of them near the ends, where the tables are.
    if (i % 4 == 0) position = chance.below(44);
    if (i % 4 == 1) position = summary.footer.data_end + chance.below(2000);
    flip(file, position);
    const std::vector<Finding> found = damage(*check());
    flip(file, position);
    if (!means_something(position)) {
      EXPECT_TRUE(found.empty()) << position << "\n" << describe(found);
      continue;
    }
    ++meaningful;
    ASSERT_FALSE(found.empty()) << position;
    EXPECT_EQ(found[0].file, file);
    EXPECT_LE(found[0].position.value(), position);
  }
  EXPECT_GT(meaningful, 50);
}

TEST_F(DirectoryCheckTest, RefusesADirectoryThatAServerHasOpen) {
  fill(3);
  const auto checked = DirectoryCheck::run(machine_.disk, "data");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::in_use);
  EXPECT_EQ(checked.error().message, "A server has data open; stop it first.");
}

TEST_F(DirectoryCheckTest, RefusesWhatIsNoDataDirectory) {
  auto checked = DirectoryCheck::run(machine_.disk, "nowhere");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::not_found);
  ASSERT_TRUE(machine_.disk.create_directories("empty"));
  checked = DirectoryCheck::run(machine_.disk, "empty");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().message, "empty is not a data directory.");
  EXPECT_TRUE(machine_.disk.list("empty")->empty());
}

TEST_F(DirectoryCheckTest, RefusesANewerFormat) {
  fill_and_stop(3);
  ASSERT_TRUE(open("data/FORMAT")->write_at(0, bytes_of(std::string("weir journal format 2\n"))));
  const auto checked = DirectoryCheck::run(machine_.disk, "data");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::invalid_argument);
  EXPECT_NE(checked.error().message.find("newer"), std::string::npos) << checked.error().message;
}

}  // namespace
}  // namespace weir::log::journal
