#include "env/thread_worker.h"

#include <csignal>
#include <utility>

namespace weir::env {

// Its threads take no signals: one that nobody waits for there would end the process, whoever else
// waits for it.
ThreadWorker::ThreadWorker(std::size_t threads) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
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
