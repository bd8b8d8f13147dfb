#include "credential_program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>
#include <system_error>

namespace weir::app {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

// A program in a process group of its own, and the end of the pipe that it prints into.
struct Running {
  pid_t pid = 0;
  int output = -1;
};

Result<Running> start(const std::string& command) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    return fail(ErrorCode::unavailable, "cannot be started: no pipe is left");
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // Our threads block signals, and we ignore SIGPIPE: the program must not inherit either.
  sigset_t none;
  sigemptyset(&none);
  sigset_t usual;
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  std::string text = command;
  std::string shell = "sh";
  std::string option = "-c";
  const std::array<char*, 4> words = {shell.data(), option.data(), text.data(), nullptr};
  Running running{.pid = 0, .output = pipe[0]};
  const int failed =
      ::posix_spawn(&running.pid, "/bin/sh", &actions, &attributes, words.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  ::close(pipe[1]);
  if (failed == 0) return running;
  ::close(pipe[0]);
  return fail(ErrorCode::unavailable,
              fmt::format("cannot be started: {}", std::generic_category().message(failed)));
}

// Everything up to the end of what is printed.
Result<std::string> read_output(int output, const ProgramLimits& limits, SteadyTime deadline) {
  std::string printed;
  std::array<char, 4096> piece{};
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd waiting{.fd = output, .events = POLLIN, .revents = 0};
    if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) == 0) {
      return fail(ErrorCode::unavailable,
                  fmt::format("has not ended after {} seconds", limits.time_max.count()));
    }
    const ssize_t taken = ::read(output, piece.data(), piece.size());
    if (taken == 0) return printed;
    if (taken < 0 && errno != EINTR) return fail(ErrorCode::unavailable, "cannot be read");
    if (taken > 0) printed.append(piece.data(), static_cast<std::size_t>(taken));
    if (printed.size() > limits.output_bytes_max) {
      return fail(ErrorCode::unavailable,
                  fmt::format("prints more than {} bytes", limits.output_bytes_max));
    }
  }
}

// A program may close its output and go on: it is not waited for beyond the deadline either.
Result<int> wait_for_end(pid_t pid, const ProgramLimits& limits, SteadyTime deadline) {
  int status = 0;
  for (;;) {
    const pid_t ended = ::waitpid(pid, &status, WNOHANG);
    if (ended == pid) return status;
    if (std::chrono::steady_clock::now() >= deadline) {
      return fail(ErrorCode::unavailable,
                  fmt::format("has not ended after {} seconds", limits.time_max.count()));
    }
    ::poll(nullptr, 0, 5);
  }
}

void kill_all(pid_t pid) {
  ::kill(-pid, SIGKILL);
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace

Result<std::string> run_credential_program(const std::string& command,
                                           const ProgramLimits& limits) {
  const SteadyTime deadline = std::chrono::steady_clock::now() + limits.time_max;
  const Running running = TRY(start(command));
  Result<std::string> printed = read_output(running.output, limits, deadline);
  ::close(running.output);
  const Result<int> status = printed ? wait_for_end(running.pid, limits, deadline) : Result<int>(0);
  if (!printed || !status) {
    kill_all(running.pid);
    return std::unexpected(printed ? status.error() : printed.error());
  }
  if (WIFEXITED(*status) && WEXITSTATUS(*status) == 0) return printed;
  return fail(ErrorCode::unavailable,
              WIFEXITED(*status) ? fmt::format("ended with status {}", WEXITSTATUS(*status))
                                 : fmt::format("was ended by signal {}", WTERMSIG(*status)));
}

}  // namespace weir::app
