#include "http/tls/handshake_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"

namespace weir::http {
namespace {

using testing::ElementsAre;

struct HandshakeStepsTest : testing::Test {
  env::SimClock clock;
  env::SeededRandom random{1};
  env::SimScheduler scheduler{clock, random};
  env::SimLoop loop{scheduler, 0};
  std::optional<HandshakeSteps> steps{loop};
  std::vector<int> done;

  void enter(int number) {
    steps->enter([this, number] { done.push_back(number); });
  }
};

TEST_F(HandshakeStepsTest, OthersHaveTheirTurnBetweenTwoSteps) {
  for (const int number : {1, 2, 3}) enter(number);
  EXPECT_THAT(done, ElementsAre()) << "inside the call";
  loop.post([&] {
    done.push_back(10);
    loop.post([&] { done.push_back(20); });
  });
  scheduler.run_until_idle();
  EXPECT_THAT(done, ElementsAre(1, 10, 2, 20, 3));
  enter(4);
  scheduler.run_until_idle();
  EXPECT_THAT(done, ElementsAre(1, 10, 2, 20, 3, 4));
}

TEST_F(HandshakeStepsTest, StepsMayEnterAgain) {
  steps->enter([&] {
    done.push_back(1);
    enter(3);
  });
  enter(2);
  scheduler.run_until_idle();
  EXPECT_THAT(done, ElementsAre(1, 2, 3));
}

TEST_F(HandshakeStepsTest, WhatWaitsIsDroppedWithIt) {
  enter(1);
  enter(2);
  steps.reset();
  scheduler.run_until_idle();
  EXPECT_THAT(done, ElementsAre());
}

}  // namespace
}  // namespace weir::http
