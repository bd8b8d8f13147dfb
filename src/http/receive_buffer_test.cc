#include "http/receive_buffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace weir::http {
namespace {

constexpr std::size_t small = ReceiveBuffer::small_bytes;

std::string text_of(std::span<const char> bytes) { return {bytes.data(), bytes.size()}; }

void receive(ReceiveBuffer& buffer, std::string_view bytes) {
  ASSERT_LE(bytes.size(), buffer.room().size());
  std::ranges::copy(bytes, buffer.room().begin());
  buffer.add(bytes.size());
}

// A request of `size` bytes has come and gone.
void pass_request(ReceiveBuffer& buffer, std::size_t size) {
  buffer.reserve(size);
  receive(buffer, std::string(size, 'r'));
  buffer.consume(size);
  buffer.settle();
}

TEST(ReceiveBuffer, StartsSmallAndUsesTheSameBlockAgain) {
  ReceiveBuffer buffer("peer");
  const char* const block = buffer.room().data();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(buffer.room().data(), block);
    EXPECT_EQ(buffer.room().size(), small);
    pass_request(buffer, 3000);
  }
}

TEST(ReceiveBuffer, KeepsWhatHasArrivedWhenItGrows) {
  ReceiveBuffer buffer("peer");
  receive(buffer, "gone");
  receive(buffer, "here");
  buffer.consume(4);
  buffer.reserve(100'000);
  EXPECT_EQ(text_of(buffer.received()), "here");
  EXPECT_GE(buffer.room().size(), 100'000U - 4);
  EXPECT_EQ(buffer.peer_address(), "peer");
}

TEST(ReceiveBuffer, MakesRoomByMovingBeforeItGrows) {
  ReceiveBuffer buffer("peer");
  receive(buffer, std::string(4000, 'x') + "here");
  buffer.consume(4000);
  buffer.make_room(64 << 10);
  EXPECT_EQ(text_of(buffer.received()), "here");
  EXPECT_EQ(buffer.room().size(), small - 4);
}

TEST(ReceiveBuffer, GrowsTwofoldUpToTheLimit) {
  ReceiveBuffer buffer("peer");
  std::size_t growths = 0;
  while (buffer.received().size() < (64 << 10)) {
    const std::size_t before = buffer.room().size();
    buffer.make_room(64 << 10);
    if (buffer.room().size() != before) ++growths;
    receive(buffer, std::string(std::min<std::size_t>(buffer.room().size(), 100), 'x'));
  }
  EXPECT_EQ(buffer.received().size(), 64U << 10);
  EXPECT_LE(growths, 5U);
}

TEST(ReceiveBuffer, NeverWritesOverWhatIsShared) {
  ReceiveBuffer buffer("peer");
  receive(buffer, "request");
  const std::span<char> request = buffer.received();
  const std::string_view peer = buffer.peer_address();
  {
    const std::shared_ptr<void> holder = buffer.share();
    buffer.consume(7);
    buffer.settle();
    EXPECT_EQ(buffer.room().size(), small);
    receive(buffer, "another");
    EXPECT_EQ(text_of(request), "request");
    EXPECT_EQ(peer, "peer");
  }
  EXPECT_EQ(text_of(buffer.received()), "another");
}

TEST(ReceiveBuffer, GoesOnBehindASharedRequestAndMovesOnlyWhenItMust) {
  ReceiveBuffer buffer("peer");
  receive(buffer, "requestnext");
  const std::span<char> request = buffer.received().first(7);
  const std::shared_ptr<void> holder = buffer.share();
  buffer.consume(7);
  buffer.settle();
  EXPECT_EQ(buffer.received().data(), request.data() + 7);
  buffer.reserve(small);
  EXPECT_EQ(text_of(buffer.received()), "next");
  receive(buffer, std::string(small - 4, 'x'));
  EXPECT_EQ(text_of(request), "request");
}

TEST(ReceiveBuffer, ReturnsToItsSmallBlockAndKeepsTheLargeOneAtHand) {
  ReceiveBuffer buffer("peer");
  const char* const block = buffer.room().data();
  buffer.reserve(1 << 20);
  const char* const large = buffer.room().data();
  pass_request(buffer, 1 << 20);
  EXPECT_EQ(buffer.room().data(), block);
  EXPECT_EQ(buffer.room().size(), small);
  buffer.reserve(1 << 19);
  EXPECT_EQ(buffer.room().data(), large);
}

TEST(ReceiveBuffer, TakesWhatBelongsToTheNextRequestAlong) {
  ReceiveBuffer buffer("peer");
  buffer.reserve(10'000);
  receive(buffer, std::string(9'000, 'r') + "next");
  buffer.consume(9'000);
  buffer.settle();
  EXPECT_EQ(text_of(buffer.received()), "next");
  EXPECT_EQ(buffer.room().size(), small - 4);
}

TEST(ReceiveBuffer, DoesNotReuseALargeBlockThatIsHeld) {
  ReceiveBuffer buffer("peer");
  buffer.reserve(10'000);
  receive(buffer, std::string(10'000, 'r'));
  const std::string_view request(buffer.received().data(), 10'000);
  const std::shared_ptr<void> holder = buffer.share();
  buffer.consume(10'000);
  buffer.settle();
  buffer.reserve(10'000);
  receive(buffer, std::string(10'000, 'x'));
  EXPECT_EQ(request, std::string(10'000, 'r'));
}

TEST(ReceiveBuffer, GivesBackALargeBlockThatNobodyUses) {
  ReceiveBuffer buffer("peer");
  buffer.reserve(1 << 20);
  const std::weak_ptr<void> large = buffer.share();
  pass_request(buffer, 1 << 20);
  buffer.trim();
  pass_request(buffer, 1 << 20);
  buffer.trim();
  EXPECT_FALSE(large.expired()) << "It is in use every second.";
  pass_request(buffer, 10);
  buffer.trim();
  EXPECT_TRUE(large.expired());
}

TEST(ReceiveBuffer, GivesNoMoreRoomForPromisesThanForWhatHasCome) {
  constexpr std::size_t most = ReceiveBuffer::announced_bytes_max;
  ReceiveBuffer buffer("peer");
  buffer.grow_towards(small);
  EXPECT_EQ(buffer.room().size(), small) << "it fits";
  receive(buffer, "begun");
  buffer.grow_towards(10 * most);
  EXPECT_EQ(buffer.room().size(), most - 5);
  const char* const block = buffer.room().data();
  receive(buffer, std::string(most - 6, 'x'));
  buffer.grow_towards(10 * most);
  EXPECT_EQ(buffer.room().data(), block + most - 6) << "there is room yet";
  receive(buffer, "x");
  buffer.grow_towards(10 * most);
  EXPECT_EQ(buffer.room().size(), most);
  receive(buffer, std::string(most, 'x'));
  buffer.grow_towards(2 * most + 10);
  EXPECT_EQ(buffer.room().size(), 10U);
  EXPECT_EQ(text_of(buffer.received()), "begun" + std::string(2 * most - 5, 'x'));
}

TEST(ReceiveBuffer, KeepsALargeBlockThatIsBeingFilled) {
  ReceiveBuffer buffer("peer");
  buffer.reserve(1 << 20);
  receive(buffer, "begun");
  buffer.trim();
  buffer.trim();
  EXPECT_EQ(text_of(buffer.received()), "begun");
  EXPECT_GE(buffer.room().size(), (1U << 20) - 5);
}

}  // namespace
}  // namespace weir::http
