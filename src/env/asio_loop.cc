#include "env/asio_loop.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

namespace weir::env {
namespace {

// Above this a queue gives its memory back after a burst: 128 KiB.
constexpr std::size_t kept_tasks_max = 4096;

using SteadyTimer =
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>,
                                      boost::asio::io_context::executor_type>;

// Shared by the Timer and the handler inside the io_context, which outlives it when cancelled late.
struct TimerState {
  TimerState(boost::asio::io_context& context, Task timer_task)
      : timer(context), task(std::move(timer_task)) {}

  SteadyTimer timer;
  Task task;  // Empty once run or cancelled.
};

class AsioTimer final : public Timer {
 public:
  explicit AsioTimer(std::shared_ptr<TimerState> state) : state_(std::move(state)) {}

  ~AsioTimer() override {
    // The handler may be queued already, beyond cancel's reach: without a task it does nothing.
    state_->task = nullptr;
    state_->timer.cancel();
  }

  AsioTimer(const AsioTimer&) = delete;
  AsioTimer& operator=(const AsioTimer&) = delete;

 private:
  std::shared_ptr<TimerState> state_;
};

}  // namespace

AsioLoop::AsioLoop(std::size_t index)
    : index_(index), context_(1), keep_running_(context_.get_executor()) {}

AsioLoop::~AsioLoop() {
  // Tasks may own streams, which need the io_context, and may post while they are destroyed.
  for (take_posted(); !running_.empty(); take_posted()) running_.clear();
}

void AsioLoop::run() {
  thread_ = std::this_thread::get_id();
  context_.run();
  context_.restart();
  thread_ = std::thread::id();
}

void AsioLoop::stop() { context_.stop(); }

void AsioLoop::post(Task task) {
  bool first = false;
  {
    const MutexLock lock(mutex_);
    first = posted_.empty();
    posted_.push_back(std::move(task));
  }
  // The io_context appends this behind all handlers of the present poll, which is what post
  // promises.
  if (first) boost::asio::post(context_, [this] { run_posted(); });
}

void AsioLoop::take_posted() {
  const MutexLock lock(mutex_);
  running_.swap(posted_);
}

void AsioLoop::run_posted() {
  take_posted();
  // What these tasks post runs in the next batch, after a poll: they cannot starve the sockets.
  for (Task& task : running_) std::exchange(task, nullptr)();
  running_.clear();
  if (running_.capacity() > kept_tasks_max) running_.shrink_to_fit();
}

DiskRing* AsioLoop::disk_ring() {
  if (std::exchange(may_make_ring_, false)) ring_ = DiskRing::make(context_);
  return ring_.get();
}

std::unique_ptr<Timer> AsioLoop::after(nanoseconds delay, Task task) {
  auto state = std::make_shared<TimerState>(context_, std::move(task));
  state->timer.expires_after(delay);
  state->timer.async_wait([state](const boost::system::error_code&) {
    if (state->task) std::exchange(state->task, nullptr)();
  });
  return std::make_unique<AsioTimer>(std::move(state));
}

}  // namespace weir::env
