// The client over TLS.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "env/memory_network.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "http/client.h"
#include "http/server_fixture.h"
#include "http/tls/tls_fixture.h"
#include "http/tls/tls_stream.h"

namespace weir::http {
namespace {

using testing::HasSubstr;

class TlsClientTest : public testing::Test {
 protected:
  // A client's request to a server that answers in TLS; its status, or the error's text.
  std::string request(const std::string& url, const std::string& ca_file, const char* names) {
    network_.emplace(env::MemoryNetworkOptions{.pipe_bytes = 5000});
    std::unique_ptr<Wire> wire;
    const auto listener = network_->listen(loop_, "::", 443, [&](auto stream) {
      server_ = std::make_unique<TlsStream>(loop_, std::move(stream),
                                            authority_.make_server_session(names));
      server_->handshake([&](const Result<void>& result) {
        if (result) wire = std::make_unique<Wire>(std::move(server_));
      });
    });
    const auto client = make_client(loop_, *network_, *parse_origin(url), {}, ca_file);
    std::string answer = "(none)";
    client->send({.headers = {}, .body = std::string(100'000, 'x')},
                 [&](const Result<ClientResponse>& response) {
                   answer = response ? response->body : response.error().message;
                 });
    scheduler_.run_until_idle();
    if (wire) {
      EXPECT_THAT(wire->take(), HasSubstr("\r\nHost: kinesis.test\r\n"));
      const std::string body(100'000, 'y');
      wire->send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + body);
      scheduler_.run_until_idle();
      if (answer == body) return "body";
    }
    return answer;
  }

  env::SimClock clock_;
  env::SeededRandom random_{1};
  env::SimScheduler scheduler_{clock_, random_};
  env::SimLoop loop_{scheduler_, 0};
  std::optional<env::MemoryNetwork> network_;
  std::unique_ptr<TlsStream> server_;
  TestAuthority authority_{"client_authority"};
};

TEST_F(TlsClientTest, TalksWithTrustedServers) {
  EXPECT_EQ(request("https://kinesis.test", authority_.path(), "DNS:kinesis.test"), "body");
}

TEST_F(TlsClientTest, SendsNothingToOthers) {
  EXPECT_THAT(request("https://kinesis.test", authority_.path(), "DNS:other.test"),
              HasSubstr("hostname mismatch"));
  EXPECT_THAT(request("https://kinesis.test", "", "DNS:kinesis.test"), HasSubstr("certificate"));
  EXPECT_THAT(request("https://kinesis.test", "/nowhere", "DNS:kinesis.test"),
              HasSubstr("/nowhere"));
}

}  // namespace
}  // namespace weir::http
