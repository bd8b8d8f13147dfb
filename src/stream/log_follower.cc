#include "stream/log_follower.h"

#include <iterator>
#include <utility>

namespace weir::stream {
namespace {

constexpr log::ReadLimits read_limits{.records_max = 1'000, .bytes_max = 1u << 20};
constexpr seconds retry_delay{1};

}  // namespace

LogFollower::LogFollower(env::EventLoop& home, std::shared_ptr<log::ShardLog> log, log::Offset from,
                         env::Logger& logger, Events events)
    : home_(home), log_(std::move(log)), next_(from), logger_(logger), events_(std::move(events)) {}

void LogFollower::stop() {
  log_.reset();
  retry_timer_.reset();
  settling_.clear();
  settling_now_.clear();
}

void LogFollower::settle(Task then) {
  if (!log_) return;
  settling_.push_back(std::move(then));
  read_on();
}

void LogFollower::read_on() {
  if (reading_ || !log_) return;
  reading_ = true;
  std::ranges::move(std::exchange(settling_, {}), std::back_inserter(settling_now_));
  log_->read(home_, next_, read_limits, [self = weak_from_this()](Result<log::ReadBatch> batch) {
    if (const auto follower = self.lock()) follower->take(std::move(batch));
  });
}

void LogFollower::take(Result<log::ReadBatch> batch) {
  reading_ = false;
  if (!log_) return;
  if (!batch && batch.error().code == ErrorCode::corrupt) return fail_with(batch.error());
  if (!batch) {
    logger_.warning("catalog_read_failed", {{"reason", batch.error().message}});
    retry_timer_ = home_.after(retry_delay, [this] { read_on(); });
    return;
  }
  if (log_->bounds().trim_horizon > next_) {
    return fail_with({ErrorCode::expired, "The catalog's log was trimmed before it was read."});
  }
  next_ = batch->next;
  if (batch->records.empty()) return reached_tail();
  if (const Result<void> taken = events_.records(*batch); !taken) return fail_with(taken.error());
  read_on();
}

void LogFollower::reached_tail() {
  for (Task& then : std::exchange(settling_now_, {})) then();
  if (log_) events_.at_tail();
  if (!log_) return;
  if (settling_.empty()) {
    wait();
  } else {
    read_on();
  }
}

void LogFollower::wait() {
  if (waiting_) return;
  waiting_ = true;
  log_->wait_for_records(home_, next_, [self = weak_from_this()](const Result<void>&) {
    const auto follower = self.lock();
    if (!follower) return;
    follower->waiting_ = false;
    follower->read_on();
  });
}

void LogFollower::fail_with(const Error& error) {
  stop();
  events_.failed(error);
}

}  // namespace weir::stream
