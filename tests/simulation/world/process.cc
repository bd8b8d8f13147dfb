#include "world/process.h"

#include <optional>

#include "log/journal/journal.h"

namespace weir::simulation {
namespace {

constexpr seconds patience{60};

}  // namespace

Process::Process(World& world, std::uint64_t life)
    : world_(world), life_(life), time_(world.clock) {
  for (std::size_t index = 0; index < world.settings.loops; ++index) {
    loops_.push_back(std::make_unique<env::SimLoop>(world.scheduler, index));
  }
  worker_ = std::make_unique<env::SimWorker>(
      world.scheduler, env::SimWorkerOptions{.threads = world.settings.worker_threads,
                                             .delay_max = world.settings.worker_delay_max});
}

// First what makes calls, then what would carry out tasks, then what the tasks refer to.
Process::~Process() {
  retention_.reset();
  streams_.reset();
  users_.reset();
  catalog_.reset();
  loops_.clear();
  worker_.reset();
  journal_.reset();
}

Result<std::unique_ptr<Process>> Process::start(World& world, std::uint64_t life) {
  world.stopped_by_disk = false;
  std::unique_ptr<Process> process(new Process(world, life));
  TRY(process->open());
  if (world.settings.mode != Mode::journal) TRY(process->open_catalog());
  return process;
}

Result<void> Process::open() {
  journal_ = TRY(log::journal::Journal::open(world_.settings.journal,
                                             {.files = world_.files,
                                              .clock = world_.clock,
                                              .random = world_.process_random,
                                              .background = *worker_,
                                              .logger = world_.logger,
                                              .fatal =
                                                  [&world = world_](const std::string& reason) {
                                                    if (world.verbose)
                                                      fmt::print("  the process stops itself: {}\n",
                                                                 reason);
                                                    world.stopped_by_disk = true;
                                                  }},
                                             data_directory));
  return {};
}

Result<void> Process::open_catalog() {
  env::SimLoop& home = loop(0);
  stream::CatalogSettings settings = world_.settings.catalog;
  settings.keyring = &world_.keyring;
  catalog_ = std::make_unique<stream::Catalog>(home, loops_.size(), *journal_, time_,
                                               world_.process_random, world_.logger, settings);
  streams_ = std::make_unique<stream::StreamService>(home, *catalog_, *journal_, time_,
                                                     world_.logger, world_.settings.streams);
  users_ = std::make_unique<stream::Users>(*catalog_, time_, world_.process_random);
  retention_ = std::make_unique<stream::RetentionSweeper>(home, *catalog_, *journal_, time_,
                                                          world_.logger, world_.settings.retention);
  std::optional<Result<void>> opened;
  home.post([this, &opened] {
    call([&] {
      catalog_->open(expect<void>("opening the catalog",
                                  [&opened](Result<void> answer) { opened = std::move(answer); }));
    });
  });
  if (!world_.run_until([&opened] { return opened.has_value(); }, patience)) {
    if (!world_.is_interrupted()) world_.findings.report("the catalog does not open");
    return fail(ErrorCode::unavailable, "interrupted while the catalog was opened");
  }
  TRY(std::move(*opened));
  retention_->start();
  return {};
}

bool Process::close() {
  closing_ = true;
  if (catalog_) {
    retention_.reset();
    streams_.reset();
    catalog_->stop();
  }
  bool closed = false;
  loop(0).post([this, &closed] {
    call([&] {
      journal_->close(loop(0), expect<void>("closing the journal", [&](const Result<void>& answer) {
                        closed = true;
                        if (!answer && !world_.is_interrupted()) {
                          world_.findings.report("close failed: {}", answer.error().message);
                        }
                      }));
    });
  });
  if (world_.run_until([&closed] { return closed; }, patience)) {
    // What was answered by closing is on its way to its loops.
    world_.run_until([this] { return unanswered_.empty() && waiters_.empty(); }, seconds(1));
    return !world_.is_interrupted();
  }
  if (!world_.is_interrupted()) world_.findings.report("the journal does not close");
  return false;
}

void Process::call(const std::function<void()>& code) {
  calling_ = true;
  code();
  calling_ = false;
}

Done<void> Process::expect_wake_up(log::LogId log, log::Offset from, std::function<void()> woken) {
  const std::uint64_t waiter = next_question_++;
  waiters_.emplace(waiter, Waiter{log, from});
  return [this, waiter, woken = std::move(woken)](const Result<void>& /*answer*/) {
    if (calling_) world_.findings.report("a waiting reader was woken inside a call");
    if (waiters_.erase(waiter) == 0) world_.findings.report("a reader was woken twice");
    woken();
  };
}

void Process::answered(std::size_t loop, std::uint64_t append, bool success) {
  std::deque<std::uint64_t>& appends = order_[loop];
  if (success && appends.front() != append) {
    world_.findings.report("append {} succeeded before {} of the same loop was answered", append,
                           appends.front());
  }
  std::erase(appends, append);
}

void Process::answer_came(std::uint64_t question) {
  const auto found = unanswered_.find(question);
  if (found == unanswered_.end()) {
    world_.findings.report("question {} was answered twice", question);
    return;
  }
  if (calling_) world_.findings.report("{} was answered inside a call", found->second);
  unanswered_.erase(found);
}

}  // namespace weir::simulation
