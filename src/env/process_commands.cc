#include "env/process_commands.h"

#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <memory>
#include <system_error>
#include <utility>

#include "base/check.h"

namespace weir::env {
namespace {

std::string error_text(int error) { return std::generic_category().message(error); }

// A file in memory with `text`, to be read from its beginning.
FileDescriptor input_of(const std::string& text) {
  FileDescriptor file(::memfd_create("weir-command-input", MFD_CLOEXEC));
  if (!file.is_open()) return file;
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = ::write(file.number(), text.data() + written, text.size() - written);
    if (count <= 0) return {};
    written += static_cast<std::size_t>(count);
  }
  ::lseek(file.number(), 0, SEEK_SET);
  return file;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  all.reserve(texts.size() + 1);
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

// What a new process is to be like: owns what posix_spawn needs.
class SpawnRules {
 public:
  explicit SpawnRules(int input) {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawn_file_actions_adddup2(&files_, input, STDIN_FILENO);
    ::posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", 1, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnRules() {
    ::posix_spawnattr_destroy(&attributes_);
    ::posix_spawn_file_actions_destroy(&files_);
  }
  SpawnRules(const SpawnRules&) = delete;
  SpawnRules& operator=(const SpawnRules&) = delete;

  const posix_spawn_file_actions_t* files() const { return &files_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

Result<pid_t> spawn(Command& command) {
  const FileDescriptor input = input_of(command.input);
  if (!input.is_open()) return fail(ErrorCode::unavailable, "There is no memory for its input.");
  std::vector<std::string> variables;
  variables.reserve(command.environment.size());
  for (const auto& [name, value] : command.environment) {
    variables.push_back(fmt::format("{}={}", name, value));
  }
  const SpawnRules rules(input.number());
  pid_t process = 0;
  const int error =
      ::posix_spawn(&process, command.words.front().c_str(), rules.files(), rules.attributes(),
                    pointers(command.words).data(), pointers(variables).data());
  if (error == 0) return process;
  return fail(
      error == EAGAIN || error == ENOMEM ? ErrorCode::unavailable : ErrorCode::invalid_argument,
      fmt::format("{} cannot be run: {}", command.words.front(), error_text(error)));
}

// Whether the process ended by itself; false: it took too long, or `stop` says so.
bool wait_for(pid_t process, int stop, seconds time_max) {
  const FileDescriptor handle(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
  if (!handle.is_open()) return false;
  std::array<pollfd, 2> waited{{{.fd = handle.number(), .events = POLLIN, .revents = 0},
                                {.fd = stop, .events = POLLIN, .revents = 0}}};
  const auto time_ms = static_cast<int>(milliseconds(time_max).count());
  int ready = 0;
  do {
    ready = ::poll(waited.data(), waited.size(), time_ms);
  } while (ready < 0 && errno == EINTR);
  return ready > 0 && waited[0].revents != 0;
}

Result<void> run_now(Command& command, int stop) {
  const pid_t process = TRY(spawn(command));
  const bool has_ended = wait_for(process, stop, command.time_max);
  if (!has_ended) ::kill(-process, SIGKILL);
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  const std::string& program = command.words.front();
  if (!has_ended) {
    return fail(ErrorCode::unavailable, fmt::format("{} was killed: it took more than {} s",
                                                    program, command.time_max.count()));
  }
  if (WIFSIGNALED(status)) {
    return fail(ErrorCode::unavailable,
                fmt::format("{} was ended by signal {}", program, WTERMSIG(status)));
  }
  if (WEXITSTATUS(status) == 0) return {};
  return fail(ErrorCode::unavailable,
              fmt::format("{} ended with {}", program, WEXITSTATUS(status)));
}

}  // namespace

ProcessCommands::ProcessCommands(EventLoop& home) : home_(home), stop_(::eventfd(0, EFD_CLOEXEC)) {
  CHECK(stop_.is_open());
}

ProcessCommands::~ProcessCommands() {
  *is_there_ = false;
  const std::uint64_t one = 1;
  static_cast<void>(!::write(stop_.number(), &one, sizeof one));
}

void ProcessCommands::run(Command command, Done<void> done) {
  worker_.run([command = std::move(command), done = std::move(done), stop = stop_.number(),
               is_there = is_there_, &home = home_]() mutable {
    Result<void> result = run_now(command, stop);
    home.post([result = std::move(result), done = std::move(done),
               is_there = std::move(is_there)]() mutable {
      if (*is_there) done(std::move(result));
    });
  });
}

}  // namespace weir::env
