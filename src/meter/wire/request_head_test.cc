#include "meter/wire/request_head.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "aws/sigv4_signer.h"

namespace weir::meter {
namespace {

using namespace std::chrono_literals;

constexpr WallTime now{1'795'000'000'123};
const WallTime others_from = now + 31h;

Endpoint endpoint(const std::string& token = "") {
  const auto first =
      std::make_shared<const aws::Credentials>(aws::Credentials{"AKIDEXAMPLE", "secret", token});
  const auto others =
      std::make_shared<const aws::Credentials>(aws::Credentials{"AKIDOTHER", "other", "token"});
  return {.origin = {.tls = false, .host = "127.0.0.1", .port = 4567},
          .region = "eu-west-1",
          .service = "kinesis",
          .credentials = [=](WallTime at) { return at < others_from ? first : others; }};
}

// What aws::Sigv4Signer, which servers and their tests hold to be right, makes of the same call.
std::string authorization_by_signer(const Endpoint& endpoint, const std::string& body,
                                    WallTime at) {
  aws::Sigv4Signer signer(*endpoint.credentials(at), endpoint.region, endpoint.service);
  http::ClientRequest request;
  request.headers = {{"Content-Type", "application/x-amz-json-1.1"},
                     {"X-Amz-Target", endpoint.target_prefix() + "PutRecord"}};
  request.body = body;
  signer.sign(request, endpoint.origin.authority(), at);
  return request.headers.back().second;
}

void expect_signed_as_by_signer(RequestHead& head, const std::string& body, WallTime at) {
  const std::string text(head.sign(body, at));
  const std::string expected = authorization_by_signer(head.endpoint(), body, at);
  EXPECT_NE(text.find("\r\nAuthorization: " + expected + "\r\n"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n"));
}

TEST(RequestHead, IsSignedAsTheSignerSigns) {
  const Endpoint where = endpoint();
  RequestHead head(where, "PutRecord", "application/x-amz-json-1.1");
  expect_signed_as_by_signer(head, "{\"a\":1}", now);
  expect_signed_as_by_signer(head, std::string(5'000, 'x'), now);
  expect_signed_as_by_signer(head, "{}", now + 1s);   // The time changes,
  expect_signed_as_by_signer(head, "{}", now + 30h);  // the day,
  expect_signed_as_by_signer(head, "{}", now + 31h);  // and who signs.
}

TEST(RequestHead, SessionTokenIsSignedToo) {
  const Endpoint where = endpoint("a-token");
  RequestHead head(where, "PutRecord", "application/x-amz-json-1.1");
  expect_signed_as_by_signer(head, "{}", now);
  EXPECT_NE(head.sign("{}", now).find("\r\nX-Amz-Security-Token: a-token\r\n"),
            std::string_view::npos);
}

TEST(RequestHead, IsAWholeHead) {
  const Endpoint where = endpoint();
  RequestHead head(where, "PutRecords", "application/x-amz-cbor-1.1");
  const std::string text(head.sign("{}", now));
  EXPECT_TRUE(
      text.starts_with("POST / HTTP/1.1\r\nHost: 127.0.0.1:4567\r\n"
                       "Content-Type: application/x-amz-cbor-1.1\r\n"
                       "X-Amz-Target: Kinesis_20131202.PutRecords\r\n"
                       "X-Amz-Date: 20261118T110640Z\r\n"))
      << text;
}

TEST(RequestHead, RequestForAnotherClientHasTheSameSignature) {
  const Endpoint where = endpoint();
  RequestHead head(where, "PutRecord", "application/x-amz-json-1.1");
  const http::ClientRequest request = head.to_request("{\"a\":1}", now);
  EXPECT_EQ(request.body, "{\"a\":1}");
  bool is_found = false;
  for (const auto& [name, value] : request.headers) {
    if (name != "Authorization") continue;
    is_found = true;
    EXPECT_EQ(value, authorization_by_signer(where, "{\"a\":1}", now));
  }
  EXPECT_TRUE(is_found);
}

}  // namespace
}  // namespace weir::meter
