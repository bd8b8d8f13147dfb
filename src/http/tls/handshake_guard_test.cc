#include "http/tls/handshake_guard.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace weir::http {
namespace {

using std::string_view_literals::operator""sv;

constexpr char change_cipher_spec = 20;
constexpr char handshake = 22;
constexpr char application_data = 23;

std::string record(char type, std::string_view content) {
  const std::size_t size = content.size();
  return std::string{type, 3, 3, static_cast<char>(size >> 8), static_cast<char>(size)} +
         std::string(content);
}

// A ClientHello of `claimed` bytes, of which `sent` come.
std::string hello(std::size_t claimed, std::size_t sent) {
  return std::string{1, static_cast<char>(claimed >> 16), static_cast<char>(claimed >> 8),
                     static_cast<char>(claimed)} +
         std::string(sent, 'x');
}

// Whether it comes in one piece or byte by byte.
bool is_admitted(std::string_view bytes, bool is_tls12 = false) {
  HandshakeGuard whole;
  const bool is_whole_admitted = whole.admits(bytes, is_tls12);
  HandshakeGuard guard;
  bool is_admitted = true;
  for (std::size_t i = 0; i < bytes.size() && is_admitted; ++i) {
    is_admitted = guard.admits(bytes.substr(i, 1), is_tls12);
  }
  EXPECT_EQ(is_admitted, is_whole_admitted);
  return is_admitted;
}

constexpr std::size_t most = HandshakeGuard::client_hello_bytes_max;

TEST(HandshakeGuardTest, HellosUpToTheLimitAreAdmitted) {
  EXPECT_TRUE(is_admitted(record(handshake, hello(most, 0))));
  EXPECT_FALSE(is_admitted(record(handshake, hello(most + 1, 0))));
  EXPECT_FALSE(is_admitted(record(handshake, hello(0xff'ffff, 100))));
  EXPECT_TRUE(is_admitted(record(handshake, "\x02\xff\xff\xff"))) << "no ClientHello";
}

TEST(HandshakeGuardTest, MessagesMayBeCutIntoRecordsAnywhere) {
  const std::string too_large = hello(most + 1, 0);
  for (std::size_t cut = 1; cut < too_large.size(); ++cut) {
    EXPECT_FALSE(is_admitted(record(handshake, too_large.substr(0, cut)) + record(handshake, "") +
                             record(handshake, too_large.substr(cut))));
  }
  const std::string first = hello(10, 10);
  EXPECT_FALSE(is_admitted(record(handshake, first + too_large)));
  EXPECT_FALSE(is_admitted(record(handshake, first) + record(handshake, too_large)));
  // What stands in the middle of a message is no message.
  EXPECT_TRUE(is_admitted(record(handshake, hello(100, 50)) + record(handshake, too_large)));
}

TEST(HandshakeGuardTest, OtherRecordsBelongToNoMessage) {
  const std::string too_large = hello(most + 1, 0);
  EXPECT_TRUE(is_admitted(record(application_data, too_large)));
  EXPECT_FALSE(is_admitted(record(handshake, too_large.substr(0, 2)) +
                           record(application_data, "abc") +
                           record(handshake, too_large.substr(2))));
}

TEST(HandshakeGuardTest, WhatIsEncryptedIsNotLookedAt) {
  const std::string bytes =
      record(change_cipher_spec, "\x01") + record(handshake, hello(most + 1, 0));
  EXPECT_TRUE(is_admitted(bytes, /*is_tls12=*/true));
  EXPECT_FALSE(is_admitted(bytes, /*is_tls12=*/false));
}

}  // namespace
}  // namespace weir::http
