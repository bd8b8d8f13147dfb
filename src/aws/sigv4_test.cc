#include "aws/sigv4.h"

#include <gtest/gtest.h>

#include "aws/sigv4_canonical.h"
#include "aws/sigv4_time.h"
#include "aws/test_request.h"
#include "base/bytes.h"
#include "codec/hash.h"
#include "codec/hex.h"

namespace weir::aws {
namespace {

// The keys and dates of AWS's published examples and of its test suite for Signature Version 4.
constexpr std::string_view example_secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
constexpr CredentialScope suite_scope = {"20150830", "us-east-1", "service"};
constexpr std::string_view suite_time = "20150830T123600Z";

std::string canonical(TestRequest request, std::string_view signed_headers) {
  std::string text;
  append_canonical_request(text, request.request(), signed_headers,
                           codec::hex_text(codec::sha256(bytes_of(request.body))));
  return text;
}

std::string signature(TestRequest request, std::string_view signed_headers,
                      const CredentialScope& scope = suite_scope) {
  std::string to_sign;
  append_string_to_sign(to_sign, *parse_sigv4_time(suite_time), scope,
                        canonical(std::move(request), signed_headers));
  return std::string(text_of(sign(make_signing_key(example_secret, scope), to_sign)));
}

TestRequest suite_request(std::string method, std::string target) {
  return {.method = std::move(method),
          .target = std::move(target),
          .headers = {{"Host", "example.amazonaws.com"}, {"X-Amz-Date", std::string(suite_time)}}};
}

// The signature of a request with the headers host and x-amz-date only.
std::string suite_signature(std::string method, std::string target) {
  return signature(suite_request(std::move(method), std::move(target)), "host;x-amz-date");
}

TEST(Sigv4, ThePublishedRequestToIamHasItsPublishedSignature) {
  const TestRequest list_users{
      .method = "GET",
      .target = "/?Action=ListUsers&Version=2010-05-08",
      .headers = {{"Host", "iam.amazonaws.com"},
                  {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
                  {"X-Amz-Date", "20150830T123600Z"}}};
  constexpr std::string_view names = "content-type;host;x-amz-date";
  EXPECT_EQ(codec::hex_text(codec::sha256(bytes_of(canonical(list_users, names)))),
            "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
  EXPECT_EQ(signature(list_users, names, {"20150830", "us-east-1", "iam"}),
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

TEST(Sigv4, TheStringToSignIsFourLines) {
  std::string text;
  append_string_to_sign(text, *parse_sigv4_time(suite_time), suite_scope, "");
  EXPECT_EQ(text,
            "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sigv4, TheTestSuiteOfAwsIsSignedAsPublished) {
  const std::string vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
  EXPECT_EQ(suite_signature("GET", "/"), vanilla);
  EXPECT_EQ(suite_signature("GET", ""), vanilla);
  EXPECT_EQ(suite_signature("POST", "/"),
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  EXPECT_EQ(suite_signature("GET", "/?Param2=value2&Param1=value1"),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
  EXPECT_EQ(suite_signature("GET", "/?Param1=value1"),
            "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb");
  EXPECT_EQ(suite_signature("GET", "/\u1234"),
            "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85");
}

TEST(Sigv4, PathsOfTheTestSuiteAreNormalised) {
  const std::string vanilla = suite_signature("GET", "/");
  for (const char* same :
       {"/example/..", "/./", "//", "/example1/example2/../..", "/..", "/.", ""}) {
    EXPECT_EQ(suite_signature("GET", same), vanilla) << same;
  }
  EXPECT_EQ(suite_signature("GET", "/example space/"),
            "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741");
  EXPECT_EQ(suite_signature("GET", "/./example"), suite_signature("GET", "/example"));
  EXPECT_EQ(suite_signature("GET", "//example//"), suite_signature("GET", "/example/"));
  EXPECT_NE(suite_signature("GET", "/example/"), suite_signature("GET", "/example"));
}

TEST(Sigv4, HeadersOfTheTestSuiteAreJoinedAndTrimmed) {
  TestRequest doubled{.method = "GET",
                      .headers = {{"Host", "example.amazonaws.com"},
                                  {"My-Header1", "value2"},
                                  {"My-Header1", "value2"},
                                  {"My-Header1", "value1"},
                                  {"X-Amz-Date", "20150830T123600Z"}}};
  EXPECT_EQ(signature(doubled, "host;my-header1;x-amz-date"),
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea");
  TestRequest blanks{.method = "GET",
                     .headers = {{"Host", "example.amazonaws.com"},
                                 {"My-Header1", " value1"},
                                 {"My-Header2", " \"a   b   c\""},
                                 {"X-Amz-Date", "20150830T123600Z"}}};
  EXPECT_EQ(signature(blanks, "host;my-header1;my-header2;x-amz-date"),
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
}

TEST(Sigv4, ACanonicalRequestHasSortedEncodedParametersAndSqueezedHeaders) {
  const TestRequest request{.target = "/a%20b/?b=2&a=%7e+&a&&c=%zz&X-Amz-Signature=left-out",
                            .headers = {{"HOST", "h"}, {"x-note", "\ta \t b  "}},
                            .body = ""};
  EXPECT_EQ(canonical(request, "host;absent;x-note"),
            "POST\n/a%2520b/\na=&a=~%2B&b=2&c=%25zz\nhost:h\nabsent:\nx-note:a b\n\n"
            "host;absent;x-note\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sigv4, HostAndAuthorityStandForEachOther) {
  const TestRequest http1{.headers = {{"Host", "localhost:4567"}}};
  const TestRequest http2{.headers = {{":authority", "localhost:4567"}}};
  const TestRequest both{.headers = {{":authority", "localhost:4567"}, {"host", "other"}}};
  EXPECT_NE(canonical(http1, ":authority").find("\n:authority:localhost:4567\n"),
            std::string::npos);
  EXPECT_NE(canonical(http2, ":authority").find("\n:authority:localhost:4567\n"),
            std::string::npos);
  EXPECT_NE(canonical(http2, "host").find("\nhost:localhost:4567\n"), std::string::npos);
  EXPECT_NE(canonical(both, "host").find("\nhost:other\n"), std::string::npos);
}

TEST(Sigv4, TimesComeBackAndBadOnesAreRefused) {
  for (const char* text : {"19700101T000000Z", "20240229T235959Z", "20261122T190826Z",
                           "99991231T235959Z", "19691231T235959Z"}) {
    const auto time = parse_sigv4_time(text);
    ASSERT_TRUE(time.has_value()) << text;
    EXPECT_EQ(sigv4_time_text(*time), text);
  }
  EXPECT_EQ(parse_sigv4_time("20261122T190826Z"), (WallTime{1795374506000}));
  EXPECT_EQ(sigv4_time_text({1795374506999}), "20261122T190826Z");
  for (const char* text :
       {"", "20261122", "20261122T190826", "20261122T190826z", "2026-1122T19082Z",
        "20261322T190826Z", "20260229T190826Z", "20261122T240000Z", "20261122T190860Z",
        "20261122T196026Z", "20261122 190826Z", "20261122T1908 6Z", "20261122T190826ZZ",
        "202611 2T190826Z"}) {
    EXPECT_FALSE(parse_sigv4_time(text).has_value()) << text;
  }
}

TEST(Sigv4, ADateHeaderMayHaveEitherForm) {
  EXPECT_EQ(parse_date_header("Sun, 22 Nov 2026 19:08:26 GMT"), (WallTime{1795374506000}));
  EXPECT_EQ(parse_date_header("20261122T190826Z"), (WallTime{1795374506000}));
  for (const char* text : {"", "Sun, 22 Nov 2026 19:08:26", "Sun, 22 Nix 2026 19:08:26 GMT",
                           "Sun, 22-Nov-2026 19:08:26 GMT", "Sun, 31 Nov 2026 19:08:26 GMT",
                           "Sun, 22 Nov 2026 19:08:26 CET", "Sunday, 22-Nov-26 19:08:26 GMT"}) {
    EXPECT_FALSE(parse_date_header(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace weir::aws
