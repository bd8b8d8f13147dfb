// What connections over TLS cost the server: memory for claims, for traffic, for being idle, and
// the time that others wait.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "http/openssl_memory_fixture.h"
#include "http/server_fixture.h"
#include "http/server_tls_fixture.h"

namespace weir::http {
namespace {

using testing::EndsWith;
using std::string_view_literals::operator""sv;

constexpr std::string_view illegal_parameter = "\x15\x03\x03\0\x02\x02\x2F"sv;
// The beginning of a ClientHello of 131,396 bytes, which is the most that OpenSSL would take.
constexpr std::string_view huge_hello = "\x16\x03\x03\0\x04\x01\x02\x01\x44"sv;
// A record of each way.
constexpr std::size_t record_buffers_bytes = 2 * 16'384;

class ServerTlsCostsTest : public ServerTlsFixture {
 protected:
  void SetUp() override { ASSERT_TRUE(OpensslMemory::is_counted()); }

  // What a client sends first.
  std::string client_hello(const char* groups) const {
    const SslPointer ssl = client_.make_session();
    SSL_set1_groups_list(ssl.get(), groups);
    BIO* const out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), out);
    SSL_do_handshake(ssl.get());
    char* bytes = nullptr;
    const auto size = static_cast<std::size_t>(BIO_get_mem_data(out, &bytes));
    return {bytes, size};
  }

  void exchange_times(Wire& wire, int times) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(exchange(wire, post("a")), ok("POST /? a", date_));
  }

  std::string date_ = date_header;
};

TEST_F(ServerTlsCostsTest, AHelloThatClaimsToBeHugeGetsNoMemoryForIt) {
  start_tls();
  Wire& small = connect();
  small.send("\x16\x03\x03\0\x05\x01\0\0\x50\x03");
  scheduler_.run_until_idle();
  EXPECT_FALSE(small.is_ended());
  const std::size_t before = OpensslMemory::bytes();
  // In one piece, and byte by byte; the last of them decides.
  EXPECT_EQ(exchange(connect(), huge_hello), illegal_parameter);
  Wire& slow = connect();
  for (const char byte : huge_hello.substr(0, huge_hello.size() - 1)) {
    EXPECT_EQ(exchange(slow, std::string(1, byte)), "");
  }
  EXPECT_EQ(exchange(slow, huge_hello.substr(huge_hello.size() - 1)), illegal_parameter);
  EXPECT_LT(OpensslMemory::bytes(), before + 60'000);
  EXPECT_EQ(server_->counters().tls_failed, 2U);
  EXPECT_EQ(request(client_), ok("POST /? a"));
}

TEST_F(ServerTlsCostsTest, NorDoesASecondHello) {
  start_tls();
  Wire& wire = connect();
  // The server does not have the group that the client guessed, and asks for another hello.
  const std::string again = exchange(wire, client_hello("P-521:X25519"));
  EXPECT_EQ(again.substr(0, 6), "\x16\x03\x03\0\x58\x02"sv) << "no HelloRetryRequest";
  EXPECT_FALSE(wire.is_ended());
  const std::size_t before = OpensslMemory::bytes();
  // With what OpenSSL's client sends in between, which means nothing.
  EXPECT_THAT(exchange(wire, std::string("\x14\x03\x03\0\x01\x01"sv) + std::string(huge_hello)),
              EndsWith(illegal_parameter));
  EXPECT_LT(OpensslMemory::bytes(), before + 60'000);
  EXPECT_EQ(server_->counters().tls_failed, 1U);
}

TEST_F(ServerTlsCostsTest, ClientsThatMustSayHelloTwiceAreServed) {
  start_tls();
  const Handshake handshake =
      shake_hands(client_, [](SSL* ssl) { SSL_set1_groups_list(ssl, "P-521:X25519"); });
  ASSERT_TRUE(handshake.succeeded()) << handshake.error();
  EXPECT_EQ(exchange(*handshake.wire, post("a")), ok("POST /? a"));
}

TEST_F(ServerTlsCostsTest, OnlyBusyConnectionsKeepBuffersForRecords) {
  start_tls();
  const Handshake handshake = shake_hands(client_);
  ASSERT_TRUE(handshake.succeeded());
  // The client's are not ours to look at.
  SSL_set_mode(ssl_, SSL_MODE_RELEASE_BUFFERS);
  Wire& wire = *handshake.wire;
  exchange_times(wire, 1);
  const std::size_t idle = OpensslMemory::bytes();

  exchange_times(wire, 1);
  EXPECT_EQ(OpensslMemory::bytes(), idle) << "two requests in a second";
  exchange_times(wire, 10);
  EXPECT_GT(OpensslMemory::bytes(), idle + record_buffers_bytes);
  scheduler_.run_for(seconds(1));
  EXPECT_GT(OpensslMemory::bytes(), idle + record_buffers_bytes) << "it was busy just now";
  date_ = "Date: Mon, 01 Jan 2024 00:00:01 GMT\r\n";
  exchange_times(wire, 1);
  scheduler_.run_for(seconds(1));
  EXPECT_EQ(OpensslMemory::bytes(), idle) << "one request in a second";
  date_ = "Date: Mon, 01 Jan 2024 00:00:02 GMT\r\n";
  exchange_times(wire, 1);
}

TEST_F(ServerTlsCostsTest, RequestsDoNotWaitForEverybodysHandshake) {
  start_tls();
  Wire& old = connect();
  EXPECT_EQ(exchange(old, post("a")), ok("POST /? a"));
  // A hundred clients come back at once.
  std::vector<Wire*> clients(100);
  for (Wire*& client : clients) client = &connect();
  const auto answered = [&] {
    return std::ranges::count_if(clients, [](Wire* client) { return !client->received().empty(); });
  };
  const std::string hello = client_hello("X25519");
  for (Wire* client : clients) client->send(hello);
  while (answered() == 0) scheduler_.step();
  old.send(post("b"));
  while (old.received().empty()) scheduler_.step();
  EXPECT_EQ(old.take(), ok("POST /? b"));
  EXPECT_LT(answered(), 10);
  scheduler_.run_until_idle();
  EXPECT_EQ(answered(), 100);
}

}  // namespace
}  // namespace weir::http
