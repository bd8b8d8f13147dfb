#include "stop_signals.h"

#include <pthread.h>

#include <cstdlib>
#include <utility>

namespace weir::app {

StopSignals::StopSignals(std::function<void()> on_stop) {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  thread_ = std::thread([this, on_stop = std::move(on_stop)] {
    int signal = 0;
    sigwait(&signals_, &signal);
    if (is_over_) return;
    on_stop();
    sigwait(&signals_, &signal);
    if (!is_over_) std::_Exit(1);
  });
}

StopSignals::~StopSignals() {
  is_over_ = true;
  // It is blocked there, and waited for.
  // NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread)
  pthread_kill(thread_.native_handle(), SIGTERM);
  thread_.join();
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
}

}  // namespace weir::app
