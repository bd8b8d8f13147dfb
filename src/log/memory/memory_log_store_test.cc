#include "log/memory/memory_log_store.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <thread>

#include "env/asio_loop.h"
#include "env/sim_clock.h"
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

}  // namespace
}  // namespace weir::log::memory
