#include "stream/view_publisher.h"

#include <utility>

#include "base/check.h"

namespace weir::stream {

ViewPublisher::ViewPublisher(std::size_t loops) : loop_views_(loops) {
  publish(std::make_shared<const CatalogView>());
}

void ViewPublisher::publish(std::shared_ptr<const CatalogView> view) {
  std::vector<Waiter> woken;
  {
    const MutexLock lock(mutex_);
    newest_.swap(view);
    // After the pointer: a loop that sees the new version finds the new view, or a newer one.
    version_.fetch_add(1, std::memory_order_release);
    woken.swap(waiters_);
  }
  for (Waiter& waiter : woken) waiter.loop->post(std::move(waiter.task));
  // The former view, if nobody else has it, is destroyed here, outside the mutex.
}

void ViewPublisher::wait_for_newer(env::EventLoop& loop, Task task) {
  {
    const MutexLock lock(mutex_);
    if (loop_views_[loop.index()].version == version_.load(std::memory_order_relaxed)) {
      waiters_.push_back({.loop = &loop, .task = std::move(task)});
      return;
    }
  }
  loop.post(std::move(task));
}

const CatalogView& ViewPublisher::view(std::size_t loop) const {
  CHECK(loop < loop_views_.size(), "loop {} of {}", loop, loop_views_.size());
  LoopView& own = loop_views_[loop];
  const std::uint64_t version = version_.load(std::memory_order_acquire);
  if (own.version != version) [[unlikely]] {
    own.view = view();
    own.version = version;
  }
  return *own.view;
}

std::shared_ptr<const CatalogView> ViewPublisher::view() const {
  const MutexLock lock(mutex_);
  return newest_;
}

}  // namespace weir::stream
