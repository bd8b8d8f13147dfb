// What the client and the server choose to speak inside TLS.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/result.h"
#include "http/client.h"
#include "http/server_tls_fixture.h"

namespace weir::http {
namespace {

class ClientAlpnTest : public ServerTlsFixture {
 protected:
  // How the server got the name of the header "host", which differs between the versions.
  std::string host_header(ClientProtocol protocol) {
    handler_.answer_to = [](const Request& request) {
      return Response{.headers = {}, .body = std::string(request.headers.at(0).name)};
    };
    const std::string url = "https://kinesis.test:" + std::to_string(server_->port());
    const auto client = make_client(loop_, network(), *parse_origin(url), {.protocol = protocol},
                                    authority_.path());
    std::string answer;
    client->send({.headers = {}, .body = "a"}, [&](const Result<ClientResponse>& response) {
      answer = response ? response->body : response.error().message;
    });
    scheduler_.run_until_idle();
    return answer;
  }
};

TEST_F(ClientAlpnTest, TheClientSaysWhatItSpeaks) {
  start_tls();
  EXPECT_EQ(host_header(ClientProtocol::http1), "Host");
  EXPECT_EQ(host_header(ClientProtocol::http2), "host");
}

TEST_F(ClientAlpnTest, AClientThatSpeaksBothIsAnsweredInHttp2) {
  start_tls();
  EXPECT_EQ(host_header(ClientProtocol::automatic), "host");
}

}  // namespace
}  // namespace weir::http
