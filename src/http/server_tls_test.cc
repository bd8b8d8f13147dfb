// The server over TLS, on the port where it speaks clear text too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/prov_ssl.h>
#include <openssl/ssl.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "http/http2_server_fixture.h"
#include "http/server_fixture.h"
#include "http/server_tls_fixture.h"
#include "http/tls/acceptor.h"
#include "http/tls/server_context.h"
#include "http/tls/tls_fixture.h"

namespace weir::http {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using std::string_view_literals::operator""sv;

using ServerTlsTest = ServerTlsFixture;

TEST_F(ServerTlsTest, ClearTextAndBothVersionsOfTlsShareThePort) {
  start_tls();
  EXPECT_EQ(exchange(connect(), post("a")), ok("POST /? a"));
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TestTlsClient client(authority_);
    client.set_version(version);
    const Handshake handshake = shake_hands(client);
    ASSERT_TRUE(handshake.succeeded()) << handshake.error();
    EXPECT_EQ(SSL_version(ssl_), version);
    EXPECT_EQ(exchange(*handshake.wire, post("a")), ok("POST /? a"));
    EXPECT_EQ(exchange(*handshake.wire, post("b")), ok("POST /? b"));
  }
  EXPECT_EQ(server_->counters().tls_handshakes, 2U);
  EXPECT_EQ(server_->counters().tls_failed, 0U);
}

TEST_F(ServerTlsTest, BytesMayComeOneByOne) {
  network_options_.read_bytes_max = 1;
  start_tls();
  EXPECT_EQ(request(client_), ok("POST /? a"));
  network_.reset();
}

TEST_F(ServerTlsTest, LargeBodiesPassBothWays) {
  network_options_.pipe_bytes = 10'000;
  start_tls();
  const Handshake handshake = shake_hands(client_);
  ASSERT_TRUE(handshake.succeeded());
  const std::string body(5 << 20, 'x');
  EXPECT_EQ(exchange(*handshake.wire, post(body)), ok("POST /? " + body));
  EXPECT_EQ(exchange(*handshake.wire, post("b")), ok("POST /? b"));
}

TEST_F(ServerTlsTest, WithoutACertificateTlsIsRefusedInClearText) {
  start();
  EXPECT_THAT(exchange(connect(), "\x16\x03\x01\x02\x00"), StartsWith("HTTP/1.1 400 "));
}

TEST_F(ServerTlsTest, TlsInsideTlsIsNoRequest) {
  start_tls();
  const Handshake handshake = shake_hands(client_);
  ASSERT_TRUE(handshake.succeeded());
  EXPECT_THAT(exchange(*handshake.wire, "\x16\x03\x01\x02\x00"), StartsWith("HTTP/1.1 400 "));
}

TEST_F(ServerTlsTest, WhereTlsIsRequiredClearTextIsToldSo) {
  start_tls(/*is_required=*/true);
  EXPECT_EQ(request(client_), ok("POST /? a"));

  Wire& http1 = connect();
  const std::string answer = exchange(http1, post("a"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 Bad Request\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\n\r\nThis port speaks TLS only: use https://.\n"));
  EXPECT_TRUE(http1.is_ended());

  Wire& http2 = connect();
  EXPECT_EQ(exchange(http2, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            "\0\0\0\x04\0\0\0\0\0"                      // SETTINGS
            "\0\0\x2f\x07\0\0\0\0\0\0\0\0\0\0\0\0\x0c"  // GOAWAY, INADEQUATE_SECURITY
            "This port speaks TLS only: use https://"sv);
  EXPECT_TRUE(http2.is_ended());
  EXPECT_EQ(handler_.requests, 1U);
  EXPECT_EQ(server_->counters().refused_malformed, 2U);
}

class AlpnTest : public ServerTlsFixture {
 protected:
  Handshake offer(std::string_view protocols) {
    return shake_hands(client_, [protocols](SSL* ssl) {
      SSL_set_alpn_protos(ssl, reinterpret_cast<const unsigned char*>(protocols.data()),
                          static_cast<unsigned>(protocols.size()));
    });
  }

  // The answer to a request in HTTP/2.
  std::string request_http2(Wire& wire) {
    Http2Peer peer(wire);
    peer.send_preface();
    const std::uint32_t stream = peer.send_post("a");
    scheduler_.run_until_idle();
    peer.look();
    return peer.answer(stream).text();
  }
};

TEST_F(AlpnTest, OffersWhatTheServerSpeaks) {
  start_tls();
  EXPECT_EQ(offer("\x08http/1.1").protocol, "http/1.1");
  EXPECT_EQ(offer("\x02h2").protocol, "h2");
  EXPECT_EQ(offer("\x08http/1.1\x02h2").protocol, "h2");
  EXPECT_EQ(offer("\x06spdy/3\x08http/1.1").protocol, "http/1.1");
  EXPECT_FALSE(offer("\x06spdy/3\x03"
                     "ftp")
                   .succeeded());
  EXPECT_EQ(shake_hands(client_).protocol, "");
}

// Java's SDK 2 speaks HTTP/2 without a word of ALPN; others go on in HTTP/1.1.
TEST_F(AlpnTest, TheFirstBytesInsideDecideWhateverItSays) {
  start_tls();
  EXPECT_EQ(request_http2(*offer("\x02h2").wire), "200 POST /? a");
  EXPECT_EQ(request_http2(*shake_hands(client_).wire), "200 POST /? a");
  EXPECT_EQ(exchange(*offer("\x02h2").wire, post("a")), ok("POST /? a"));
  EXPECT_EQ(request_http2(*offer("\x08http/1.1").wire), "200 POST /? a");
}

TEST_F(ServerTlsTest, AnUnknownServerNameIsServedAllTheSame) {
  start_tls();
  const Handshake handshake =
      shake_hands(client_, [](SSL* ssl) { SSL_set_tlsext_host_name(ssl, "nobody.example.com"); });
  ASSERT_TRUE(handshake.succeeded()) << handshake.error();
  EXPECT_EQ(handshake.server, "kinesis.test");
  EXPECT_EQ(exchange(*handshake.wire, post("a")), ok("POST /? a"));
}

TEST_F(ServerTlsTest, OldVersionsAndWeakCiphersAreRefused) {
  start_tls();
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    TestTlsClient old(authority_);
    old.set_version(version);
    EXPECT_FALSE(shake_hands(old).succeeded()) << version;
  }
  for (const char* weak : {"AES128-SHA", "AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256",
                           "DHE-RSA-AES128-GCM-SHA256", "aNULL", "eNULL"}) {
    TestTlsClient client(authority_);
    client.set_version(TLS1_2_VERSION);
    ASSERT_EQ(SSL_CTX_set_cipher_list(client.context(), weak), 1) << weak;
    EXPECT_FALSE(shake_hands(client).succeeded()) << weak;
  }
  EXPECT_EQ(server_->counters().tls_failed, 8U);
  EXPECT_EQ(request(client_), ok("POST /? a"));
}

TEST_F(ServerTlsTest, SessionsGoOnWhicheverThreadServes) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    start_tls();
    // As another I/O thread does; the network gives them connections in turn.
    const std::unique_ptr<Server> other =
        serve(loop_, network(), clock_, handler_, "127.0.0.1", server_->port(), {}, acceptor_.get())
            .value();
    TestTlsClient client(authority_);
    client.set_version(version);
    for (int i = 0; i < 4; ++i) {
      const Handshake handshake = shake_hands(client);
      ASSERT_TRUE(handshake.succeeded()) << handshake.error();
      EXPECT_EQ(handshake.is_resumed, i > 0) << version;
      EXPECT_EQ(exchange(*handshake.wire, post("a")), ok("POST /? a"));
    }
    EXPECT_EQ(server_->counters().tls_handshakes, 2U);
    EXPECT_EQ(other->counters().tls_handshakes, 2U);
    EXPECT_EQ(server_->counters().tls_resumed + other->counters().tls_resumed, 3U);
    wires_.clear();
    server_.reset();
  }
}

TEST_F(ServerTlsTest, TicketsEndWithTheSecondRotationOfTheirKey) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    start_tls();
    TestTlsClient client(authority_);
    client.set_version(version);
    EXPECT_FALSE(shake_hands(client).is_resumed);
    acceptor_->rotate_ticket_keys();
    // Still good, and replaced by one of the new key, which outlives the next rotation.
    EXPECT_TRUE(shake_hands(client).is_resumed);
    acceptor_->rotate_ticket_keys();
    EXPECT_TRUE(shake_hands(client).is_resumed);
    acceptor_->rotate_ticket_keys();
    acceptor_->rotate_ticket_keys();
    const Handshake late = shake_hands(client);
    EXPECT_TRUE(late.succeeded());
    EXPECT_FALSE(late.is_resumed);
    wires_.clear();
    server_.reset();
  }
}

TEST_F(ServerTlsTest, AnotherCertificateServesTheConnectionsToCome) {
  start_tls(options_for("DNS:old.test"));
  const Handshake before = shake_hands(client_);
  EXPECT_EQ(before.server, "old.test");
  acceptor_->replace(make_context(options_for("DNS:new.test")));
  const Handshake after = shake_hands(client_);
  EXPECT_EQ(after.server, "new.test");
  EXPECT_FALSE(after.is_resumed);
  EXPECT_EQ(exchange(*after.wire, post("a")), ok("POST /? a"));
  EXPECT_EQ(exchange(*before.wire, post("b")), ok("POST /? b"));
}

class ClientCertificateTest : public ServerTlsFixture {
 protected:
  void start_asking(ClientCertificates mode) {
    TlsServerOptions options = options_for("DNS:kinesis.test");
    options.client_certificates = mode;
    options.client_authorities = clients_.certificates();
    start_tls(std::move(options), mode == ClientCertificates::required);
  }

  // Of a client that shows what `shown` issued, or nothing. In TLS 1.3 a client believes the
  // handshake done before the server has looked at its certificate: only an answer is proof.
  bool is_let_in(int version, const TestAuthority* shown, const TestValidity& validity = {}) {
    TestTlsClient client(authority_);
    client.set_version(version);
    if (shown != nullptr) client.show(shown->issue("DNS:somebody", validity));
    return request(client) == ok("POST /? a");
  }

  TestAuthority clients_{"clients_authority"};
  TestAuthority strangers_{"strangers_authority"};
};

TEST_F(ClientCertificateTest, WhereTheyAreRequiredOnlyTheirOwnersAreServed) {
  start_asking(ClientCertificates::required);
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    EXPECT_TRUE(is_let_in(version, &clients_));
    EXPECT_FALSE(is_let_in(version, nullptr));
    EXPECT_FALSE(is_let_in(version, &strangers_));
    EXPECT_FALSE(is_let_in(version, &clients_, {.begin = -3600, .end = -60}));
  }
  EXPECT_EQ(handler_.requests, 2U);
  EXPECT_EQ(server_->counters().tls_failed, 6U);
}

TEST_F(ClientCertificateTest, WhereTheyAreOptionalOneThatIsShownMustBeGood) {
  start_asking(ClientCertificates::optional);
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    EXPECT_TRUE(is_let_in(version, &clients_));
    EXPECT_TRUE(is_let_in(version, nullptr));
    EXPECT_FALSE(is_let_in(version, &strangers_));
  }
}

TEST_F(ClientCertificateTest, ATicketStandsForTheCertificateThatWasShown) {
  start_asking(ClientCertificates::required);
  TestTlsClient client(authority_);
  client.show(clients_.issue("DNS:somebody"));
  EXPECT_EQ(request(client), ok("POST /? a"));
  const Handshake again = shake_hands(client);
  EXPECT_TRUE(again.is_resumed);
  EXPECT_EQ(exchange(*again.wire, post("a")), ok("POST /? a"));
}

}  // namespace
}  // namespace weir::http
