#include "server/loop_group.h"

#include <semaphore>

#include "base/check.h"

namespace weir::server {

LoopGroup::LoopGroup(std::size_t count) {
  CHECK(count > 0);
  for (std::size_t index = 0; index < count; ++index) {
    loops_.push_back(std::make_unique<env::AsioLoop>(index));
  }
  for (const auto& loop : loops_) {
    threads_.emplace_back([&loop = *loop] { loop.run(); });
  }
}

LoopGroup::~LoopGroup() { stop(); }

void LoopGroup::run_on(std::size_t index, const std::function<void()>& task) {
  std::binary_semaphore done(0);
  loop(index).post([&] {
    task();
    done.release();
  });
  done.acquire();
}

void LoopGroup::stop() {
  for (const auto& loop : loops_) loop->stop();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace weir::server
