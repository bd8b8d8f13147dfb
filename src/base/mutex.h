// Mutex with clang's thread-safety annotations: `-Wthread-safety` (the lint preset) refuses code
// that touches a GUARDED_BY member without its mutex. Where a caller that holds it cannot be named
// in an annotation, assert_held() says so instead; builds with sanitizers check that it is true.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WEIR_KNOWS_HOLDERS 1
#include <atomic>
#include <thread>

#include "base/check.h"
#else
#define WEIR_KNOWS_HOLDERS 0
#endif

#if defined(__clang__)
#define WEIR_ANNOTATE(x) __attribute__((x))
#else
#define WEIR_ANNOTATE(x)
#endif
#define GUARDED_BY(mutex) WEIR_ANNOTATE(guarded_by(mutex))
#define REQUIRES(...) WEIR_ANNOTATE(requires_capability(__VA_ARGS__))

namespace weir {

class WEIR_ANNOTATE(capability("mutex")) Mutex {
 public:
  void lock() WEIR_ANNOTATE(acquire_capability()) {
    mutex_.lock();
    note_holder(true);
  }
  void unlock() WEIR_ANNOTATE(release_capability()) {
    note_holder(false);
    mutex_.unlock();
  }

  // The calling thread holds this.
  void assert_held() const WEIR_ANNOTATE(assert_capability(this)) {
#if WEIR_KNOWS_HOLDERS
    CHECK(holder_.load(std::memory_order_relaxed) == std::this_thread::get_id());
#endif
  }

 private:
  friend class Condition;

  void note_holder([[maybe_unused]] bool is_held) {
#if WEIR_KNOWS_HOLDERS
    holder_.store(is_held ? std::this_thread::get_id() : std::thread::id(),
                  std::memory_order_relaxed);
#endif
  }

  std::mutex mutex_;
#if WEIR_KNOWS_HOLDERS
  std::atomic<std::thread::id> holder_{};
#endif
};

class WEIR_ANNOTATE(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) WEIR_ANNOTATE(acquire_capability(mutex)) : mutex_(mutex) {
    mutex_.lock();
  }
  ~MutexLock() WEIR_ANNOTATE(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// A condition variable for Mutex. Waits may wake without reason: loop on the predicate.
class Condition {
 public:
  void wait(Mutex& mutex) REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    mutex.note_holder(false);
    condition_.wait(lock);
    mutex.note_holder(true);
    lock.release();
  }
  void notify_one() { condition_.notify_one(); }
  void notify_all() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace weir
