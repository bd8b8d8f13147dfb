#include "http/tls/handshake_steps.h"

#include <memory>
#include <utility>

#include "base/done.h"

namespace weir::http {

void HandshakeSteps::enter(Task step) {
  waiting_.push_back(std::move(step));
  if (waiting_.size() == 1) post();
}

void HandshakeSteps::post() {
  // What is posted from here on runs behind all that is due by then.
  loop_.post([self = std::weak_ptr(self_)] {
    const auto alive = self.lock();
    if (!alive) return;
    HandshakeSteps& steps = **alive;
    Task step = std::move(steps.waiting_.front());
    steps.waiting_.pop_front();
    if (!steps.waiting_.empty()) steps.post();
    step();
  });
}

}  // namespace weir::http
