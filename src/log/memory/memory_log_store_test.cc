#include "log/memory/memory_log_store.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "env/asio_loop.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "log/shard_log_contract.h"

namespace weir::log::memory {
namespace {

// Loops on real threads, so that the thread sanitizer has something to see.
class MemoryHarness final : public ContractHarness {
 public:
  ~MemoryHarness() override {
    for (Lane& lane : lanes_) lane.loop.stop();
    for (Lane& lane : lanes_) lane.thread.join();
  }

  LogStore& store() override { return *store_; }
  env::EventLoop& loop(std::size_t index) override { return lanes_.at(index).loop; }
  void run_until(const std::atomic<bool>& happened) override { happened.wait(false); }
  void move_wall_clock(milliseconds by) override { clock_.jump_wall(by); }

  bool crash() override {
    std::atomic<bool> closed{false};
    lanes_[0].loop.post([&] {
      store_->close(lanes_[0].loop, [&](Result<void>) {
        closed = true;
        closed.notify_all();
      });
    });
    closed.wait(false);
    store_ = std::make_unique<MemoryLogStore>(clock_);
    return false;
  }

 private:
  struct Lane {
    explicit Lane(std::size_t index) : loop(index), thread([this] { loop.run(); }) {}
    env::AsioLoop loop;
    std::thread thread;
  };

  env::SimClock clock_;
  std::unique_ptr<LogStore> store_ = std::make_unique<MemoryLogStore>(clock_);
  std::array<Lane, 2> lanes_{Lane(0), Lane(1)};
};

INSTANTIATE_TEST_SUITE_P(Memory, ShardLogContract,
                         testing::Values(ContractCase{
                             "memory", [] { return std::make_unique<MemoryHarness>(); }}));

TEST(MemoryLogStoreTest, ALogKeepsItsNewestRecordsOnly) {
  env::SimClock clock;
  env::SeededRandom random(1);
  env::SimScheduler scheduler(clock, random);
  env::SimLoop loop(scheduler, 0);
  MemoryLogStore store(clock, 3000);
  const std::shared_ptr<ShardLog> log = store.log(LogId{1});
  const auto append = [&](std::size_t bytes) {
    const std::string data(bytes, 'x');
    loop.post([&] {
      RecordBatch batch;
      batch.records.push_back({.partition_key = "k", .data = bytes_of(data)});
      log->append(loop, std::move(batch),
                  [](const Result<Appended>& appended) { EXPECT_TRUE(appended.has_value()); });
    });
    scheduler.run_until_idle();
  };
  for (int i = 0; i < 5; ++i) append(999);
  EXPECT_EQ(log->bounds().trim_horizon, Offset{2}) << "three fit";
  append(9999);
  EXPECT_EQ(log->bounds().trim_horizon, Offset{5}) << "the last append stays, however large";
  append(999);
  append(999);
  EXPECT_EQ(log->bounds().trim_horizon, Offset{6});
  EXPECT_EQ(log->bounds().tail, Offset{8});
}

}  // namespace
}  // namespace weir::log::memory
