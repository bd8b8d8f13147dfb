#include "stop_signals.h"

#include <cstdlib>
#include <utility>

namespace weir::app {

StopSignals::StopSignals(std::function<void()> on_stop)
    : StopSignals(std::move(on_stop), [] { std::_Exit(1); }) {}

StopSignals::StopSignals(std::function<void()> on_stop, std::function<void()> on_second_stop) {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  thread_ =
      std::thread([this, on_stop = std::move(on_stop), on_second_stop = std::move(on_second_stop)] {
        int signal = 0;
        for (const auto& act : {on_stop, on_second_stop}) {
          sigwait(&signals_, &signal);
          if (is_over_) return;
          act();
        }
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
