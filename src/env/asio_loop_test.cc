#include "env/asio_loop.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace weir::env {
namespace {

TEST(AsioLoop, RunsPostedTasksInOrder) {
  AsioLoop loop(3);
  std::vector<int> order;
  for (int i = 0; i < 5; ++i) loop.post([&order, i] { order.push_back(i); });
  loop.post([&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4}));
  EXPECT_EQ(loop.index(), 3U);
}

TEST(AsioLoop, ATaskPostedByATaskRunsAfterThoseThatWait) {
  AsioLoop loop(0);
  std::vector<int> order;
  loop.post([&] {
    loop.post([&] {
      order.push_back(3);
      loop.stop();
    });
    order.push_back(1);
  });
  loop.post([&] { order.push_back(2); });
  loop.run();
  EXPECT_EQ(order, (std::vector{1, 2, 3}));
}

TEST(AsioLoop, TasksOfManyThreadsAllRunEachThreadsInOrder) {
  constexpr int posters = 4;
  constexpr int tasks = 1000;
  AsioLoop loop(0);
  std::vector<int> next(posters, 0);
  int left = posters * tasks;
  std::vector<std::thread> threads;
  for (int poster = 0; poster < posters; ++poster) {
    threads.emplace_back([&, poster] {
      for (int i = 0; i < tasks; ++i) {
        loop.post([&, poster, i] {
          EXPECT_EQ(next[static_cast<std::size_t>(poster)]++, i);
          if (--left == 0) loop.stop();
        });
      }
    });
  }
  loop.run();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(left, 0);
}

// Both are due when the loop looks, however slow the machine is.
TEST(AsioLoop, TimersRunInOrderOfTheirTime) {
  AsioLoop loop(0);
  std::vector<int> order;
  const auto later = loop.after(nanoseconds(0), [&] {
    order.push_back(2);
    loop.stop();
  });
  const auto sooner = loop.after(seconds(-60), [&] { order.push_back(1); });
  loop.run();
  EXPECT_EQ(order, (std::vector{1, 2}));
}

TEST(AsioLoop, ADestroyedTimerNeverRunsEvenIfItIsDue) {
  AsioLoop loop(0);
  bool has_run = false;
  std::unique_ptr<Timer> second;
  const auto first = loop.after(nanoseconds(0), [&] { second.reset(); });
  second = loop.after(nanoseconds(0), [&] { has_run = true; });
  const auto end = loop.after(milliseconds(1), [&] { loop.stop(); });
  loop.run();
  EXPECT_FALSE(has_run);
}

TEST(AsioLoop, ATimersTaskMayDestroyItsTimer) {
  AsioLoop loop(0);
  std::unique_ptr<Timer> timer;
  timer = loop.after(nanoseconds(0), [&] {
    timer.reset();
    loop.stop();
  });
  loop.run();
  EXPECT_EQ(timer, nullptr);
}

TEST(AsioLoop, StopFromAnotherThreadEndsRunAndTheLoopRunsAgain) {
  AsioLoop loop(0);
  std::thread stopper([&] { loop.stop(); });
  loop.run();
  stopper.join();
  bool has_run = false;
  loop.post([&] {
    has_run = true;
    loop.stop();
  });
  loop.run();
  EXPECT_TRUE(has_run);
}

// Its destructor posts, as that of a connection may.
struct PostsWhenDestroyed {
  explicit PostsWhenDestroyed(EventLoop& loop) : loop_(&loop) {}
  PostsWhenDestroyed(PostsWhenDestroyed&& other) noexcept
      : loop_(std::exchange(other.loop_, nullptr)) {}
  ~PostsWhenDestroyed() {
    if (loop_ != nullptr) loop_->post([] {});
  }
  EventLoop* loop_;
};

TEST(AsioLoop, TasksThatNeverRanAreDestroyedWithTheLoop) {
  const auto alive = std::make_shared<int>();
  {
    AsioLoop loop(0);
    loop.post([alive, poster = PostsWhenDestroyed(loop)] {});
  }
  EXPECT_EQ(alive.use_count(), 1);
}

}  // namespace
}  // namespace weir::env
