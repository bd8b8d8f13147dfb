#include "env/asio_network.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string>
#include <thread>

#include "env/asio_loop.h"

namespace weir::env {
namespace {

using testing::HasSubstr;

// A loop, a network and a connected pair of streams on it.
class AsioNetworkTest : public testing::Test {
 protected:
  using Stream = std::unique_ptr<ByteStream>;

  std::unique_ptr<Listener> listen(std::uint16_t port = 0) {
    auto listener = network_.listen(loop_, "127.0.0.1", port, [this](Stream stream) {
      accepted_.push_back(std::move(stream));
      loop_.stop();
    });
    EXPECT_TRUE(listener.has_value()) << listener.error().message;
    return std::move(*listener);
  }

  Result<Stream> connect(const std::string& host, std::uint16_t port) {
    std::optional<Result<Stream>> answer;
    network_.connect(loop_, host, port, [&](Result<Stream> stream) {
      answer = std::move(stream);
      loop_.stop();
    });
    while (!answer) loop_.run();
    return std::move(*answer);
  }

  // The two ends of one connection: the connecting one, the accepting one.
  std::pair<Stream, Stream> connect_pair() {
    const auto listener = listen();
    Stream near = std::move(connect("127.0.0.1", listener->port()).value());
    while (accepted_.empty()) loop_.run();
    return {std::move(near), std::move(accepted_.front())};
  }

  Result<std::string> read(ByteStream& stream) {
    std::array<char, 64> room;
    std::optional<Result<std::size_t>> answer;
    stream.read_some(room, [&](Result<std::size_t> count) {
      answer = count;
      loop_.stop();
    });
    while (!answer) loop_.run();
    if (!*answer) return std::unexpected(answer->error());
    return std::string(room.data(), **answer);
  }

  static Result<std::size_t> write(ByteStream& stream, std::string_view text) {
    const std::span<const char> piece(text);
    return stream.write_now({&piece, 1});
  }

  void run_for(milliseconds time) {
    const auto timer = loop_.after(time, [this] { loop_.stop(); });
    loop_.run();
  }

  AsioLoop loop_{0};
  AsioNetwork network_;
  std::vector<Stream> accepted_;
};

TEST_F(AsioNetworkTest, BytesArriveAsWritten) {
  auto [near, far] = connect_pair();
  const std::array<std::span<const char>, 3> pieces = {std::span<const char>("one ", 4),
                                                       std::span<const char>("two ", 4),
                                                       std::span<const char>("three", 5)};
  EXPECT_EQ(near->write_now(pieces).value(), 13U);
  EXPECT_EQ(read(*far).value(), "one two three");
  EXPECT_EQ(write(*far, "back").value(), 4U);
  EXPECT_EQ(read(*near).value(), "back");
  EXPECT_EQ(far->peer_address(), "127.0.0.1");
}

TEST_F(AsioNetworkTest, FinishedWritingReadsAsZeroBytesAndTheOtherDirectionGoesOn) {
  auto [near, far] = connect_pair();
  near->finish_writing();
  EXPECT_EQ(read(*far).value(), "");
  EXPECT_EQ(write(*far, "still").value(), 5U);
  EXPECT_EQ(read(*near).value(), "still");
}

TEST_F(AsioNetworkTest, AFullConnectionTakesNothingUntilTheOtherSideReads) {
  auto [near, far] = connect_pair();
  const std::string block(1 << 20, 'x');
  std::size_t sent = 0;
  for (std::size_t taken = 1; taken > 0; sent += taken) taken = write(*near, block).value();

  bool is_writable = false;
  near->wait_writable([&](Result<void> result) {
    EXPECT_TRUE(result.has_value());
    is_writable = true;
    loop_.stop();
  });
  EXPECT_FALSE(is_writable);
  std::string into(1 << 16, ' ');
  std::size_t received = 0;
  std::function<void()> read_on = [&] {
    far->read_some(into, [&](Result<std::size_t> count) {
      received += count.value();
      if (received < sent) return read_on();
    });
  };
  read_on();
  while (!is_writable) loop_.run();
  EXPECT_GT(write(*near, block).value(), 0U);
}

TEST_F(AsioNetworkTest, ABrokenConnectionIsAnError) {
  auto [near, far] = connect_pair();
  EXPECT_TRUE(write(*near, "never read").has_value());
  run_for(milliseconds(1));
  far.reset();  // With bytes unread: the kernel answers with a reset.
  const Result<std::string> result = read(*near);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::unavailable);
  EXPECT_THAT(result.error().message, HasSubstr("127.0.0.1"));
  const Result<std::size_t> written = write(*near, "x");
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().code, ErrorCode::unavailable);
}

TEST_F(AsioNetworkTest, DestroyingAStreamDropsItsCallbacks) {
  auto [near, far] = connect_pair();
  std::array<char, 8> room;
  const auto alive = std::make_shared<int>();
  near->read_some(room, [alive](Result<std::size_t>) { ADD_FAILURE() << "called"; });
  while (write(*near, std::string(1 << 20, 'x')).value() > 0) {
  }
  near->wait_writable([alive](Result<void>) { ADD_FAILURE() << "called"; });
  near.reset();
  EXPECT_EQ(alive.use_count(), 1) << "the callbacks are kept";
  run_for(milliseconds(1));
}

TEST_F(AsioNetworkTest, AReadThatIsDueIsDroppedToo) {
  auto [near, far] = connect_pair();
  std::array<char, 8> room;
  ASSERT_TRUE(write(*far, "bytes").has_value());
  near->read_some(room, [](Result<std::size_t>) { ADD_FAILURE() << "called"; });
  near.reset();
  run_for(milliseconds(1));
}

TEST_F(AsioNetworkTest, ACallbackMayDestroyItsStream) {
  auto [near, far] = connect_pair();
  std::array<char, 8> room;
  near->read_some(room, [&](Result<std::size_t>) {
    near.reset();
    loop_.stop();
  });
  ASSERT_TRUE(write(*far, "bytes").has_value());
  loop_.run();
  EXPECT_EQ(near, nullptr);
}

TEST_F(AsioNetworkTest, ConnectingToAClosedPortIsAnError) {
  const std::uint16_t port = listen()->port();
  const auto result = connect("127.0.0.1", port);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::unavailable);
  EXPECT_THAT(result.error().message, HasSubstr("127.0.0.1:" + std::to_string(port)));
}

TEST_F(AsioNetworkTest, ConnectsByName) {
  const auto listener = listen();
  EXPECT_TRUE(connect("localhost", listener->port()).has_value());
}

TEST_F(AsioNetworkTest, AnUnknownNameIsAnError) {
  const auto result = connect("no-such-host.invalid", 1);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::unavailable);
}

TEST_F(AsioNetworkTest, WhatIsNotAnAddressIsRefused) {
  const auto result = network_.listen(loop_, "localhost", 0, [](Stream) {});
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::invalid_argument);
}

TEST_F(AsioNetworkTest, AnAddressOfAnotherMachineIsRefused) {
  const auto result = network_.listen(loop_, "192.0.2.1", 0, [](Stream) {});
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::invalid_argument);
  EXPECT_THAT(result.error().message, HasSubstr("192.0.2.1"));
}

TEST_F(AsioNetworkTest, APortThatAnotherNetworkHasIsInUse) {
  const auto listener = listen();
  const auto second = listen(listener->port());  // Our own may share it.
  AsioNetwork other;
  const auto refused = other.listen(loop_, "127.0.0.1", listener->port(), [](Stream) {});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::in_use);
  EXPECT_THAT(refused.error().message, testing::Eq("Port " + std::to_string(listener->port()) +
                                                   " on 127.0.0.1 is in use by another process."));
}

TEST_F(AsioNetworkTest, APortThatAnotherProcessHasIsInUse) {
  // A plain socket, as any program might have opened it, sharing allowed.
  const int other = ::socket(AF_INET, SOCK_STREAM, 0);
  const int yes = 1;
  ::setsockopt(other, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  ::setsockopt(other, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ASSERT_EQ(::bind(other, reinterpret_cast<sockaddr*>(&address), length), 0);
  ASSERT_EQ(::listen(other, 1), 0);
  ::getsockname(other, reinterpret_cast<sockaddr*>(&address), &length);

  const auto refused = network_.listen(loop_, "127.0.0.1", ntohs(address.sin_port), [](Stream) {});
  ::close(other);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::in_use);
}

TEST_F(AsioNetworkTest, AReleasedPortCanBeTakenAgain) {
  const std::uint16_t port = listen()->port();
  AsioNetwork other;
  EXPECT_TRUE(other.listen(loop_, "127.0.0.1", port, [](Stream) {}).has_value());
}

TEST_F(AsioNetworkTest, ListenersOfOneNetworkShareAPortAndItsConnections) {
  const auto first = listen();
  std::size_t accepted_by_second = 0;
  const auto second = network_.listen(loop_, "127.0.0.1", first->port(), [&](Stream) {
    ++accepted_by_second;
    loop_.stop();
  });
  ASSERT_TRUE(second.has_value());
  // The kernel chooses by a hash of the addresses: 64 in a row on one side has chance 2^-63.
  for (int i = 0; i < 64; ++i) {
    ASSERT_TRUE(connect("127.0.0.1", first->port()).has_value());
  }
  while (accepted_by_second + accepted_.size() < 64) loop_.run();
  EXPECT_GT(accepted_by_second, 0U);
  EXPECT_GT(accepted_.size(), 0U);
}

TEST_F(AsioNetworkTest, AListenerGoesOnAfterRunningOutOfFileDescriptors) {
  const auto listener = listen();
  // UBSan opens a pipe when it first meets a type: everything has to run once before.
  ASSERT_TRUE(connect("127.0.0.1", listener->port()).has_value());
  while (accepted_.empty()) loop_.run();
  accepted_.clear();
  run_for(milliseconds(1));

  // Connects while there still are descriptors; the listener meets the shortage when it accepts.
  const int client = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(listener->port());
  ASSERT_EQ(::connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  rlimit usual;
  ::getrlimit(RLIMIT_NOFILE, &usual);
  const rlimit none = {.rlim_cur = 0, .rlim_max = usual.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  run_for(milliseconds(1));
  EXPECT_TRUE(accepted_.empty());
  ::setrlimit(RLIMIT_NOFILE, &usual);
  while (accepted_.empty()) loop_.run();
  ::close(client);
}

}  // namespace
}  // namespace weir::env
