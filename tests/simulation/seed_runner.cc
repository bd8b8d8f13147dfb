#include "seed_runner.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "base/check.h"
#include "simulation.h"

namespace weir::simulation {
namespace {

// A hundred times what a run takes: it hangs.
constexpr int patience_ms = 120'000;

// What a child tells, a line each: "start 12", "passed 12", "failed 12 what is wrong".
void tell(int to, const std::string& line) {
  const std::string whole = line + "\n";
  CHECK(write(to, whole.data(), whole.size()) == static_cast<ssize_t>(whole.size()));
}

[[noreturn]] void run_child(RunOptions options, const SeedRange& range, unsigned number,
                            const RecordContents& contents, int to) {
  if (range.quiet) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO);
  }
  for (std::uint64_t i = number; i < range.count; i += range.processes) {
    options.seed = range.first + i;
    tell(to, fmt::format("start {}", options.seed));
    std::string problem = simulate(options, contents);
    std::ranges::replace(problem, '\n', ' ');
    tell(to, problem.empty() ? fmt::format("passed {}", options.seed)
                             : fmt::format("failed {} {}", options.seed, problem));
  }
  // Without the destructors of what the parent owns.
  _exit(0);
}

class Child {
 public:
  Child(const RunOptions& options, const SeedRange& range, unsigned number,
        const RecordContents& contents) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    process_ = fork();
    CHECK(process_ >= 0);
    if (process_ == 0) {
      close(ends[0]);
      run_child(options, range, number, contents, ends[1]);
    }
    close(ends[1]);
    from_ = ends[0];
  }
  ~Child() {
    if (is_running()) kill_it();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  int file() const { return from_; }
  bool is_running() const { return from_ >= 0; }

  // Reads what there is; the failures among it. Once it has ended, is_running() is false.
  std::vector<FailedSeed> listen(std::uint64_t& passed) {
    char bytes[4096];
    const ssize_t count = read(from_, bytes, sizeof bytes);
    std::vector<FailedSeed> failures;
    if (count <= 0) {
      const int status = reap();
      if (status != 0 && present_) {
        failures.push_back({*present_, fmt::format("the run died, status {:#x}", status)});
      }
      return failures;
    }
    text_.append(bytes, static_cast<std::size_t>(count));
    for (std::size_t end; (end = text_.find('\n')) != std::string::npos; text_.erase(0, end + 1)) {
      understand(text_.substr(0, end), passed, failures);
    }
    return failures;
  }

  FailedSeed hangs() {
    kill_it();
    return {present_.value_or(0), "the run does not end"};
  }

 private:
  void understand(const std::string& line, std::uint64_t& passed,
                  std::vector<FailedSeed>& failures) {
    const std::size_t space = line.find(' ');
    std::uint64_t seed = 0;
    const auto number = std::from_chars(line.data() + space + 1, line.data() + line.size(), seed);
    const std::string word = line.substr(0, space);
    if (word == "start") {
      present_ = seed;
      return;
    }
    present_.reset();
    if (word == "passed") {
      ++passed;
    } else {
      failures.push_back({seed, std::string(number.ptr, line.data() + line.size())});
    }
  }

  // In the middle of whatever it does. It need not notice that nobody reads its pipe any more:
  // later children hold the reading end, too.
  void kill_it() {
    kill(process_, SIGKILL);
    reap();
  }

  // Waits until it has ended; the status with which it did.
  int reap() {
    close(std::exchange(from_, -1));
    int status = 0;
    waitpid(process_, &status, 0);
    return status;
  }

  pid_t process_ = -1;
  int from_ = -1;
  std::string text_;
  std::optional<std::uint64_t> present_;  // The seed that it runs.
};

}  // namespace

std::uint64_t run_seeds(const RunOptions& options, const SeedRange& range,
                        const RecordContents& contents,
                        const std::function<bool(const FailedSeed&)>& failed) {
  std::vector<std::unique_ptr<Child>> children;
  for (unsigned number = 0; number < range.processes; ++number) {
    children.push_back(std::make_unique<Child>(options, range, number, contents));
  }
  std::uint64_t passed = 0;
  std::uint64_t failures = 0;
  for (;;) {
    std::vector<pollfd> waiting;
    std::vector<Child*> waiting_children;
    for (const auto& child : children) {
      if (!child->is_running()) continue;
      waiting.push_back({child->file(), POLLIN, 0});
      waiting_children.push_back(child.get());
    }
    if (waiting.empty()) return passed + failures;
    const bool somebody = poll(waiting.data(), waiting.size(), patience_ms) > 0;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      std::vector<FailedSeed> found;
      if (!somebody) {
        found.push_back(waiting_children[i]->hangs());
      } else if (waiting[i].revents != 0) {
        found = waiting_children[i]->listen(passed);
      }
      for (const FailedSeed& failure : found) {
        ++failures;
        if (!failed(failure)) return passed + failures;
      }
    }
  }
}

}  // namespace weir::simulation
