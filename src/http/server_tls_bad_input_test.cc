// What goes wrong before, in and after the handshake with a server. Whatever comes, the next client
// is served.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/prov_ssl.h>
#include <openssl/ssl.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "http/server_fixture.h"
#include "http/server_tls_fixture.h"

namespace weir::http {
namespace {

using testing::EndsWith;
using testing::StartsWith;
using std::string_view_literals::operator""sv;

constexpr std::string_view fatal_alert = "\x15\x03\x03\0\x02\x02"sv;
constexpr char record_overflow = 22;

class ServerTlsBadInputTest : public ServerTlsFixture {
 protected:
  // What a client sends first.
  std::string client_hello() const {
    const SslPointer ssl = client_.make_session();
    BIO* const out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), out);
    SSL_do_handshake(ssl.get());
    char* bytes = nullptr;
    const auto size = static_cast<std::size_t>(BIO_get_mem_data(out, &bytes));
    return {bytes, size};
  }

  void expect_the_next_is_served() {
    EXPECT_THAT(request(client_), EndsWith("\r\n\r\nPOST /? a"));
    EXPECT_THAT(exchange(connect(), post("a")), EndsWith("\r\n\r\nPOST /? a"));
  }
};

TEST_F(ServerTlsBadInputTest, HalfAHandshakeEndsWithTheTimeForAHead) {
  start_tls(false, {.head_timeout = seconds(10)});
  const std::string hello = client_hello();
  for (const std::size_t size : {1UZ, 2UZ, 5UZ, 50UZ, hello.size() - 1, hello.size()}) {
    Wire& wire = connect();
    wire.send(hello.substr(0, size));
    scheduler_.run_for(seconds(10));
    EXPECT_FALSE(wire.is_ended()) << size;
    scheduler_.run_for(seconds(2));
    EXPECT_TRUE(wire.is_ended()) << size;
  }
  EXPECT_EQ(server_->counters().closed_idle, 6U);
  EXPECT_EQ(server_->connections(), 0U);
  expect_the_next_is_served();
}

TEST_F(ServerTlsBadInputTest, ASlowHandshakeGetsNoMoreTimeForComingInSmallBits) {
  start_tls(false, {.head_timeout = seconds(10)});
  const std::string hello = client_hello();
  Wire& wire = connect();
  int lasted = 0;
  for (; lasted < 20 && !wire.is_ended(); ++lasted) {
    wire.send(hello.substr(static_cast<std::size_t>(lasted), 1));
    scheduler_.run_for(seconds(1));
  }
  EXPECT_EQ(lasted, 11);
}

TEST_F(ServerTlsBadInputTest, AHandshakeLeavesTheWholeTimeForTheFirstHead) {
  start_tls(false, {.head_timeout = seconds(10)});
  const Handshake handshake = shake_hands(client_);
  scheduler_.run_for(seconds(9));
  EXPECT_THAT(exchange(*handshake.wire, post("a")), EndsWith("\r\n\r\nPOST /? a"));
  Wire& silent = *shake_hands(client_).wire;
  scheduler_.run_for(seconds(12));
  EXPECT_TRUE(silent.is_ended());
}

TEST_F(ServerTlsBadInputTest, GarbageBehindTheClientHelloIsAnsweredWithAnAlert) {
  start_tls();
  Wire& wire = connect();
  const std::string answer = exchange(wire, client_hello() + std::string(100, '\x5a'));
  EXPECT_TRUE(wire.is_ended());
  // Behind the server's own part of the handshake, which came first.
  EXPECT_GT(answer.size(), 100U);
  EXPECT_EQ(server_->counters().tls_failed, 1U);
  expect_the_next_is_served();
}

TEST_F(ServerTlsBadInputTest, GarbageThatBeginsLikeTlsIsRefused) {
  start_tls();
  for (const std::string_view garbage :
       {"\x16\x03\x01\x00\x04zzzz"sv, "\x16\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00"sv,
        "\x16\x03\xff\x00\x10\x01\x00\x00\x0c\x03\x03xxxxxxxxxx"sv}) {
    Wire& wire = connect();
    const std::string answer = exchange(wire, garbage);
    EXPECT_THAT(answer, StartsWith("\x15\x03"));
    EXPECT_TRUE(wire.is_ended());
  }
  EXPECT_EQ(server_->counters().tls_failed, 3U);
  EXPECT_EQ(handler_.requests, 0U);
  expect_the_next_is_served();
}

TEST_F(ServerTlsBadInputTest, RecordsLargerThanTheProtocolAllowsAreRefused) {
  start_tls();
  Wire& wire = connect();
  const std::string answer = exchange(wire, "\x16\x03\x01\xff\xff" + std::string(100, 'x'));
  EXPECT_EQ(answer, std::string(fatal_alert) + record_overflow);
  EXPECT_TRUE(wire.is_ended());

  // After the handshake too; what the server says is encrypted then.
  const Handshake handshake = shake_hands(client_);
  scheduler_.run_until_idle();
  BIO* const below = SSL_get_wbio(ssl_);
  const std::string record = "\x17\x03\x03\xff\xff" + std::string(100, 'x');
  BIO_write(below, record.data(), static_cast<int>(record.size()));
  handshake.wire->send("x");  // Sends what lies there first.
  scheduler_.run_until_idle();
  EXPECT_TRUE(handshake.wire->is_ended());
  expect_the_next_is_served();
}

TEST_F(ServerTlsBadInputTest, RenegotiationIsRefused) {
  start_tls();
  TestTlsClient client(authority_);
  client.set_version(TLS1_2_VERSION);
  const Handshake handshake = shake_hands(client);
  ASSERT_TRUE(handshake.succeeded());
  ASSERT_EQ(SSL_renegotiate(ssl_), 1);
  // The client learns it from a warning, and gives up.
  EXPECT_EQ(exchange(*handshake.wire, post("a")), "");
  EXPECT_TRUE(handshake.wire->is_ended());
  EXPECT_EQ(handler_.requests, 0U);
  EXPECT_EQ(server_->counters().tls_handshakes, 1U);
  expect_the_next_is_served();
}

TEST_F(ServerTlsBadInputTest, AConnectionCutOffWithoutAGoodbyeIsClosed) {
  start_tls();
  std::array<std::string, 2> parts = {post(std::string(100, 'a')), ""};
  parts[1] = parts[0].substr(0, 60);
  for (const std::string& part : parts) {
    const Handshake handshake = shake_hands(client_);
    ASSERT_TRUE(handshake.succeeded());
    handshake.wire->send(part);
    scheduler_.run_until_idle();
    network().break_connections();
    scheduler_.run_until_idle();
    EXPECT_EQ(server_->connections(), 0U);
  }
  EXPECT_EQ(handler_.requests, 1U);
  expect_the_next_is_served();
}

TEST_F(ServerTlsBadInputTest, AClientThatSaysGoodbyeInTheMiddleOfARequestIsClosed) {
  start_tls();
  const Handshake handshake = shake_hands(client_);
  handshake.wire->send("POST / HTTP/1.1\r\nHost:");
  handshake.wire->finish_sending();
  scheduler_.run_until_idle();
  EXPECT_EQ(server_->connections(), 0U);
  EXPECT_TRUE(handshake.wire->is_ended());
}

TEST_F(ServerTlsBadInputTest, KeysAreUpdatedAsOftenAsAClientLikes) {
  start_tls();
  const Handshake handshake = shake_hands(client_);
  ASSERT_TRUE(handshake.succeeded());
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(SSL_key_update(ssl_, SSL_KEY_UPDATE_REQUESTED), 1);
    EXPECT_EQ(exchange(*handshake.wire, post("a")), ok("POST /? a"));
  }
}

// Each asks for an answer; whoever takes none would fill the memory.
TEST_F(ServerTlsBadInputTest, AClientThatTakesNoAnswersToItsKeyUpdatesIsCutOff) {
  network_options_.pipe_bytes = 2000;
  start_tls();
  const Handshake handshake = shake_hands(client_);
  ASSERT_TRUE(handshake.succeeded());
  // With the first answer the client stops reading.
  handshake.wire->pause();
  EXPECT_EQ(exchange(*handshake.wire, post("a")), ok("POST /? a"));
  int updates = 0;
  for (; updates < 20'000 && server_->connections() > 0; ++updates) {
    ASSERT_EQ(SSL_key_update(ssl_, SSL_KEY_UPDATE_REQUESTED), 1);
    handshake.wire->send("x");
    scheduler_.run_until_idle();
  }
  EXPECT_LT(updates, 6'000);
  EXPECT_EQ(server_->connections(), 0U);
}

TEST_F(ServerTlsBadInputTest, IdleConnectionsAreClosedWithAGoodbye) {
  start_tls(false, {.idle_timeout = seconds(75)});
  const Handshake handshake = shake_hands(client_);
  exchange(*handshake.wire, post("a"));
  scheduler_.run_for(seconds(80));
  EXPECT_TRUE(handshake.wire->is_ended());
  EXPECT_EQ(SSL_get_shutdown(ssl_) & SSL_RECEIVED_SHUTDOWN, SSL_RECEIVED_SHUTDOWN);
}

TEST_F(ServerTlsBadInputTest, AServerThatStopsEndsHandshakesAndIdleConnections) {
  start_tls();
  const Handshake idle = shake_hands(client_);
  Wire& half = connect();
  half.send(client_hello());
  scheduler_.run_until_idle();
  EXPECT_EQ(server_->connections(), 2U);
  bool is_drained = false;
  server_->drain(seconds(10), [&](const Result<void>&) { is_drained = true; });
  scheduler_.run_for(seconds(1));
  EXPECT_TRUE(is_drained);
  EXPECT_TRUE(half.is_ended());
  EXPECT_TRUE(idle.wire->is_ended());
}

}  // namespace
}  // namespace weir::http
