// ViewPublisher: hands the newest CatalogView to all event loops.
//
// The view is swapped whole. Each loop keeps a pointer of its own and a version beside it; as long
// as the version is the published one, reading costs one atomic load of a line that nobody writes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/done.h"
#include "base/mutex.h"
#include "env/event_loop.h"
#include "stream/catalog_view.h"

namespace weir::stream {

class ViewPublisher {
 public:
  // Loops have the indexes below `loops`.
  explicit ViewPublisher(std::size_t loops);

  // Threads: one.
  void publish(std::shared_ptr<const CatalogView> view);

  // Good until the loop's next call. Threads: that of the loop with this index.
  const CatalogView& view(std::size_t loop) const;

  // Threads: any.
  std::shared_ptr<const CatalogView> view() const;

  // Answers on `loop` once there is a view that the loop's last call of view() did not give.
  // Errors: unavailable: there will be none (stop()). Threads: `loop`'s.
  void wait_for_newer(env::EventLoop& loop, Done<void> done);

  // Nothing will be published any more. Threads: that of publish().
  void stop();

 private:
  struct alignas(64) LoopView {
    std::uint64_t version = 0;
    std::shared_ptr<const CatalogView> view;
  };

  std::atomic<std::uint64_t> version_{0};
  mutable std::vector<LoopView> loop_views_;  // Each belongs to its loop.
  struct Waiter {
    env::EventLoop* loop;
    Done<void> done;
  };
  static void answer(Waiter waiter, Result<void> result);

  mutable Mutex mutex_;
  std::shared_ptr<const CatalogView> newest_ GUARDED_BY(mutex_);
  std::vector<Waiter> waiters_ GUARDED_BY(mutex_);
  bool stopped_ GUARDED_BY(mutex_) = false;
};

}  // namespace weir::stream
