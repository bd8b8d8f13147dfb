#include "env/sim_file_system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "env/page_buffer.h"
#include "env/seeded_random.h"
#include "env/sim_loop.h"

namespace weir::env {
namespace {

using testing::ElementsAre;

constexpr ErrorCode unavailable = ErrorCode::unavailable;

struct Machine {
  explicit Machine(std::uint64_t seed = 1) : random(seed) {
    EXPECT_TRUE(files.create_directories("data").has_value());
  }

  // A durable file of zeros in "data", as write_durable wants it.
  std::unique_ptr<File> zero_filled(const std::string& path, std::size_t pages) {
    auto file = std::move(files.create(path).value());
    EXPECT_TRUE(file->write_at(0, PageBuffer(pages).bytes()).has_value());
    EXPECT_TRUE(file->sync().has_value());
    EXPECT_TRUE(files.sync_directory("data").has_value());
    return file;
  }

  SimClock clock;
  SeededRandom random;
  SimScheduler scheduler{clock, random};
  SimLoop loop{scheduler, 0};
  SimFileSystem files{scheduler};
};

PageBuffer filled(char letter, std::size_t pages = 1) {
  PageBuffer buffer(pages);
  std::ranges::fill(buffer.bytes(), static_cast<std::byte>(letter));
  return buffer;
}

TEST(SimFileSystem, FilesAreCreatedListedRenamedAndRemoved) {
  Machine machine;
  ASSERT_TRUE(machine.files.create("data/b").has_value());
  ASSERT_TRUE(machine.files.create("data/a").has_value());
  ASSERT_TRUE(machine.files.create_directories("data/below/deep").has_value());
  EXPECT_THAT(machine.files.list("data").value(), ElementsAre("a", "b", "below"));
  ASSERT_TRUE(machine.files.rename("data/a", "data/c").has_value());
  ASSERT_TRUE(machine.files.remove("data/b").has_value());
  EXPECT_THAT(machine.files.list("data/").value(), ElementsAre("below", "c"));
}

TEST(SimFileSystem, ErrorsAreThoseOfARealDisk) {
  Machine machine;
  ASSERT_TRUE(machine.files.create("data/a").has_value());
  EXPECT_EQ(machine.files.create("data/a").error().code, ErrorCode::in_use);
  EXPECT_EQ(machine.files.create("missing/a").error().code, ErrorCode::not_found);
  EXPECT_EQ(machine.files.open("data/b").error().code, ErrorCode::not_found);
  EXPECT_EQ(machine.files.remove("data/b").error().code, ErrorCode::not_found);
  EXPECT_EQ(machine.files.rename("data/b", "data/c").error().code, ErrorCode::not_found);
  EXPECT_EQ(machine.files.list("missing").error().code, ErrorCode::not_found);
  EXPECT_EQ(machine.files.sync_directory("missing").error().code, ErrorCode::not_found);
  std::byte byte;
  EXPECT_EQ(machine.files.open("data/a").value()->read_at(0, {&byte, 1}).error().code,
            ErrorCode::corrupt);
}

TEST(SimFileSystem, ADurableWriteAnswersLaterAndIsDurableThenNotBefore) {
  Machine machine;
  const auto file = machine.zero_filled("data/f", 2);
  const PageBuffer buffer = filled('x');
  bool has_answered = false;
  const MonotonicTime start = machine.clock.monotonic_now();
  file->write_durable(machine.loop, disk_page_bytes, buffer.bytes(), [&](Result<void> result) {
    EXPECT_TRUE(result.has_value());
    EXPECT_EQ(machine.files.durable("data/f")->back(), 'x');
    has_answered = true;
  });
  EXPECT_FALSE(has_answered);
  EXPECT_EQ(machine.files.durable("data/f")->back(), '\0');
  machine.scheduler.run_until_idle();
  EXPECT_TRUE(has_answered);
  EXPECT_GT(machine.clock.monotonic_now(), start);
}

TEST(SimFileSystem, ACutUnderADurableWriteKeepsAnySubsetOfItsPagesAndNeverAnswers) {
  std::set<std::string> outcomes;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Machine machine(seed);
    const auto file = machine.zero_filled("data/f", 2);
    const PageBuffer buffer = filled('x', 2);
    file->write_durable(machine.loop, 0, buffer.bytes(), [](Result<void>) { ADD_FAILURE(); });
    machine.files.crash();
    machine.scheduler.run_until_idle();
    const std::string content = *machine.files.seen("data/f");
    ASSERT_EQ(content.size(), 2 * disk_page_bytes);
    outcomes.insert({content.front() == 'x' ? 'x' : '-', content.back() == 'x' ? 'x' : '-'});
  }
  EXPECT_EQ(outcomes.size(), 4U);
}

TEST(SimFileSystem, AnAnswerOnItsWayIsDroppedByACrash) {
  Machine machine;
  const auto file = machine.zero_filled("data/f", 1);
  const PageBuffer buffer = filled('x');
  file->write_durable(machine.loop, 0, buffer.bytes(), [](Result<void>) { ADD_FAILURE(); });
  machine.scheduler.step();  // The write completes; its callback is posted.
  EXPECT_EQ(machine.files.durable("data/f")->front(), 'x');
  machine.files.crash();
  machine.scheduler.run_until_idle();
}

TEST(SimFileSystem, FilesOpenedBeforeACrashAreDeadAndTheDiskIsOpenedAnew) {
  Machine machine;
  const auto file = machine.zero_filled("data/f", 1);
  const auto lock = machine.files.lock("data/lock");
  machine.files.crash();
  EXPECT_EQ(file->size().error().code, unavailable);
  EXPECT_EQ(file->write_at(0, bytes_of("x")).error().code, unavailable);
  EXPECT_EQ(file->sync().error().code, unavailable);
  file->write_durable(machine.loop, 0, filled('x').bytes(), [](Result<void>) { ADD_FAILURE(); });
  machine.scheduler.run_until_idle();
  EXPECT_EQ(machine.files.open("data/f").value()->size().value(), disk_page_bytes);
  EXPECT_TRUE(machine.files.lock("data/lock").has_value());
}

// Whether `holds(machine)` after `change` and a crash: never, sometimes or always over many seeds.
template <class Change, class Holds>
std::string frequency(Change change, Holds holds) {
  int count = 0;
  constexpr int seeds = 100;
  for (int seed = 0; seed < seeds; ++seed) {
    Machine machine(static_cast<std::uint64_t>(seed));
    change(machine);
    machine.files.crash();
    if (holds(machine)) ++count;
  }
  return count == 0 ? "never" : (count == seeds ? "always" : "sometimes");
}

TEST(SimFileSystem, OnlyASyncOfTheDirectoryMakesACreationSure) {
  const auto exists = [](Machine& machine) { return machine.files.seen("data/f").has_value(); };
  const auto create = [](Machine& machine) {
    const auto file = std::move(machine.files.create("data/f").value());
    EXPECT_TRUE(file->sync().has_value());
  };
  EXPECT_EQ(frequency(create, exists), "sometimes");
  EXPECT_EQ(frequency(
                [&](Machine& machine) {
                  create(machine);
                  EXPECT_TRUE(machine.files.sync_directory("data").has_value());
                },
                exists),
            "always");
}

TEST(SimFileSystem, OnlyASyncOfTheDirectoryMakesARenameSure) {
  const auto is_renamed = [](Machine& machine) {
    EXPECT_NE(machine.files.seen("data/f").has_value(), machine.files.seen("data/g").has_value());
    return machine.files.seen("data/g").has_value();
  };
  const auto rename = [](Machine& machine) {
    machine.zero_filled("data/f", 1);
    EXPECT_TRUE(machine.files.rename("data/f", "data/g").has_value());
  };
  EXPECT_EQ(frequency(rename, is_renamed), "sometimes");
  EXPECT_EQ(frequency(
                [&](Machine& machine) {
                  rename(machine);
                  EXPECT_TRUE(machine.files.sync_directory("data").has_value());
                },
                is_renamed),
            "always");
}

TEST(SimFileSystem, OnlyASyncOfTheFileMakesItsBytesSure) {
  const auto has_bytes = [](Machine& machine) { return machine.files.seen("data/f") == "bytes"; };
  const auto write = [](Machine& machine, bool with_sync) {
    const auto file = std::move(machine.files.create("data/f").value());
    EXPECT_TRUE(machine.files.sync_directory("data").has_value());
    EXPECT_TRUE(file->write_at(0, bytes_of("bytes")).has_value());
    if (with_sync) {
      EXPECT_TRUE(file->sync().has_value());
    }
  };
  EXPECT_EQ(frequency([&](Machine& machine) { write(machine, false); }, has_bytes), "sometimes");
  EXPECT_EQ(frequency([&](Machine& machine) { write(machine, true); }, has_bytes), "always");
}

TEST(SimFileSystem, APowerCutComesAtTheChosenChangeAndLastsUntilTheRestart) {
  Machine machine;
  const auto file = machine.zero_filled("data/f", 1);
  machine.files.crash_after(2);
  EXPECT_TRUE(file->write_at(0, bytes_of("a")).has_value());
  EXPECT_FALSE(machine.files.is_off());
  EXPECT_EQ(file->sync().error().code, unavailable);
  EXPECT_TRUE(machine.files.is_off());
  EXPECT_EQ(machine.files.open("data/f").error().code, unavailable);
  EXPECT_EQ(machine.files.list("data").error().code, unavailable);
  EXPECT_EQ(machine.files.create("data/g").error().code, unavailable);
  machine.files.restart();
  EXPECT_EQ(file->size().error().code, unavailable) << "of the last boot";
  EXPECT_TRUE(machine.files.open("data/f").has_value());
}

TEST(SimFileSystem, ACutAtAChangeLeavesItDoneOrNot) {
  std::set<bool> outcomes;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Machine machine(seed);
    machine.zero_filled("data/f", 1);
    ASSERT_TRUE(machine.files.rename("data/f", "data/g").has_value());
    machine.files.crash_after(1);
    EXPECT_FALSE(machine.files.sync_directory("data").has_value());
    machine.files.restart();
    outcomes.insert(machine.files.open("data/g").has_value());
  }
  EXPECT_EQ(outcomes.size(), 2U);
}

TEST(SimFileSystem, ACutMayComeWithADurableWrite) {
  Machine machine;
  const auto file = machine.zero_filled("data/f", 1);
  const PageBuffer buffer = filled('x');
  machine.files.crash_after(1);
  file->write_durable(machine.loop, 0, buffer.bytes(), [](Result<void>) { ADD_FAILURE(); });
  EXPECT_TRUE(machine.files.is_off());
  machine.scheduler.run_until_idle();
}

TEST(SimFileSystem, AKilledProcessLosesNoPageThatWasWritten) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Machine machine(seed);
    const auto file = std::move(machine.files.create("data/f").value());
    ASSERT_TRUE(file->write_at(0, bytes_of("bytes")).has_value());
    machine.files.kill();
    EXPECT_EQ(file->size().error().code, unavailable);
    EXPECT_EQ(machine.files.seen("data/f"), "bytes");
    EXPECT_EQ(machine.files.durable("data/f"), std::nullopt) << "a power cut still may lose it";
  }
}

TEST(SimFileSystem, AKilledProcessLeavesAWriteUnderWayDoneInPart) {
  std::set<std::string> outcomes;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Machine machine(seed);
    const auto file = machine.zero_filled("data/f", 2);
    const PageBuffer buffer = filled('x', 2);
    file->write_durable(machine.loop, 0, buffer.bytes(), [](Result<void>) { ADD_FAILURE(); });
    machine.files.kill();
    machine.scheduler.run_until_idle();
    const std::string content = *machine.files.seen("data/f");
    outcomes.insert({content.front() == 'x' ? 'x' : '-', content.back() == 'x' ? 'x' : '-'});
  }
  EXPECT_EQ(outcomes.size(), 4U);
}

TEST(SimFileSystem, AFullDiskTakesWhatFitsAndHasRoomAgainLater) {
  Machine machine;
  const auto file = std::move(machine.files.create("data/f").value());
  machine.files.set_capacity(10);
  EXPECT_TRUE(file->write_at(0, bytes_of("12345678")).has_value());
  EXPECT_EQ(file->write_at(8, bytes_of("90xx")).error().code, ErrorCode::no_space);
  EXPECT_EQ(machine.files.seen("data/f"), "1234567890");
  EXPECT_TRUE(file->write_at(0, bytes_of("overwrites")).has_value()) << "needs no room";
  EXPECT_EQ(machine.files.used_bytes(), 10U);
  machine.files.set_capacity(20);
  EXPECT_TRUE(file->write_at(10, bytes_of("xx")).has_value());
}

TEST(SimFileSystem, AFailedSyncAnswersUnavailableOnce) {
  Machine machine;
  const auto file = machine.zero_filled("data/f", 1);
  ASSERT_TRUE(file->write_at(0, bytes_of("x")).has_value());
  machine.files.fail_next_sync();
  EXPECT_EQ(file->sync().error().code, unavailable);
  EXPECT_TRUE(file->sync().has_value());
}

TEST(SimFileSystem, AFailedDurableWriteMayBeThereInPart) {
  std::set<std::string> outcomes;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Machine machine(seed);
    const auto file = machine.zero_filled("data/f", 2);
    const PageBuffer buffer = filled('x', 2);
    machine.files.fail_next_sync();
    std::optional<ErrorCode> error;
    file->write_durable(machine.loop, 0, buffer.bytes(),
                        [&](Result<void> result) { error = result.error().code; });
    machine.scheduler.run_until_idle();
    EXPECT_EQ(error, unavailable);
    const std::string content = *machine.files.seen("data/f");
    outcomes.insert({content.front() == 'x' ? 'x' : '-', content.back() == 'x' ? 'x' : '-'});
  }
  EXPECT_EQ(outcomes.size(), 4U);
}

TEST(SimFileSystem, AFlippedBitIsRead) {
  Machine machine;
  const auto file = machine.zero_filled("data/f", 1);
  machine.files.flip_bit("data/f", 100, 3);
  std::byte byte;
  ASSERT_TRUE(file->read_at(100, {&byte, 1}).has_value());
  EXPECT_EQ(byte, std::byte{8});
}

TEST(SimFileSystem, ALockIsHeldByOne) {
  Machine machine;
  auto held = machine.files.lock("data/lock");
  ASSERT_TRUE(held.has_value());
  EXPECT_EQ(machine.files.lock("data/lock").error().code, ErrorCode::in_use);
  held->reset();
  EXPECT_TRUE(machine.files.lock("data/lock").has_value());
  EXPECT_EQ(machine.files.lock("missing/lock").error().code, unavailable);
}

TEST(SimFileSystemDeathTest, RulesOfFileAreChecked) {
  Machine machine;
  auto file = machine.zero_filled("data/f", 1);
  const PageBuffer buffer = filled('x', 2);
  const auto write = [&](std::uint64_t position, ByteView bytes) {
    file->write_durable(machine.loop, position, bytes, [](Result<void>) {});
  };
  EXPECT_DEATH(write(1, buffer.bytes()), "not aligned");
  EXPECT_DEATH(write(0, buffer.bytes()), "not zero-filled");
  write(0, buffer.bytes().first(disk_page_bytes));
  EXPECT_DEATH(write(0, buffer.bytes().first(disk_page_bytes)), "overlap");
  EXPECT_DEATH(file.reset(), "closed under a write");
  machine.scheduler.run_until_idle();
}

TEST(SimFileSystem, TheSameSeedFailsTheSameWay) {
  const auto run = [](std::uint64_t seed) {
    Machine machine(seed);
    const auto file = machine.zero_filled("data/f", 8);
    EXPECT_TRUE(file->write_at(0, filled('x', 8).bytes()).has_value());
    machine.files.crash();
    return *machine.files.seen("data/f");
  };
  std::set<std::string> outcomes;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    EXPECT_EQ(run(seed), run(seed));
    outcomes.insert(run(seed));
  }
  EXPECT_GT(outcomes.size(), 5U);
}

}  // namespace
}  // namespace weir::env
