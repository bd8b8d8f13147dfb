#include "aws/credentials/renewed_credentials.h"

#include <gtest/gtest.h>

#include <deque>

#include "env/sim_clock.h"

namespace weir::aws {
namespace {

// Runs tasks when the test says so.
class HeldWorker final : public env::Worker {
 public:
  void run(Task task) override { waiting.push_back(std::move(task)); }
  void run_all() {
    while (!waiting.empty()) {
      Task task = std::move(waiting.front());
      waiting.pop_front();
      task();
    }
  }
  std::deque<Task> waiting{};
};

struct Renewal : testing::Test {
  env::SimClock clock{WallTime{1'000'000'000}};
  HeldWorker worker;
  Result<FoundCredentials> next = fail(ErrorCode::unavailable, "nobody there");
  int asked = 0;

  FoundCredentials lasting(const std::string& id, milliseconds life) {
    return {.credentials = {id, "s", "t"}, .expires_at = clock.wall_now() + life};
  }
  RenewedCredentials::Find find() {
    return [this] {
      ++asked;
      return next;
    };
  }
};

TEST_F(Renewal, CredentialsAreRenewedFiveMinutesBeforeTheyExpireWithoutWaiting) {
  const RenewedCredentials renewed(lasting("A", std::chrono::hours(1)), find(), worker, clock);
  const auto first = renewed.at(clock.wall_now());
  clock.advance(std::chrono::minutes(55) - milliseconds(1));
  EXPECT_EQ(renewed.at(clock.wall_now()), first);
  EXPECT_TRUE(worker.waiting.empty());

  clock.advance(milliseconds(1));
  next = lasting("B", std::chrono::hours(1));
  EXPECT_EQ(renewed.at(clock.wall_now()), first);
  EXPECT_EQ(renewed.at(clock.wall_now()), first);
  EXPECT_EQ(worker.waiting.size(), 1U);
  worker.run_all();
  EXPECT_EQ(renewed.at(clock.wall_now())->access_key_id, "B");
  EXPECT_EQ(first->access_key_id, "A");
  EXPECT_EQ(asked, 1);
}

TEST_F(Renewal, AFailureIsToldAndTriedAgainLaterAndLater) {
  const RenewedCredentials renewed(lasting("A", std::chrono::hours(1)), find(), worker, clock);
  clock.advance(std::chrono::minutes(56));
  for (int second = 0; second < 600; ++second) {
    EXPECT_EQ(renewed.at(clock.wall_now())->access_key_id, "A");
    worker.run_all();
    clock.advance(seconds(1));
  }
  // After 0, 1, 3, 7, 15, 31 seconds, then each half minute.
  EXPECT_EQ(asked, 24);
  EXPECT_EQ(renewed.failure(), "nobody there");
  next = lasting("B", std::chrono::hours(1));
  clock.advance(seconds(30));
  renewed.at(clock.wall_now());
  worker.run_all();
  EXPECT_EQ(renewed.at(clock.wall_now())->access_key_id, "B");
  EXPECT_EQ(renewed.failure(), "");
}

TEST_F(Renewal, ShortLivedAndExpiredOnesAreNotAskedForAllTheTime) {
  const RenewedCredentials renewed(lasting("A", seconds(100)), find(), worker, clock);
  clock.advance(seconds(49));
  renewed.at(clock.wall_now());
  EXPECT_TRUE(worker.waiting.empty());
  clock.advance(seconds(1));
  next = lasting("B", seconds(-100));
  for (int call = 0; call < 100; ++call) {
    renewed.at(clock.wall_now());
    worker.run_all();
  }
  EXPECT_EQ(asked, 1);
}

TEST_F(Renewal, CredentialsWithoutAnEndAreKept) {
  const RenewedCredentials renewed({.credentials = {"A", "s", ""}}, find(), worker, clock);
  clock.advance(std::chrono::hours(100'000));
  EXPECT_EQ(renewed.at(clock.wall_now())->access_key_id, "A");
  EXPECT_TRUE(worker.waiting.empty());
}

TEST_F(Renewal, ARenewalUnderWayOutlivesItsOwner) {
  {
    const RenewedCredentials renewed(lasting("A", seconds(100)), find(), worker, clock);
    clock.advance(seconds(60));
    renewed.at(clock.wall_now());
  }
  worker.run_all();
  EXPECT_EQ(asked, 1);
}

}  // namespace
}  // namespace weir::aws
