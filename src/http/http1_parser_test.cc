#include "http/http1_parser.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

#include "http/http1_syntax.h"
#include "http/message.h"

namespace weir::http {
namespace {

constexpr std::size_t headers_max = 5;

// A parsed head in words, or the status of the refusal.
std::string describe(const std::expected<RequestHead, Refusal>& parsed) {
  if (!parsed) return std::to_string(parsed.error().status);
  std::string text = fmt::format("{} {} [{}]", parsed->method, parsed->path, parsed->query);
  if (parsed->is_version_1_0) text += " 1.0";
  text += parsed->keeps_alive ? " keep" : " close";
  if (parsed->is_chunked) text += " chunked";
  if (parsed->content_length > 0) text += fmt::format(" length={}", parsed->content_length);
  if (parsed->expects_continue) text += " continue";
  for (const Header& header : parsed->headers) {
    text += fmt::format(" <{}={}>", header.name, header.value);
  }
  return text;
}

// Feeds `raw` in pieces that end at `cuts`, each time into memory of its own, as when a buffer
// grows.
std::string parse_in_pieces(const std::string& raw, const std::vector<std::size_t>& cuts) {
  HeadScanner scanner;
  for (const std::size_t cut : cuts) {
    const std::string bytes = raw.substr(0, cut);
    const auto end = scanner.find_end(bytes);
    if (!end) return std::to_string(end.error().status);
    if (*end > 0) return describe(parse_request_head({bytes.data(), *end}, headers_max));
  }
  return "incomplete";
}

std::vector<std::size_t> byte_by_byte(std::size_t size) {
  std::vector<std::size_t> cuts;
  for (std::size_t cut = 1; cut <= size; ++cut) cuts.push_back(cut);
  return cuts;
}

struct Case {
  std::string raw;
  std::string expected;
};

void expect_however_cut(const Case& table_case) {
  const std::string& raw = table_case.raw;
  EXPECT_EQ(parse_in_pieces(raw, {raw.size()}), table_case.expected) << raw;
  EXPECT_EQ(parse_in_pieces(raw, byte_by_byte(raw.size())), table_case.expected) << raw;
  for (std::size_t cut = 1; cut < raw.size(); ++cut) {
    EXPECT_EQ(parse_in_pieces(raw, {cut, raw.size()}), table_case.expected)
        << raw << " cut " << cut;
  }
}

const std::string host = "Host: h\r\n";

TEST(Http1Parser, ReadsWhatClientsSend) {
  const std::vector<Case> cases = {
      {"POST / HTTP/1.1\r\nHost: h:4567\r\nContent-Length: 12\r\n\r\n",
       "POST / [] keep length=12 <Host=h:4567> <Content-Length=12>"},
      {"GET /a/b?c=d&e HTTP/1.1\r\n" + host + "\r\n", "GET /a/b [c=d&e] keep <Host=h>"},
      {"GET /?a?b HTTP/1.1\r\n" + host + "\r\n", "GET / [a?b] keep <Host=h>"},
      {"\r\nGET / HTTP/1.1\r\n" + host + "\r\n", "GET / [] keep <Host=h>"},
      {"GET http://example.com:80/p?q HTTP/1.1\r\n" + host + "\r\n", "GET /p [q] keep <Host=h>"},
      {"GET HTTPS://example.com?q HTTP/1.1\r\n" + host + "\r\n", "GET / [q] keep <Host=h>"},
      {"GET http://example.com HTTP/1.1\r\n" + host + "\r\n", "GET / [] keep <Host=h>"},
      {"OPTIONS * HTTP/1.1\r\n" + host + "\r\n", "OPTIONS * [] keep <Host=h>"},
      {"M-SEARCH / HTTP/1.1\r\n" + host + "\r\n", "M-SEARCH / [] keep <Host=h>"},
      {"GET / HTTP/1.7\r\n" + host + "\r\n", "GET / [] keep <Host=h>"},
      {"GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET / [] keep <Host=>"},
      {"GET / HTTP/1.1\r\n" + host + "A: \t b \t c\t \r\n\r\n",
       "GET / [] keep <Host=h> <A=b \t c>"},
      {"GET / HTTP/1.1\r\n" + host + "A: caf\xc3\xa9\r\n\r\n",
       "GET / [] keep <Host=h> <A=caf\xc3\xa9>"},
      {"GET / HTTP/1.1\r\n" + host + "A:\r\nB:b\r\n\r\n", "GET / [] keep <Host=h> <A=> <B=b>"},
  };
  for (const Case& table_case : cases) expect_however_cut(table_case);
}

TEST(Http1Parser, KnowsHowLongTheBodyIsAndWhatBecomesOfTheConnection) {
  const std::string post = "POST / HTTP/1.1\r\n" + host;
  const std::string old_post = "POST / HTTP/1.0\r\n";
  const std::vector<Case> cases = {
      {post + "transfer-encoding: Chunked\r\n\r\n",
       "POST / [] keep chunked <Host=h> <transfer-encoding=Chunked>"},
      {post + "CONTENT-LENGTH: 007\r\n\r\n",
       "POST / [] keep length=7 <Host=h> <CONTENT-LENGTH=007>"},
      {post + "Content-Length: 99999999999999999999\r\n\r\n",
       "POST / [] keep length=18446744073709551615 <Host=h> <Content-Length=99999999999999999999>"},
      {post + "Expect: 100-Continue\r\n\r\n",
       "POST / [] keep continue <Host=h> <Expect=100-Continue>"},
      {post + "Connection: Close\r\n\r\n", "POST / [] close <Host=h> <Connection=Close>"},
      {post + "Connection: x, close ,\r\n\r\n", "POST / [] close <Host=h> <Connection=x, close ,>"},
      {post + "Connection: keep-alive\r\nConnection: close\r\n\r\n",
       "POST / [] close <Host=h> <Connection=keep-alive> <Connection=close>"},
      {post + "Connection: enclosed\r\n\r\n", "POST / [] keep <Host=h> <Connection=enclosed>"},
      {old_post + "\r\n", "POST / [] 1.0 close"},
      {old_post + "Connection: Keep-Alive\r\nExpect: 100-continue\r\n\r\n",
       "POST / [] 1.0 keep <Connection=Keep-Alive> <Expect=100-continue>"},
  };
  for (const Case& table_case : cases) expect_however_cut(table_case);
}

TEST(Http1Parser, RefusesWhatTwoServersCouldUnderstandInTwoWays) {
  const std::string post = "POST / HTTP/1.1\r\n" + host;
  const std::vector<Case> cases = {
      {post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", "400"},
      {post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n", "400"},
      {post + "Content-Length: 5, 5\r\n\r\n", "400"},
      {post + "Content-Length: +5\r\n\r\n", "400"},
      {post + "Content-Length: -5\r\n\r\n", "400"},
      {post + "Content-Length: 0x5\r\n\r\n", "400"},
      {post + "Content-Length: 5 5\r\n\r\n", "400"},
      {post + "Content-Length:\r\n\r\n", "400"},
      {post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
      {post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", "400"},
      {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
      {post + "Transfer-Encoding: chunked, chunked\r\n\r\n", "501"},
      {post + "Transfer-Encoding: gzip, chunked\r\n\r\n", "501"},
      {post + "Transfer-Encoding: identity\r\n\r\n", "501"},
      {post + "Transfer-Encoding:\x0b"
              "chunked\r\n\r\n",
       "400"},
      {post + "Transfer-Encoding : chunked\r\n\r\n", "400"},
      {post + "Content-Length\t: 5\r\n\r\n", "400"},
      {post + " Content-Length: 5\r\n\r\n", "400"},
      {post + "A: b\r\n c\r\n\r\n", "400"},
      {post + "A: b\r\n\tc\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\n X: y\r\n" + host + "\r\n", "400"},
      {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\n\r\n", "400"},
      {post + host + "\r\n", "400"},
  };
  for (const Case& table_case : cases) expect_however_cut(table_case);
}

TEST(Http1Parser, RefusesBareLineEndsAndControlCharacters) {
  const std::string get = "GET / HTTP/1.1\r\n" + host;
  const std::vector<Case> cases = {
      {"GET / HTTP/1.1\nHost: h\n\n", "400"},
      {"\nGET / HTTP/1.1\r\n", "400"},
      {get + "A: b\n\r\n", "400"},
      {get + "A: b\r\n\n", "400"},
      {get + "A: b\rC: d\r\n\r\n", "400"},
      {get + "A: b\r\r\n\r\n", "400"},
      {get + "A\r: b\r\n\r\n", "400"},
      {get + std::string("A: b\0c\r\n\r\n", 10), "400"},
      {get + "A: b\x7f\r\n\r\n", "400"},
      {get + "A: 0123456789abcdef\x01\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\r\n" + host + "\r\n", "400"},
      {"GET\r/ HTTP/1.1\r\n" + host + "\r\n", "400"},
      {"GET /\ta HTTP/1.1\r\n" + host + "\r\n", "400"},
      {"GET /\x80 HTTP/1.1\r\n" + host + "\r\n", "400"},
  };
  for (const Case& table_case : cases) expect_however_cut(table_case);
}

TEST(Http1Parser, RefusesMalformedLines) {
  const std::string get = "GET / HTTP/1.1\r\n" + host;
  const std::vector<Case> cases = {
      {"\r\n\r\n", "400"},
      {"GET\r\n\r\n", "400"},
      {"GET /\r\n\r\n", "400"},
      {"GET  HTTP/1.1\r\n" + host + "\r\n", "400"},
      {"GET /a b HTTP/1.1\r\n" + host + "\r\n", "400"},
      {" GET / HTTP/1.1\r\n" + host + "\r\n", "400"},
      {"G(T / HTTP/1.1\r\n" + host + "\r\n", "400"},
      {"GET / HTTP/1.1 \r\n" + host + "\r\n", "400"},
      {"GET / http/1.1\r\n" + host + "\r\n", "400"},
      {"GET / HTTP/11\r\n" + host + "\r\n", "400"},
      {"GET / HTTP/1.10\r\n" + host + "\r\n", "400"},
      {"GET / HTTP/2.0\r\n" + host + "\r\n", "505"},
      {"GET / HTTP/0.9\r\n\r\n", "505"},
      {"GET a HTTP/1.1\r\n" + host + "\r\n", "400"},
      {"GET * HTTP/1.1\r\n" + host + "\r\n", "400"},
      {"GET ftp://h/ HTTP/1.1\r\n" + host + "\r\n", "400"},
      {"GET http:///path HTTP/1.1\r\n" + host + "\r\n", "400"},
      {"CONNECT h:443 HTTP/1.1\r\n" + host + "\r\n", "501"},
      {get + ": b\r\n\r\n", "400"},
      {get + "A\r\n\r\n", "400"},
      {get + "A B: c\r\n\r\n", "400"},
      {get + "A\x80: c\r\n\r\n", "400"},
      {get + "(A): c\r\n\r\n", "400"},
  };
  for (const Case& table_case : cases) expect_however_cut(table_case);
}

TEST(Http1Parser, RefusesMoreFieldsThanAllowedAndTakesThatMany) {
  std::string head = "GET / HTTP/1.1\r\n" + host;
  for (std::size_t i = 1; i < headers_max; ++i) head += "A: b\r\n";
  EXPECT_EQ(parse_in_pieces(head + "\r\n", {head.size() + 2}).substr(0, 3), "GET");
  expect_however_cut({head + "A: b\r\n\r\n", "431"});
}

TEST(Http1Parser, WaitsForTheEndOfTheHead) {
  const std::string head = "GET / HTTP/1.1\r\n" + host + "\r\n";
  for (std::size_t size = 1; size < head.size(); ++size) {
    EXPECT_EQ(parse_in_pieces(head.substr(0, size), byte_by_byte(size)), "incomplete");
  }
}

TEST(Http1Parser, LeavesWhatFollowsTheHeadAlone) {
  const std::string head = "POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\n";
  HeadScanner scanner;
  EXPECT_EQ(scanner.find_end(head + "\n\r\n"), head.size());
}

TEST(Http1Syntax, FindsControlCharactersAtEveryPlace) {
  for (std::size_t size = 0; size < 40; ++size) {
    std::string text(size, '~');
    EXPECT_EQ(find_control(text), size);
    for (std::size_t at = 0; at < size; ++at) {
      for (const char control : {'\0', '\x1f', '\r', '\x7f'}) {
        std::string marked = text;
        marked[at] = control;
        EXPECT_EQ(find_control(marked), at);
      }
      for (const char harmless : {'\t', ' ', '\x80', '\xff', '\x20'}) {
        std::string marked = text;
        marked[at] = harmless;
        EXPECT_EQ(find_control(marked), size);
      }
    }
  }
}

}  // namespace
}  // namespace weir::http
