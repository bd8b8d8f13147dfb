#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <memory>
#include <thread>

#include "env/asio_loop.h"
#include "env/real_file_system.h"
#include "env/system_random.h"
#include "env/thread_worker.h"
#include "log/journal/sim_machine.h"
#include "log/shard_log_contract.h"

namespace weir::log::journal {
namespace {

class SimHarness final : public ContractHarness {
 public:
  SimHarness() { EXPECT_TRUE(machine_.boot()); }
  ~SimHarness() override {
    EXPECT_EQ(machine_.logger.error_count(), 0u);
    EXPECT_FALSE(machine_.fatal_reason);
  }

  LogStore& store() override { return *machine_.journal; }
  env::EventLoop& loop(std::size_t index) override { return machine_.loop(index); }
  void move_wall_clock(milliseconds by) override { machine_.clock.jump_wall(by); }

  void run_until(const std::atomic<bool>& happened) override {
    while (!happened && machine_.scheduler.step()) {
    }
    EXPECT_TRUE(happened) << "nothing is left to happen";
  }

  bool crash() override {
    machine_.power_cut();
    Result<void> booted = machine_.boot();
    EXPECT_TRUE(booted) << booted.error().message;
    return true;
  }

 private:
  SimMachine machine_;
};

// Real files, loops on real threads. It cannot cut the power: it closes and opens.
class RealHarness final : public ContractHarness {
 public:
  RealHarness() {
    directory_ = testing::TempDir() + "weir_journal_" + std::to_string(random_.next());
    open();
  }
  ~RealHarness() override {
    close();
    for (Lane& lane : lanes_) lane.loop.stop();
    for (Lane& lane : lanes_) lane.thread.join();
    std::filesystem::remove_all(directory_);
  }

  LogStore& store() override { return *journal_; }
  env::EventLoop& loop(std::size_t index) override { return lanes_.at(index).loop; }
  void run_until(const std::atomic<bool>& happened) override { happened.wait(false); }
  void move_wall_clock(milliseconds by) override { clock_.jump_wall(by); }

  bool crash() override {
    close();
    open();
    return true;
  }

 private:
  struct Lane {
    explicit Lane(std::size_t index) : loop(index), thread([this] { loop.run(); }) {}
    env::AsioLoop loop;
    std::thread thread;
  };

  void open() {
    JournalSettings settings = small_settings();
    settings.segment_bytes = 4u << 20;
    Result<std::unique_ptr<Journal>> opened =
        Journal::open(settings,
                      {files_, clock_, random_, worker_, logger_,
                       [](const std::string& reason) { ADD_FAILURE() << reason; }},
                      directory_);
    ASSERT_TRUE(opened) << opened.error().message;
    journal_ = std::move(*opened);
  }

  void close() {
    std::atomic<bool> closed{false};
    lanes_[0].loop.post([&] {
      journal_->close(lanes_[0].loop, [&](Result<void>) {
        closed = true;
        closed.notify_all();
      });
    });
    closed.wait(false);
    journal_.reset();
  }

  env::SimClock clock_;
  env::SystemRandom random_;
  env::MemoryLogger logger_;
  env::RealFileSystem files_;
  std::string directory_;
  std::array<Lane, 2> lanes_{Lane(0), Lane(1)};
  env::ThreadWorker worker_{2};
  std::unique_ptr<Journal> journal_;
};

template <class Harness>
ContractCase make_case(std::string name) {
  return {std::move(name), [] { return std::make_unique<Harness>(); }};
}

std::string name_of(const testing::TestParamInfo<ContractCase>& info) { return info.param.name; }

}  // namespace
}  // namespace weir::log::journal

namespace weir::log {
INSTANTIATE_TEST_SUITE_P(Journal, ShardLogContract,
                         testing::Values(journal::make_case<journal::SimHarness>("Simulated"),
                                         journal::make_case<journal::RealHarness>("Real")),
                         journal::name_of);
}  // namespace weir::log
