#include "env/thread_worker.h"

#include <utility>

namespace weir::env {

ThreadWorker::ThreadWorker(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

ThreadWorker::~ThreadWorker() {
  {
    const MutexLock lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ThreadWorker::run(Task task) {
  {
    const MutexLock lock(mutex_);
    waiting_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void ThreadWorker::work() {
  for (Task task = next_task(); task; task = next_task()) task();
}

// An empty task is the end: of what waits, while ending.
Task ThreadWorker::next_task() {
  const MutexLock lock(mutex_);
  while (waiting_.empty() && !is_ending_) changed_.wait(mutex_);
  if (waiting_.empty()) return nullptr;
  Task task = std::move(waiting_.front());
  waiting_.pop_front();
  return task;
}

}  // namespace weir::env
