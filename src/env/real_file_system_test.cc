#include "env/real_file_system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <optional>
#include <thread>

#include "env/asio_loop.h"
#include "env/disk_error.h"
#include "env/page_buffer.h"
#include "env/temporary_directory.h"

namespace weir::env {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string read_text(File& file, std::uint64_t position, std::size_t bytes) {
  std::string text(bytes, '?');
  const Result<void> result =
      file.read_at(position, std::as_writable_bytes(std::span(text.data(), text.size())));
  return result ? text : result.error().message;
}

class RealFileSystemTest : public testing::Test {
 protected:
  TemporaryDirectory directory_;
  RealFileSystem files_;
};

TEST_F(RealFileSystemTest, ReadsBackWhatWasWrittenAnywhere) {
  const auto file = std::move(files_.create(directory_ / "f").value());
  ASSERT_TRUE(file->write_at(5, bytes_of("hello")).has_value());
  ASSERT_TRUE(file->sync().has_value());
  EXPECT_EQ(file->size().value(), 10U);
  EXPECT_EQ(read_text(*files_.open(directory_ / "f").value(), 4, 6), std::string("\0hello", 6));
}

// Past the page cache or through it: what is read back must be the same.
TEST_F(RealFileSystemTest, ZerosGrowAFileAndReplaceWhatWasThere) {
  for (const bool direct : {true, false}) {
    RealFileSystem files({.io_uring = false, .direct = direct});
    const std::string path = directory_ / (direct ? "direct" : "buffered");
    const auto file = std::move(files.create(path).value());
    ASSERT_TRUE(file->write_at(0, bytes_of(std::string(3 * disk_page_bytes, 'x'))).has_value());
    const std::uint64_t count = (3u << 20) + disk_page_bytes;
    ASSERT_TRUE(file->write_zeros(disk_page_bytes, count).has_value());
    EXPECT_EQ(file->size().value(), disk_page_bytes + count);
    EXPECT_EQ(read_text(*file, 0, disk_page_bytes), std::string(disk_page_bytes, 'x'));
    EXPECT_EQ(read_text(*file, disk_page_bytes, count), std::string(count, '\0'));
  }
}

TEST_F(RealFileSystemTest, ReadsWhatItMayNotChange) {
  // Nobody may write to a program that runs.
  ASSERT_FALSE(files_.open("/proc/self/exe").has_value());
  const auto program = std::move(files_.open_to_read("/proc/self/exe").value());
  EXPECT_EQ(read_text(*program, 1, 3), "ELF");
  EXPECT_EQ(files_.open_to_read(directory_ / "missing").error().code, ErrorCode::not_found);
}

TEST_F(RealFileSystemTest, AReadBeyondTheEndIsCorruptAndNamesThePlace) {
  const auto file = std::move(files_.create(directory_ / "f").value());
  ASSERT_TRUE(file->write_at(0, bytes_of("abc")).has_value());
  std::array<std::byte, 5> room;
  const Result<void> result = file->read_at(0, room);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::corrupt);
  EXPECT_EQ(result.error().message, (directory_ / "f") + " ends at byte 3, 2 bytes too early.");
}

TEST_F(RealFileSystemTest, NothingCanBeChangedWhenItIsReadOnly) {
  ASSERT_TRUE(files_.create(directory_ / "f").value()->write_at(0, bytes_of("abc")));
  RealFileSystem reader({.read_only = true});
  const auto file = std::move(reader.open(directory_ / "f").value());
  EXPECT_EQ(read_text(*file, 0, 3), "abc");
  for (const ErrorCode code :
       {file->write_at(0, bytes_of("x")).error().code, reader.create(directory_ / "g").error().code,
        reader.create_directories(directory_ / "d").error().code,
        reader.rename(directory_ / "f", directory_ / "g").error().code,
        reader.remove(directory_ / "f").error().code,
        reader.lock(directory_ / "lock").error().code}) {
    EXPECT_EQ(code, ErrorCode::unavailable);
  }
  EXPECT_THAT(files_.list(directory_.path()).value(), ElementsAre("f"));
  EXPECT_EQ(read_text(*file, 0, 3), "abc");
}

TEST_F(RealFileSystemTest, ReadersShareALockThatKeepsWritersOut) {
  ASSERT_TRUE(files_.lock(directory_ / "lock"));
  RealFileSystem reader({.read_only = true});
  const auto first = reader.lock(directory_ / "lock");
  ASSERT_TRUE(first);
  EXPECT_TRUE(reader.lock(directory_ / "lock"));
  EXPECT_EQ(files_.lock(directory_ / "lock").error().code, ErrorCode::in_use);
}

TEST_F(RealFileSystemTest, AReaderIsKeptOutByAWriter) {
  const auto held = files_.lock(directory_ / "lock");
  RealFileSystem reader({.read_only = true});
  EXPECT_EQ(reader.lock(directory_ / "lock").error().code, ErrorCode::in_use);
}

TEST_F(RealFileSystemTest, ErrorsSayWhichFileAndWhy) {
  const auto missing = files_.open(directory_ / "missing");
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_EQ(missing.error().message,
            "Cannot open " + (directory_ / "missing") + ": No such file or directory.");
  ASSERT_TRUE(files_.create(directory_ / "f").has_value());
  EXPECT_EQ(files_.create(directory_ / "f").error().code, ErrorCode::in_use);
  EXPECT_EQ(files_.remove(directory_ / "missing").error().code, ErrorCode::not_found);
  EXPECT_EQ(files_.list(directory_ / "missing").error().code, ErrorCode::not_found);
  EXPECT_EQ(files_.sync_directory(directory_ / "missing").error().code, ErrorCode::not_found);
  EXPECT_EQ(disk_error("write to", "f", EDQUOT).error().code, ErrorCode::no_space);
  EXPECT_EQ(disk_error("write to", "f", EIO).error().code, ErrorCode::unavailable);
}

TEST_F(RealFileSystemTest, AFullDiskIsNoSpace) {
  const auto full = std::move(files_.open("/dev/full").value());
  EXPECT_EQ(full->write_at(0, bytes_of("x")).error().code, ErrorCode::no_space);
}

TEST_F(RealFileSystemTest, DirectoriesAreMadeListedRenamedAndCleared) {
  const std::string deep = directory_ / "a/b/c";
  ASSERT_TRUE(files_.create_directories(deep).has_value());
  ASSERT_TRUE(files_.create_directories(deep).has_value()) << "a second time";
  ASSERT_TRUE(files_.create(deep + "/2").has_value());
  ASSERT_TRUE(files_.create(deep + "/1").has_value());
  EXPECT_THAT(files_.list(deep).value(), ElementsAre("1", "2"));
  ASSERT_TRUE(files_.rename(deep + "/1", deep + "/3").has_value());
  ASSERT_TRUE(files_.remove(deep + "/2").has_value());
  EXPECT_THAT(files_.list(deep).value(), ElementsAre("3"));
  EXPECT_TRUE(files_.sync_directory(deep).has_value());
}

TEST_F(RealFileSystemTest, ADirectoryCannotBeMadeBelowAFile) {
  ASSERT_TRUE(files_.create(directory_ / "f").has_value());
  const auto result = files_.create_directories(directory_ / "f/g");
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::unavailable);
  EXPECT_EQ(result.error().message,
            "Cannot create directory " + (directory_ / "f") + ": Not a directory.");
}

TEST_F(RealFileSystemTest, WhatItMakesIsItsOwnersAlone) {
  ASSERT_TRUE(files_.create_directories(directory_ / "d").has_value());
  ASSERT_TRUE(files_.create(directory_ / "f").has_value());
  struct stat status;
  ASSERT_EQ(::stat((directory_ / "d").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 077, 0U);
  ASSERT_EQ(::stat((directory_ / "f").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 077, 0U);
}

TEST_F(RealFileSystemTest, WhatOthersCanUseIsNotPrivate) {
  ASSERT_TRUE(files_.create(directory_ / "f").has_value());
  EXPECT_TRUE(files_.check_private(directory_ / "f").has_value());
  EXPECT_TRUE(files_.check_private(directory_.path()).has_value());
  for (const mode_t mode : {0640U, 0620U, 0601U}) {
    ASSERT_EQ(::chmod((directory_ / "f").c_str(), mode), 0);
    const auto refused = files_.check_private(directory_ / "f");
    ASSERT_FALSE(refused.has_value()) << mode;
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(refused.error().message, HasSubstr("chmod go="));
  }
  EXPECT_EQ(files_.check_private(directory_ / "g").error().code, ErrorCode::not_found);
  // Tests run by root see only what root owns.
  if (::geteuid() != 0) {
    EXPECT_THAT(files_.check_private("/").error().message, HasSubstr("belongs to user 0"));
  } else {
    ASSERT_EQ(::chown((directory_ / "f").c_str(), 65534, 65534), 0);
    EXPECT_THAT(files_.check_private(directory_ / "f").error().message,
                HasSubstr("belongs to user 65534"));
  }
}

TEST_F(RealFileSystemTest, ALockIsHeldByOneUntilItIsDestroyed) {
  auto held = files_.lock(directory_ / "lock");
  ASSERT_TRUE(held.has_value());
  const auto refused = files_.lock(directory_ / "lock");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::in_use);
  EXPECT_EQ(refused.error().message, (directory_ / "lock") + " is locked by another process.");
  held->reset();
  EXPECT_TRUE(files_.lock(directory_ / "lock").has_value());
}

TEST_F(RealFileSystemTest, ALockThatCannotBeMadeIsUnavailable) {
  const auto refused = files_.lock(directory_ / "missing/lock");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
}

// Every way in which durable writes are carried out; they must not differ.
class WriteDurableTest : public testing::TestWithParam<RealFileSystemOptions> {
 protected:
  static constexpr std::size_t pages = 8;

  // A zero-filled file, as write_durable wants it.
  std::unique_ptr<File> zero_filled(const std::string& name) {
    auto file = std::move(files_.create(directory_ / name).value());
    EXPECT_TRUE(file->write_at(0, PageBuffer(pages).bytes()).has_value());
    EXPECT_TRUE(file->sync().has_value());
    return file;
  }

  // Called with the loop at rest; the write is started on the loop.
  Result<void> write(File& file, std::uint64_t position, ByteView bytes) {
    std::optional<Result<void>> answer;
    loop_.post([&] {
      file.write_durable(loop_, position, bytes, [&](Result<void> result) {
        answer = std::move(result);
        loop_.stop();
      });
      EXPECT_FALSE(answer.has_value()) << "answered inside the call";
    });
    while (!answer) loop_.run();
    return *answer;
  }

  TemporaryDirectory directory_;
  // Goes after the committers, which may still be on their way out of its post().
  AsioLoop loop_{0};
  RealFileSystem files_{GetParam()};
};

TEST_P(WriteDurableTest, WritesAllBytesInPlaceAndKeepsTheSize) {
  const auto file = zero_filled("f");
  PageBuffer buffer(3);
  std::ranges::fill(buffer.bytes(), std::byte{'x'});
  ASSERT_TRUE(write(*file, 2 * disk_page_bytes, buffer.bytes()).has_value());
  EXPECT_EQ(file->size().value(), pages * disk_page_bytes);
  EXPECT_EQ(read_text(*file, 2 * disk_page_bytes - 2, 4), std::string("\0\0xx", 4));
  EXPECT_EQ(read_text(*file, 5 * disk_page_bytes - 2, 4), std::string("xx\0\0", 4));
}

TEST_P(WriteDurableTest, FollowsTheFileThroughARename) {
  const auto file = zero_filled("old");
  ASSERT_TRUE(files_.rename(directory_ / "old", directory_ / "new").has_value());
  PageBuffer buffer(1);
  buffer.bytes()[0] = std::byte{'x'};
  ASSERT_TRUE(write(*file, 0, buffer.bytes()).has_value());
  EXPECT_EQ(read_text(*files_.open(directory_ / "new").value(), 0, 1), "x");
}

TEST_P(WriteDurableTest, ManyWritesInARowAllArrive) {
  const auto file = zero_filled("f");
  PageBuffer buffer(1);
  for (std::size_t i = 0; i < 40; ++i) {
    buffer.bytes()[0] = static_cast<std::byte>('A' + i);
    ASSERT_TRUE(write(*file, i % pages * disk_page_bytes, buffer.bytes()).has_value());
  }
  for (std::size_t i = 32; i < 40; ++i) {
    EXPECT_EQ(read_text(*file, i % pages * disk_page_bytes, 1),
              std::string(1, static_cast<char>('A' + i)));
  }
}

TEST_P(WriteDurableTest, SeveralFilesMayBeWrittenAtOnce) {
  constexpr std::size_t files_count = 40;
  std::vector<std::unique_ptr<File>> open;
  for (std::size_t i = 0; i < files_count; ++i) open.push_back(zero_filled(std::to_string(i)));
  PageBuffer buffer(1);
  buffer.bytes()[0] = std::byte{'x'};
  std::size_t left = files_count;
  loop_.post([&] {
    for (const auto& file : open) {
      file->write_durable(loop_, 0, buffer.bytes(), [&](Result<void> result) {
        EXPECT_TRUE(result.has_value());
        if (--left == 0) loop_.stop();
      });
    }
  });
  loop_.run();
  for (const auto& file : open) EXPECT_EQ(read_text(*file, 0, 1), "x");
}

TEST_P(WriteDurableTest, MayBeStartedFromAnotherThreadThanItsHome) {
  const auto file = zero_filled("f");
  PageBuffer buffer(1);
  buffer.bytes()[0] = std::byte{'x'};
  std::thread starter([&] {
    file->write_durable(loop_, 0, buffer.bytes(), [&](Result<void> result) {
      EXPECT_TRUE(result.has_value());
      EXPECT_TRUE(loop_.is_running_here());
      loop_.stop();
    });
  });
  loop_.run();
  starter.join();
  EXPECT_EQ(read_text(*file, 0, 1), "x");
}

TEST_P(WriteDurableTest, AWriteThatTheSystemCutsShortIsFinishedOrFails) {
  const auto file = zero_filled("f");
  PageBuffer buffer(4);
  // The system writes up to the limit and answers with less than was asked for.
  struct rlimit usual;
  ::getrlimit(RLIMIT_FSIZE, &usual);
  const struct rlimit six_pages = {.rlim_cur = 6 * disk_page_bytes, .rlim_max = usual.rlim_max};
  const auto usual_handler = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &six_pages);
  const Result<void> result = write(*file, 4 * disk_page_bytes, buffer.bytes());
  ::setrlimit(RLIMIT_FSIZE, &usual);
  std::signal(SIGXFSZ, usual_handler);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::unavailable);
  EXPECT_THAT(result.error().message, HasSubstr(directory_ / "f"));
}

INSTANTIATE_TEST_SUITE_P(Ways, WriteDurableTest,
                         testing::Values(RealFileSystemOptions{.io_uring = true, .direct = true},
                                         RealFileSystemOptions{.io_uring = true, .direct = false},
                                         RealFileSystemOptions{.io_uring = false, .direct = true},
                                         RealFileSystemOptions{.io_uring = false, .direct = false}),
                         [](const auto& test) {
                           return std::string(test.param.io_uring ? "Ring" : "Committer") +
                                  (test.param.direct ? "Direct" : "Buffered");
                         });

}  // namespace
}  // namespace weir::env
