#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/result.h"
#include "http/client.h"

namespace weir::http {
namespace {

std::string describe(std::string_view url) {
  const auto origin = parse_origin(url);
  if (!origin) return "invalid";
  return std::string(origin->tls ? "tls " : "plain ") + origin->host + " " +
         std::to_string(origin->port) + " " + origin->authority();
}

TEST(Origin, IsReadFromAUrl) {
  EXPECT_EQ(describe("http://127.0.0.1:4567"), "plain 127.0.0.1 4567 127.0.0.1:4567");
  EXPECT_EQ(describe("http://localhost:4567/"), "plain localhost 4567 localhost:4567");
  EXPECT_EQ(describe("https://kinesis.us-east-1.amazonaws.com"),
            "tls kinesis.us-east-1.amazonaws.com 443 kinesis.us-east-1.amazonaws.com");
  EXPECT_EQ(describe("HTTPS://h:443"), "tls h 443 h");
  EXPECT_EQ(describe("https://h:80"), "tls h 80 h:80");
  EXPECT_EQ(describe("http://h"), "plain h 80 h");
  EXPECT_EQ(describe("http://[::1]:4567"), "plain ::1 4567 [::1]:4567");
  EXPECT_EQ(describe("https://[fe80::1%eth0]/"), "tls fe80::1%eth0 443 [fe80::1%eth0]");
}

TEST(Origin, RefusesWhatIsNoOrigin) {
  for (const std::string_view url : {"",
                                     "h",
                                     "h:80",
                                     "ftp://h",
                                     "http:/h",
                                     "http://",
                                     "http:///",
                                     "http://:80",
                                     "http://h:",
                                     "http://h:0",
                                     "http://h:65536",
                                     "http://h:x",
                                     "http://h:80/path",
                                     "http://h/path",
                                     "http://user@h",
                                     "http://h?q",
                                     "http://[::1",
                                     "http://[::1]x",
                                     "http://[]",
                                     "http://h h",
                                     "http://h\r\n"}) {
    EXPECT_EQ(describe(url), "invalid") << url;
  }
  EXPECT_EQ(parse_origin("h").error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace weir::http
