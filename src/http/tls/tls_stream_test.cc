#include "http/tls/tls_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/prov_ssl.h>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/result.h"
#include "env/memory_network.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "http/server_fixture.h"
#include "http/tls/tls_context.h"
#include "http/tls/tls_fixture.h"

namespace weir::http {
namespace {

using testing::HasSubstr;

class TlsStreamTest : public testing::Test {
 protected:
  // Client and server shake hands; what each of them says. Both streams are kept for the test.
  struct Handshake {
    std::optional<Result<void>> client;
    std::optional<Result<void>> server;

    bool succeeded() const { return client && *client && server && *server; }
    std::string client_error() const {
      return client && !*client ? client->error().message : "(none)";
    }
  };

  Handshake shake_hands(SslPointer client_session, SslPointer server_session,
                        const env::MemoryNetworkOptions& options = {}) {
    client_.reset();
    server_.reset();
    network_.emplace(options);
    Handshake handshake;
    const auto listener = network_->listen(loop_, "::", 443, [&](auto stream) {
      server_ = std::make_unique<TlsStream>(loop_, std::move(stream), std::move(server_session));
      server_->handshake([&](Result<void> result) { handshake.server = std::move(result); });
    });
    network_->connect(loop_, "server", 443, [&](auto stream) {
      client_ = std::make_unique<TlsStream>(loop_, std::move(*stream), std::move(client_session));
      client_->handshake([&](Result<void> result) { handshake.client = std::move(result); });
      EXPECT_FALSE(handshake.client.has_value()) << "Answered inside the call.";
    });
    scheduler_.run_until_idle();
    return handshake;
  }

  // With the client trusting `ca_file` and expecting `host`.
  Handshake connect(const std::string& ca_file, const std::string& host,
                    SslPointer server_session) {
    const auto context = TlsContext::make(ca_file);
    EXPECT_TRUE(context.has_value());
    return shake_hands((*context)->make_session(host), std::move(server_session));
  }

  env::SimClock clock_;
  env::SeededRandom random_{1};
  env::SimScheduler scheduler_{clock_, random_};
  env::SimLoop loop_{scheduler_, 0};
  std::optional<env::MemoryNetwork> network_;
  std::unique_ptr<TlsStream> client_;
  std::unique_ptr<TlsStream> server_;
  TestAuthority authority_{"authority"};
};

TEST_F(TlsStreamTest, ServersWithTheRightNameAreTrusted) {
  const std::string& ca = authority_.path();
  const auto session = [&](const char* names) { return authority_.make_server_session(names); };
  EXPECT_TRUE(connect(ca, "kinesis.test", session("DNS:kinesis.test")).succeeded());
  EXPECT_TRUE(connect(ca, "Kinesis.TEST", session("DNS:kinesis.test")).succeeded());
  EXPECT_TRUE(connect(ca, "a.kinesis.test", session("DNS:*.kinesis.test")).succeeded());
  EXPECT_TRUE(connect(ca, "b.test", session("DNS:a.test,DNS:b.test")).succeeded());
  EXPECT_TRUE(connect(ca, "127.0.0.1", session("IP:127.0.0.1")).succeeded());
  EXPECT_TRUE(connect(ca, "::1", session("IP:::1")).succeeded());
}

TEST_F(TlsStreamTest, ServersWithAWrongNameAreRefused) {
  const std::string& ca = authority_.path();
  const auto session = [&](const char* names) { return authority_.make_server_session(names); };
  EXPECT_THAT(connect(ca, "kinesis.test", session("DNS:other.test")).client_error(),
              HasSubstr("hostname mismatch"));
  EXPECT_THAT(connect(ca, "a.b.kinesis.test", session("DNS:*.kinesis.test")).client_error(),
              HasSubstr("hostname mismatch"));
  EXPECT_THAT(connect(ca, "foo.kinesis.test", session("DNS:f*.kinesis.test")).client_error(),
              HasSubstr("hostname mismatch"));
  EXPECT_THAT(connect(ca, "127.0.0.1", session("DNS:127.0.0.1")).client_error(),
              HasSubstr("IP address mismatch"));
  EXPECT_THAT(connect(ca, "127.0.0.1", session("IP:127.0.0.2")).client_error(),
              HasSubstr("IP address mismatch"));
}

TEST_F(TlsStreamTest, ServersOfAnUnknownAuthorityAreRefused) {
  const TestAuthority other("other");
  const Handshake handshake =
      connect(authority_.path(), "kinesis.test", other.make_server_session("DNS:kinesis.test"));
  EXPECT_THAT(handshake.client_error(), HasSubstr("certificate"));
  EXPECT_EQ(handshake.client->error().code, ErrorCode::unavailable);
  ASSERT_TRUE(handshake.server.has_value());
  EXPECT_FALSE(handshake.server->has_value()) << "The server must learn of the refusal.";
  const Handshake unknown_to_system =
      connect("", "kinesis.test", authority_.make_server_session("DNS:kinesis.test"));
  EXPECT_FALSE(unknown_to_system.succeeded());
}

TEST_F(TlsStreamTest, SpeaksTls12ButNothingOlder) {
  const std::string& ca = authority_.path();
  EXPECT_TRUE(
      connect(ca, "h", authority_.make_server_session("DNS:h", TLS1_2_VERSION)).succeeded());
  EXPECT_FALSE(
      connect(ca, "h", authority_.make_server_session("DNS:h", TLS1_1_VERSION)).succeeded());
}

TEST_F(TlsStreamTest, AFileWithoutAuthoritiesIsAnError) {
  const auto missing = TlsContext::make("/nowhere/ca.pem");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::invalid_argument);
  EXPECT_THAT(missing.error().message, HasSubstr("/nowhere/ca.pem"));
}

TEST_F(TlsStreamTest, BytesPassBothWaysHoweverSmallThePipe) {
  const auto context = TlsContext::make(authority_.path());
  for (const std::size_t pipe_bytes : {std::size_t{1000}, std::size_t{64} << 10}) {
    const auto handshake =
        shake_hands((*context)->make_session("h"), authority_.make_server_session("DNS:h"),
                    {.pipe_bytes = pipe_bytes, .read_bytes_max = pipe_bytes / 3});
    ASSERT_TRUE(handshake.succeeded());
    Wire near(std::move(client_));
    Wire far(std::move(server_));
    const std::string there(1 << 20, 't');
    const std::string back(300'000, 'b');
    near.send(there);
    far.send(back);
    scheduler_.run_until_idle();
    EXPECT_EQ(far.take(), there);
    EXPECT_EQ(near.take(), back);
    near.finish_sending();
    scheduler_.run_until_idle();
    EXPECT_TRUE(far.is_ended());
    far.send("late");
    scheduler_.run_until_idle();
    EXPECT_EQ(near.take(), "late");
  }
}

TEST_F(TlsStreamTest, TakesNoMoreThanARecordBeyondWhatTheConnectionTakes) {
  const auto context = TlsContext::make(authority_.path());
  ASSERT_TRUE(shake_hands((*context)->make_session("h"), authority_.make_server_session("DNS:h"))
                  .succeeded());
  const std::string block(10 << 20, 'x');
  const std::span<const char> piece(block);
  const auto taken = client_->write_now({&piece, 1});
  ASSERT_TRUE(taken.has_value());
  EXPECT_LE(*taken, (64U << 10) + (16U << 10));
  EXPECT_EQ(client_->write_now({&piece, 1}).value(), 0U);
}

TEST_F(TlsStreamTest, AConnectionThatIsCutOffIsNotTakenForItsEnd) {
  const auto context = TlsContext::make(authority_.path());
  SslPointer server_session = authority_.make_server_session("DNS:h");
  SSL_set_quiet_shutdown(server_session.get(), 1);  // Without a goodbye.
  ASSERT_TRUE(shake_hands((*context)->make_session("h"), std::move(server_session)).succeeded());
  std::array<char, 10> room;
  std::optional<Result<std::size_t>> answer;
  client_->read_some(room, [&](Result<std::size_t> count) { answer = std::move(count); });
  server_.reset();
  scheduler_.run_until_idle();
  ASSERT_TRUE(answer.has_value());
  EXPECT_FALSE(answer->has_value());
}

TEST_F(TlsStreamTest, ServersThatSpeakNoTlsAreRefused) {
  const auto context = TlsContext::make(authority_.path());
  network_.emplace();
  std::unique_ptr<Wire> server;
  const auto listener = network_->listen(loop_, "::", 443, [&](auto stream) {
    server = std::make_unique<Wire>(std::move(stream));
    server->send("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  std::optional<Result<void>> answer;
  network_->connect(loop_, "h", 443, [&](auto stream) {
    client_ = std::make_unique<TlsStream>(loop_, std::move(*stream), (*context)->make_session("h"));
    client_->handshake([&](Result<void> result) { answer = std::move(result); });
  });
  scheduler_.run_until_idle();
  ASSERT_TRUE(answer.has_value());
  EXPECT_FALSE(answer->has_value());
}

}  // namespace
}  // namespace weir::http
