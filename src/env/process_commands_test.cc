#include "env/process_commands.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "env/asio_loop.h"
#include "env/temporary_directory.h"

namespace weir::env {
namespace {

class ProcessCommandsTest : public testing::Test {
 protected:
  Result<void> run(Command command) {
    std::optional<Result<void>> answer;
    loop_.post([&] {
      commands_.run(std::move(command), [&](Result<void> result) {
        answer = std::move(result);
        loop_.stop();
      });
    });
    loop_.run();
    return *answer;
  }

  Result<void> shell(const std::string& script, seconds time_max = seconds(60)) {
    return run({.words = {"/bin/sh", "-c", script},
                .environment = {{"FOLDER", folder_.path()}, {"WORD", "two words"}},
                .input = "from outside",
                .time_max = time_max});
  }

  std::string written(const std::string& file) {
    std::ifstream stream(folder_ / file);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }

  TemporaryDirectory folder_;
  AsioLoop loop_{0};
  ProcessCommands commands_{loop_};
};

TEST_F(ProcessCommandsTest, ACommandGetsItsInputAndItsVariablesAndNoOthers) {
  ::setenv("WEIR_TEST_SECRET", "secret", 1);
  const auto result =
      shell("/bin/cat > $FOLDER/input; echo \"$WORD/$WEIR_TEST_SECRET\" > $FOLDER/words");
  ::unsetenv("WEIR_TEST_SECRET");
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(written("input"), "from outside");
  EXPECT_EQ(written("words"), "two words/\n");
}

TEST_F(ProcessCommandsTest, ACommandInheritsNoFiles) {
  const std::string open = folder_ / "open";
  std::ofstream(open) << "x";
  const FileDescriptor inherited(::open(open.c_str(), O_RDONLY));
  ASSERT_TRUE(shell("/bin/ls -l /proc/self/fd > $FOLDER/files"));
  EXPECT_EQ(written("files").find("/open"), std::string::npos) << written("files");
}

TEST_F(ProcessCommandsTest, FailuresSayWhatHappened) {
  EXPECT_EQ(shell("exit 3").error().message, "/bin/sh ended with 3");
  EXPECT_EQ(shell("kill -9 $$").error().message, "/bin/sh was ended by signal 9");
  const auto missing = run({.words = {"/nowhere/program"}, .environment = {}, .input = {}});
  EXPECT_EQ(missing.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(shell("/bin/sleep 100 & /bin/sleep 100", seconds(0)).error().message,
            "/bin/sh was killed: it took more than 0 s");
}

TEST(ProcessCommands, DestroyedItKillsWhatRuns) {
  AsioLoop loop(0);
  bool is_answered = false;
  {
    ProcessCommands commands(loop);
    commands.run({.words = {"/bin/sleep", "1000"}, .environment = {}, .input = {}},
                 [&](const Result<void>&) { is_answered = true; });
  }
  EXPECT_FALSE(is_answered);
}

}  // namespace
}  // namespace weir::env
