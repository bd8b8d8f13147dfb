#include "aws/credentials/renewed_credentials.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "aws/credentials.h"
#include "aws/credentials/found_credentials.h"
#include "base/mutex.h"
#include "base/result.h"
#include "base/time.h"
#include "env/clock.h"
#include "env/worker.h"

namespace weir::aws {
namespace {

constexpr milliseconds early = std::chrono::minutes(5);
constexpr milliseconds retry_min = seconds(1);
constexpr milliseconds retry_max = seconds(30);
constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

// Of credentials that live for less than ten minutes at half their life, and never at once: a
// source that gives old ones is not asked all the time.
std::int64_t renewal_time(const FoundCredentials& found, WallTime now) {
  if (!found.expires_at) return never;
  const milliseconds left = *found.expires_at - now;
  return std::max(*found.expires_at - std::min(early, left / 2), now + retry_min).ms;
}

}  // namespace

class RenewedCredentials::State : public std::enable_shared_from_this<State> {
 public:
  State(FoundCredentials first, Find find, env::Worker& worker, const env::Clock& clock)
      : find_(std::move(find)), worker_(worker), clock_(clock) {
    take(std::move(first));
  }

  std::shared_ptr<const Credentials> at(WallTime now) {
    if (now.ms >= renew_at_.load(std::memory_order_relaxed)) start();
    const MutexLock lock(mutex_);
    return credentials_;
  }

  std::string failure() const {
    const MutexLock lock(mutex_);
    return failure_;
  }

 private:
  void start() {
    if (is_renewing_.exchange(true)) return;
    worker_.run([self = shared_from_this()] { self->renew(); });
  }

  void renew() {
    Result<FoundCredentials> found = find_();
    if (found) {
      take(*std::move(found));
    } else {
      postpone(std::move(found).error().message);
    }
    is_renewing_ = false;
  }

  void take(FoundCredentials found) {
    const MutexLock lock(mutex_);
    renew_at_ = renewal_time(found, clock_.wall_now());
    retry_delay_ = retry_min;
    credentials_ = std::make_shared<const Credentials>(std::move(found.credentials));
    failure_.clear();
  }

  void postpone(std::string reason) {
    const MutexLock lock(mutex_);
    renew_at_ = (clock_.wall_now() + retry_delay_).ms;
    retry_delay_ = std::min(retry_delay_ * 2, retry_max);
    failure_ = std::move(reason);
  }

  Find find_;
  env::Worker& worker_;
  const env::Clock& clock_;
  std::atomic<bool> is_renewing_ = false;
  std::atomic<std::int64_t> renew_at_ = never;  // Milliseconds since 1970.
  mutable Mutex mutex_;
  milliseconds retry_delay_ GUARDED_BY(mutex_) = retry_min;
  std::shared_ptr<const Credentials> credentials_ GUARDED_BY(mutex_);
  std::string failure_ GUARDED_BY(mutex_);
};

RenewedCredentials::RenewedCredentials(FoundCredentials first, Find find, env::Worker& worker,
                                       const env::Clock& clock)
    : state_(std::make_shared<State>(std::move(first), std::move(find), worker, clock)) {}

RenewedCredentials::~RenewedCredentials() = default;

std::shared_ptr<const Credentials> RenewedCredentials::at(WallTime now) const {
  return state_->at(now);
}

std::string RenewedCredentials::failure() const { return state_->failure(); }

}  // namespace weir::aws
