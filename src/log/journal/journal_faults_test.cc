// What a journal does when its disk or its directory is not as it should be: full, failing,
// damaged, somebody else's, of another time.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "env/real_file_system.h"
#include "env/temporary_directory.h"
#include "log/journal/segment_index.h"
#include "log/journal/segment_scan.h"
#include "log/journal/sim_machine.h"

namespace weir::log::journal {
namespace {

constexpr std::size_t text_bytes = 6000;

class JournalFaultsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(machine_.boot()); }

  std::string next_text() { return std::to_string(count_++) + std::string(text_bytes, 'x'); }

  // Appends to a log until it is refused, `count` times at most; the error.
  std::optional<Error> fill(std::uint64_t id, int count = 1000) {
    for (int i = 0; i < count; ++i) {
      const std::string text = next_text();
      const Result<Appended> appended = machine_.append(id, {text});
      if (!appended) return appended.error();
      texts_.push_back(text);
    }
    return {};
  }

  std::size_t lines_with(const std::string& text) {
    const std::vector<env::MemoryLogger::Line> lines = machine_.logger.lines();
    return static_cast<std::size_t>(std::ranges::count_if(
        lines, [&](const auto& line) { return line.text.find(text) != std::string::npos; }));
  }

  void reboot() {
    machine_.settle();
    machine_.kill();
    const Result<void> booted = machine_.boot();
    ASSERT_TRUE(booted) << booted.error().message;
  }

  std::string path(std::size_t index) { return "data/" + machine_.segment_names().at(index); }

  SegmentScan scan(const std::string& file) {
    const auto opened = std::move(machine_.disk.open(file).value());
    std::vector<std::byte> page(page_bytes);
    EXPECT_TRUE(opened->read_at(0, page));
    return scan_segment(*opened, *decode_segment_header(page), *opened->size()).value();
  }

  // More bits of a header than its checksum can tell.
  void spoil_header(const std::string& file, std::uint64_t position) {
    for (std::uint64_t at = 16; at < 22; ++at) machine_.disk.flip_bit(file, position + at, 3);
  }

  IndexSummary index(const std::string& file) {
    const auto opened = std::move(machine_.disk.open(file).value());
    return read_index(*opened, *opened->size()).value();
  }

  IndexFooter footer(const std::string& file) { return index(file).footer; }

  SimMachine machine_;
  int count_ = 0;
  std::vector<std::string> texts_;  // Acknowledged.
};

TEST_F(JournalFaultsTest, AFullDiskRefusesWritesServesReadsAndTakesWritesAgain) {
  ASSERT_FALSE(fill(1, 30));
  machine_.settle();
  machine_.disk.set_capacity(machine_.disk.used_bytes());
  const std::optional<Error> refused = fill(1);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, ErrorCode::no_space);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(fill(1)->code, ErrorCode::no_space);
  EXPECT_EQ(machine_.read_all(1), texts_);
  EXPECT_EQ(lines_with("event=disk_full"), 1u);

  machine_.disk.set_capacity(machine_.disk.used_bytes() + (64u << 20));
  machine_.scheduler.run_for(seconds(1));
  ASSERT_FALSE(fill(1, 100));
  machine_.settle();
  EXPECT_EQ(machine_.read_all(1), texts_);
  EXPECT_EQ(lines_with("event=disk_full"), 1u);
  EXPECT_EQ(lines_with("event=disk_has_room_again"), 1u);
  EXPECT_EQ(machine_.logger.error_count(), 0u);
  EXPECT_FALSE(machine_.fatal_reason);
  reboot();
  EXPECT_EQ(machine_.read_all(1), texts_);
}

TEST_F(JournalFaultsTest, TrimmingAFullDiskMakesRoom) {
  ASSERT_FALSE(fill(1, 30));
  machine_.settle();
  machine_.disk.set_capacity(machine_.disk.used_bytes());
  ASSERT_EQ(fill(1)->code, ErrorCode::no_space);
  ASSERT_TRUE(machine_.trim(1, Offset{texts_.size()}));
  machine_.settle();
  machine_.scheduler.run_for(seconds(1));
  const std::size_t before = texts_.size();
  EXPECT_FALSE(fill(1, 5));
  EXPECT_EQ(machine_.read_all(1),
            (std::vector(texts_.begin() + static_cast<std::ptrdiff_t>(before), texts_.end())));
}

TEST_F(JournalFaultsTest, AFullDiskLeavesNoHalfMadeSegmentBehind) {
  ASSERT_FALSE(fill(1, 30));
  machine_.settle();
  machine_.disk.set_capacity(machine_.disk.used_bytes() + 10'000);
  ASSERT_EQ(fill(1)->code, ErrorCode::no_space);
  machine_.settle();
  const std::vector<std::string> names = *machine_.disk.list("data");
  EXPECT_TRUE(std::ranges::none_of(
      names, [](const std::string& each) { return each.ends_with(".segment.new"); }));
}

TEST_F(JournalFaultsTest, AFailedSyncIsFatalAndAcknowledgesNothing) {
  ASSERT_FALSE(fill(1, 3));
  machine_.settle();
  machine_.disk.fail_next_sync();
  const Result<Appended> appended = machine_.append(1, {next_text()});
  EXPECT_FALSE(appended);
  EXPECT_TRUE(machine_.fatal_reason);
  // Nor does it take anything more.
  const Result<Appended> later = machine_.append(1, {next_text()});
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().code, ErrorCode::unavailable);
  machine_.fatal_reason.reset();
  machine_.power_cut();
  ASSERT_TRUE(machine_.boot());
  const std::vector<std::string> kept = machine_.read_all(1);
  ASSERT_GE(kept.size(), texts_.size());
  EXPECT_TRUE(std::equal(texts_.begin(), texts_.end(), kept.begin()));
}

TEST_F(JournalFaultsTest, ASecondServerOnTheSameDirectoryIsRefused) {
  const auto second =
      Journal::open(machine_.settings,
                    {machine_.disk, machine_.clock, machine_.random, machine_.running->worker,
                     machine_.logger, [](const std::string&) {}},
                    "data");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::in_use);
  EXPECT_EQ(second.error().message, "Another process uses the data directory data.");
  ASSERT_FALSE(fill(1, 3));
}

TEST_F(JournalFaultsTest, ADirectoryOfANewerFormatIsRefusedAndLeftAlone) {
  ASSERT_FALSE(fill(1, 3));
  machine_.kill();
  const auto write_format = [this](std::string_view text) {
    const auto file = std::move(machine_.disk.open("data/FORMAT").value());
    ASSERT_TRUE(file->write_at(0, bytes_of(text)));
    ASSERT_TRUE(file->sync());
  };
  write_format("weir journal format 7\n");
  const std::vector<std::string> names = *machine_.disk.list("data");
  const Result<void> booted = machine_.boot();
  ASSERT_FALSE(booted);
  EXPECT_EQ(booted.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(booted.error().message,
            "data is written in format 7, which a newer Weir made; this one knows formats up to "
            "1.");
  EXPECT_EQ(*machine_.disk.list("data"), names);
  write_format("weir journal format 1\n");
  ASSERT_TRUE(machine_.boot());
  EXPECT_EQ(machine_.read_all(1), texts_);
}

TEST_F(JournalFaultsTest, SegmentsWithoutAFormatAreRefused) {
  machine_.kill();
  ASSERT_TRUE(machine_.disk.remove("data/FORMAT"));
  const Result<void> booted = machine_.boot();
  ASSERT_FALSE(booted);
  EXPECT_EQ(booted.error().code, ErrorCode::invalid_argument);
}

TEST_F(JournalFaultsTest, ADirectoryThatCannotBeWrittenIsNamed) {
  const env::TemporaryDirectory directory;
  env::RealFileSystem files({.read_only = true});
  for (const std::string& path : {directory.path(), directory / "below"}) {
    const auto opened =
        Journal::open(machine_.settings,
                      {files, machine_.clock, machine_.random, machine_.running->worker,
                       machine_.logger, [](const std::string&) {}},
                      path);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
    EXPECT_NE(opened.error().message.find(path), std::string::npos) << opened.error().message;
  }
}

TEST_F(JournalFaultsTest, ADamagedIndexLosesNothing) {
  ASSERT_FALSE(fill(1, 120));
  machine_.settle();
  ASSERT_GE(machine_.segment_names().size(), 4u);
  const Offset tail = machine_.journal->log(LogId{1})->bounds().tail;
  machine_.kill();
  machine_.disk.flip_bit(path(0), rows_position(footer(path(0))) + 9);
  ASSERT_TRUE(machine_.boot());
  EXPECT_EQ(machine_.read_all(1), texts_);
  EXPECT_EQ(machine_.journal->log(LogId{1})->bounds().tail, tail);
  EXPECT_EQ(lines_with("event=journal_damaged"), 1u);
}

TEST_F(JournalFaultsTest, RecordsAreFoundWithoutThePartOfTheIndexThatIsDamaged) {
  ASSERT_FALSE(fill(1, 60));
  machine_.settle();
  machine_.kill();
  machine_.disk.flip_bit(path(0), extents_position(footer(path(0))) + 9);
  ASSERT_TRUE(machine_.boot());
  EXPECT_EQ(machine_.read_all(1), texts_);
  EXPECT_EQ(machine_.read_all(1), texts_);
  EXPECT_EQ(lines_with("event=journal_damaged"), 1u);
}

// Where the index does not help and a group is lost besides, what is copied must keep its place.
TEST_F(JournalFaultsTest, ACopyDoesNotCloseAGap) {
  constexpr std::uint64_t count = 40;
  for (std::uint64_t i = 0; i < count; ++i) {
    ASSERT_TRUE(machine_.append(2, {std::to_string(i)}));
    ASSERT_FALSE(fill(1, 1));
  }
  machine_.settle();
  machine_.kill();
  const std::string first = path(0);
  const SegmentScan scanned = scan(first);
  // The third group that has a record of log 2.
  const auto lost = std::ranges::find_if(scanned.groups, [](const ScannedGroup& group) {
    return group.blocks.front().header.log == LogId{2} &&
           group.blocks.front().header.first == Offset{2};
  });
  ASSERT_NE(lost, scanned.groups.end());
  ASSERT_GT(scanned.groups.end() - lost, 4);
  spoil_header(first, lost->position);
  for (const IndexRow& row : index(first).rows) {
    if (row.log != LogId{2}) continue;
    machine_.disk.flip_bit(
        first, extents_position(footer(first)) + std::uint64_t{row.extents_begin} * extent_bytes);
  }
  ASSERT_TRUE(machine_.boot());
  ASSERT_TRUE(machine_.trim(1, Offset{count}));
  machine_.settle();
  for (std::uint64_t i = 0; i < count; ++i) {
    const Result<ReadBatch> read = machine_.read(2, Offset{i}, {1, 1000});
    ASSERT_EQ(read.has_value(), i != 2) << i;
    if (!read) continue;
    ASSERT_EQ(read->records.size(), 1u);
    EXPECT_EQ(read->records[0].offset, Offset{i});
    EXPECT_EQ(text_of(read->records[0].data), std::to_string(i));
  }
}

TEST_F(JournalFaultsTest, DamageInOneLogLeavesTheOthers) {
  std::vector<std::string> others;
  for (int i = 0; i < 40; ++i) {
    ASSERT_FALSE(fill(1, 1));
    others.push_back("other " + std::to_string(i));
    ASSERT_TRUE(machine_.append(2, {others.back()}));
  }
  machine_.settle();
  machine_.kill();
  ScannedBlock victim;
  for (const ScannedGroup& group : scan(path(0)).groups) {
    for (const ScannedBlock& block : group.blocks) {
      if (block.header.log == LogId{1} && block.header.first == Offset{3}) victim = block;
    }
  }
  ASSERT_EQ(victim.header.log, LogId{1});
  machine_.disk.flip_bit(path(0), victim.position + 1000);
  ASSERT_TRUE(machine_.boot());
  EXPECT_EQ(machine_.read_all(2), others);
  const Result<ReadBatch> before = machine_.read(1, {});
  ASSERT_TRUE(before);
  EXPECT_EQ(before->records.size(), 3u);
  for (int i = 0; i < 3; ++i) {
    const Result<ReadBatch> at = machine_.read(1, Offset{3});
    ASSERT_FALSE(at);
    EXPECT_EQ(at.error().code, ErrorCode::corrupt);
  }
  const Result<ReadBatch> behind = machine_.read(1, Offset{4});
  ASSERT_TRUE(behind);
  EXPECT_EQ(text_of(behind->records.at(0).data), texts_.at(4));
  // One line, with the place.
  EXPECT_EQ(lines_with("event=journal_damaged"), 1u);
  EXPECT_EQ(lines_with("file=" + path(0) + " offset=" + std::to_string(victim.position)), 1u);
}

class FlippedBitTest : public JournalFaultsTest,
                       public testing::WithParamInterface<std::uint64_t> {};

// In the segment that is being written, and in the group that alone has log 2: without it, nobody
// would know that there is such a log.
TEST_P(FlippedBitTest, OfAHeaderLosesNothingAndIsPutRight) {
  ASSERT_FALSE(fill(1, 2));
  ASSERT_TRUE(machine_.append(2, {"only here"}));
  ASSERT_FALSE(fill(1, 2));
  machine_.settle();
  machine_.kill();
  const std::vector<ScannedGroup> groups = scan(path(0)).groups;
  const auto group = std::ranges::find_if(
      groups, [](const ScannedGroup& each) { return each.blocks.front().header.log == LogId{2}; });
  ASSERT_NE(group, groups.end());
  const bool of_group = GetParam() < group_header_bytes;
  const std::uint64_t header = group->position + (of_group ? 0 : group_header_bytes);
  machine_.disk.flip_bit(path(0), group->position + GetParam(), GetParam() % 8);
  ASSERT_EQ(scan(path(0)).groups.at(group - groups.begin()).mended.size(), 1u);

  ASSERT_TRUE(machine_.boot());
  EXPECT_EQ(machine_.read_all(2), std::vector<std::string>{"only here"});
  EXPECT_EQ(machine_.read_all(1), texts_);
  EXPECT_EQ(lines_with("event=journal_damaged"), 1u);
  EXPECT_EQ(lines_with("file=" + path(0) + " offset=" + std::to_string(header)), 1u);
  EXPECT_TRUE(scan(path(0)).groups.at(group - groups.begin()).mended.empty());
}

INSTANTIATE_TEST_SUITE_P(Byte, FlippedBitTest,
                         testing::Range<std::uint64_t>(0, group_header_bytes + block_header_bytes));

TEST_F(JournalFaultsTest, AFlippedBitOfABlocksHeaderInASealedSegmentIsReadOver) {
  ASSERT_FALSE(fill(1, 40));
  machine_.settle();
  machine_.kill();
  ASSERT_TRUE(index(path(0)).footer.last_group > 0);
  const ScannedBlock block = scan(path(0)).groups.at(2).blocks.at(0);
  for (std::uint64_t at = 0; at < block_header_bytes; ++at) {
    machine_.disk.flip_bit(path(0), block.position + at, at % 8);
    ASSERT_TRUE(machine_.boot());
    EXPECT_EQ(machine_.read_all(1), texts_) << at;
    machine_.kill();
    machine_.disk.flip_bit(path(0), block.position + at, at % 8);
  }
}

// A group that nobody can read may have held records of any log, so offsets are skipped, also for
// logs that begin to exist later.
TEST_F(JournalFaultsTest, ALogThatBeginsAfterALossIsWholeAlsoAfterTheNextStart) {
  ASSERT_FALSE(fill(1, 6));
  machine_.settle();
  machine_.kill();
  const SegmentScan scanned = scan(path(0));
  spoil_header(path(0), scanned.groups.at(2).position);
  ASSERT_TRUE(machine_.boot());
  EXPECT_EQ(lines_with("event=journal_damaged"), 1u);
  ASSERT_TRUE(machine_.append(9, {"new"}));
  EXPECT_EQ(machine_.read_all(9), std::vector<std::string>{"new"});
  reboot();
  ASSERT_TRUE(machine_.append(9, {"newer"}));
  EXPECT_EQ(machine_.read_all(9), (std::vector<std::string>{"new", "newer"}));
  reboot();
  EXPECT_EQ(machine_.read_all(9), (std::vector<std::string>{"new", "newer"}));
}

}  // namespace
}  // namespace weir::log::journal
