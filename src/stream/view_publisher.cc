#include "stream/view_publisher.h"

#include <utility>

#include "base/check.h"

namespace weir::stream {
namespace {

std::unexpected<Error> nothing_more() {
  return fail(ErrorCode::unavailable, "The catalog has stopped.");
}

}  // namespace

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
  for (Waiter& waiter : woken) answer(std::move(waiter), {});
  // The former view, if nobody else has it, is destroyed here, outside the mutex.
}

void ViewPublisher::wait_for_newer(env::EventLoop& loop, Done<void> done) {
  Waiter waiter{.loop = &loop, .done = std::move(done)};
  bool is_newest = false;
  {
    const MutexLock lock(mutex_);
    is_newest = loop_views_[loop.index()].version == version_.load(std::memory_order_relaxed);
    if (is_newest && !stopped_) {
      waiters_.push_back(std::move(waiter));
      return;
    }
  }
  answer(std::move(waiter), is_newest ? Result<void>(nothing_more()) : Result<void>());
}

void ViewPublisher::stop() {
  std::vector<Waiter> left;
  {
    const MutexLock lock(mutex_);
    stopped_ = true;
    left.swap(waiters_);
  }
  for (Waiter& waiter : left) answer(std::move(waiter), nothing_more());
}

void ViewPublisher::answer(Waiter waiter, Result<void> result) {
  waiter.loop->post([done = std::move(waiter.done), result = std::move(result)]() mutable {
    done(std::move(result));
  });
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
