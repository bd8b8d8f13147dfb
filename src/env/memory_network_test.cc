#include "env/memory_network.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>

#include "env/seeded_random.h"
#include "env/sim_loop.h"

namespace weir::env {
namespace {

using Stream = std::unique_ptr<ByteStream>;

class MemoryNetworkTest : public testing::Test {
 protected:
  // The two ends of one connection: the connecting one, the accepting one.
  std::pair<Stream, Stream> connect_pair(MemoryNetwork& network) {
    Stream far;
    const auto listener =
        network.listen(loop_, "127.0.0.1", 0, [&](Stream stream) { far = std::move(stream); });
    Stream near;
    network.connect(loop_, "localhost", (*listener)->port(),
                    [&](Result<Stream> stream) { near = std::move(*stream); });
    scheduler_.run_until_idle();
    return {std::move(near), std::move(far)};
  }

  // What a read answers; nothing if it has to wait.
  std::optional<Result<std::string>> read(ByteStream& stream) {
    const auto room = std::make_shared<std::array<char, 16>>();
    const auto answer = std::make_shared<std::optional<Result<std::string>>>();
    stream.read_some(*room, [room, answer](Result<std::size_t> count) {
      if (count) {
        *answer = std::string(room->data(), *count);
      } else {
        *answer = std::unexpected(count.error());
      }
    });
    scheduler_.run_until_idle();
    return std::move(*answer);
  }

  static Result<std::size_t> write(ByteStream& stream, std::string_view text) {
    const std::span<const char> piece(text);
    return stream.write_now({&piece, 1});
  }

  SimClock clock_;
  SeededRandom random_{1};
  SimScheduler scheduler_{clock_, random_};
  SimLoop loop_{scheduler_, 0};
};

TEST_F(MemoryNetworkTest, BytesArriveBothWaysInOrder) {
  MemoryNetwork network;
  auto [near, far] = connect_pair(network);
  EXPECT_EQ(write(*near, "one ").value(), 4U);
  EXPECT_EQ(write(*near, "two").value(), 3U);
  EXPECT_EQ(read(*far)->value(), "one two");
  EXPECT_EQ(write(*far, "back").value(), 4U);
  EXPECT_EQ(read(*near)->value(), "back");
}

TEST_F(MemoryNetworkTest, CanDeliverAByteAtATime) {
  MemoryNetwork network({.read_bytes_max = 1});
  auto [near, far] = connect_pair(network);
  ASSERT_TRUE(write(*near, "ab").has_value());
  EXPECT_EQ(read(*far)->value(), "a");
  EXPECT_EQ(read(*far)->value(), "b");
}

TEST_F(MemoryNetworkTest, AFullPipeTakesNothingUntilItIsRead) {
  MemoryNetwork network({.pipe_bytes = 4});
  auto [near, far] = connect_pair(network);
  EXPECT_EQ(write(*near, "abcdef").value(), 4U);
  EXPECT_EQ(write(*near, "ef").value(), 0U);
  bool is_writable = false;
  near->wait_writable([&](Result<void>) { is_writable = true; });
  scheduler_.run_until_idle();
  EXPECT_FALSE(is_writable);
  EXPECT_EQ(read(*far)->value(), "abcd");
  EXPECT_TRUE(is_writable);
  EXPECT_EQ(write(*near, "ef").value(), 2U);
}

TEST_F(MemoryNetworkTest, AStallHoldsBytesBackUntilItEnds) {
  MemoryNetwork network;
  auto [near, far] = connect_pair(network);
  network.set_stalled(true);
  ASSERT_TRUE(write(*near, "late").has_value());
  std::array<char, 16> room;
  std::size_t received = 0;
  far->read_some(room, [&](Result<std::size_t> count) { received = *count; });
  scheduler_.run_until_idle();
  EXPECT_EQ(received, 0U);
  network.set_stalled(false);
  scheduler_.run_until_idle();
  EXPECT_EQ(received, 4U);
}

TEST_F(MemoryNetworkTest, ABrokenConnectionFailsAtBothEnds) {
  MemoryNetwork network;
  auto [near, far] = connect_pair(network);
  network.break_connections();
  EXPECT_EQ(read(*near)->error().code, ErrorCode::unavailable);
  EXPECT_EQ(read(*far)->error().code, ErrorCode::unavailable);
  EXPECT_EQ(write(*near, "x").error().code, ErrorCode::unavailable);
}

TEST_F(MemoryNetworkTest, FinishedWritingReadsAsZeroBytesAfterTheRest) {
  MemoryNetwork network;
  auto [near, far] = connect_pair(network);
  ASSERT_TRUE(write(*near, "rest").has_value());
  near->finish_writing();
  EXPECT_EQ(read(*far)->value(), "rest");
  EXPECT_EQ(read(*far)->value(), "");
  ASSERT_TRUE(write(*far, "still").has_value());
  EXPECT_EQ(read(*near)->value(), "still");
}

TEST_F(MemoryNetworkTest, ADestroyedStreamIsAnEndToTheOtherSideWhoseWritesFail) {
  MemoryNetwork network;
  auto [near, far] = connect_pair(network);
  near.reset();
  EXPECT_EQ(read(*far)->value(), "");
  EXPECT_EQ(write(*far, "x").error().code, ErrorCode::unavailable);
}

TEST_F(MemoryNetworkTest, DestroyingAStreamDropsItsCallbacks) {
  MemoryNetwork network({.pipe_bytes = 1});
  auto [near, far] = connect_pair(network);
  std::array<char, 16> room;
  ASSERT_TRUE(write(*far, "x").has_value());
  near->read_some(room, [](Result<std::size_t>) { ADD_FAILURE(); });
  ASSERT_TRUE(write(*near, "x").has_value());
  near->wait_writable([](Result<void>) { ADD_FAILURE(); });
  near.reset();
  scheduler_.run_until_idle();
}

TEST_F(MemoryNetworkTest, ListenersOfAPortTakeTurns) {
  MemoryNetwork network;
  std::vector<Stream> first;
  std::vector<Stream> second;
  const auto one = network.listen(loop_, "127.0.0.1", 80,
                                  [&](Stream stream) { first.push_back(std::move(stream)); });
  const auto two = network.listen(loop_, "127.0.0.1", 80,
                                  [&](Stream stream) { second.push_back(std::move(stream)); });
  std::vector<Stream> near;
  for (int i = 0; i < 4; ++i) {
    network.connect(loop_, "h", 80, [&](Result<Stream> s) { near.push_back(std::move(*s)); });
  }
  scheduler_.run_until_idle();
  EXPECT_EQ(first.size(), 2U);
  EXPECT_EQ(second.size(), 2U);
}

TEST_F(MemoryNetworkTest, NobodyListensOrAnotherProcessDoes) {
  MemoryNetwork network;
  std::optional<ErrorCode> error;
  network.connect(loop_, "h", 80, [&](Result<Stream> stream) { error = stream.error().code; });
  scheduler_.run_until_idle();
  EXPECT_EQ(error, ErrorCode::unavailable);
  network.occupy_port(80);
  EXPECT_EQ(network.listen(loop_, "h", 80, [](Stream) {}).error().code, ErrorCode::in_use);
}

}  // namespace
}  // namespace weir::env
