#include "aws/authentication.h"

#include <gtest/gtest.h>

#include <map>

#include "aws/credentials.h"
#include "aws/sigv4_signer.h"
#include "aws/sigv4_time.h"
#include "aws/test_request.h"
#include "env/sim_clock.h"

namespace weir::aws {
namespace {

constexpr WallTime now = {1795374506000};  // 20261122T190826Z.
constexpr std::string_view wrong_signature =
    "The request signature we calculated does not match the signature you provided. Check your AWS "
    "Secret Access Key and signing method. Consult the service documentation for details.";

const Credentials long_term = {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                               ""};
const Credentials session = {"ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                             "IQoJb3JpZ2luX2VjEXAMPLE+/token=="};

class FakeKeys final : public Keys {
 public:
  bool open() const override { return entries.empty(); }
  Principal anonymous() const override { return {"000000000000", "anonymous"}; }
  std::shared_ptr<const KeyEntry> find(std::string_view access_key_id) const override {
    const auto found = entries.find(access_key_id);
    return found == entries.end() ? nullptr : found->second;
  }

  void add(const Credentials& credentials, std::optional<WallTime> expires = std::nullopt) {
    entries[credentials.access_key_id] = std::make_shared<KeyEntry>(
        KeyEntry{.secret_access_key = credentials.secret_access_key,
                 .session_token = credentials.session_token,
                 .expires = expires,
                 .principal = {.account_id = "123456789012", .user_name = "alice"}});
  }

  std::map<std::string, std::shared_ptr<const KeyEntry>, std::less<>> entries;
};

class Authentication : public testing::Test {
 protected:
  Authentication() {
    keys_.add(long_term);
    keys_.add(session, now + seconds(60));
  }

  // "alice in us-east-1", or the error's type and text.
  std::string verdict(TestRequest request) {
    const auto caller = authenticator_.authenticate(request.request(), "kinesis");
    if (!caller) return std::string(caller.error().type) + ": " + caller.error().message;
    return caller->principal.user_name + " in " + caller->region;
  }

  static TestRequest signed_request(const Credentials& credentials = long_term,
                                    WallTime signed_at = now,
                                    const std::string& region = "us-east-1",
                                    const std::string& service = "kinesis") {
    http::ClientRequest client{.headers = {{"Content-Type", "application/x-amz-json-1.1"},
                                           {"X-Amz-Target", "Kinesis_20131202.ListStreams"}},
                               .body = "{\"Limit\":1}"};
    Sigv4Signer(credentials, region, service).sign(client, "localhost:4567", signed_at);
    client.headers.emplace_back("Host", "localhost:4567");
    return {.method = client.method,
            .target = client.target,
            .headers = client.headers,
            .body = client.body};
  }

  static std::string authorization(const TestRequest& request) {
    for (const auto& [name, value] : request.headers) {
      if (name == "Authorization") return value;
    }
    return {};
  }

  // The request with a piece of its Authorization header replaced.
  static TestRequest with_authorization(TestRequest request, const std::string& from,
                                        const std::string& to) {
    std::string header = authorization(request);
    const std::size_t place = header.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    header.replace(place, from.size(), to);
    return request.with("Authorization", header);
  }

  static TestRequest presigned() {
    return {
        .target =
            "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261122"
            "%2Fus-east-1%2Fkinesis%2Faws4_request&X-Amz-Date=20261122T190826Z&X-Amz-Expires=300"
            "&X-Amz-SignedHeaders=host%3Bx-amz-target&X-Amz-Signature="
            "9a3f1e00f7c19580ba6a8997a9a0fa669e868eef9377f9b8214836c36cb07e5a",
        .headers = {{"Host", "localhost:4567"}, {"X-Amz-Target", "Kinesis_20131202.ListStreams"}}};
  }

  // The request with a piece of its target replaced.
  static TestRequest with_target(TestRequest request, const std::string& from,
                                 const std::string& to) {
    const std::size_t place = request.target.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    request.target.replace(place, from.size(), to);
    return request;
  }

  void set_time(WallTime time) { clock_.jump_wall(time - clock_.wall_now()); }

  env::SimClock clock_{now};
  FakeKeys keys_;
  Authenticator authenticator_{keys_, clock_};
};

TEST_F(Authentication, AGoodSignatureTellsWhoCallsFromWhichRegion) {
  TestRequest request = signed_request(long_term, now, "eu-west-1");
  const auto caller = authenticator_.authenticate(request.request(), "kinesis");
  ASSERT_TRUE(caller.has_value()) << caller.error().message;
  EXPECT_EQ(caller->principal.account_id, "123456789012");
  EXPECT_EQ(caller->principal.user_name, "alice");
  EXPECT_EQ(caller->access_key_id, "AKIAIOSFODNN7EXAMPLE");
  EXPECT_EQ(caller->region, "eu-west-1");
}

TEST_F(Authentication, TheSameKeyIsGoodAgainAndForOtherRegions) {
  for (const char* region : {"us-east-1", "us-east-1", "eu-west-1", "us-east-1"}) {
    EXPECT_EQ(verdict(signed_request(long_term, now, region)), "alice in " + std::string(region));
  }
}

// Made with botocore 1.44.5, with the same keys and clock.
TEST_F(Authentication, SignaturesOfAnotherImplementationAreAccepted) {
  struct Vector {
    std::string name;
    TestRequest request;
    std::string signed_headers;
    std::string signature;
  };
  const std::pair<std::string, std::string> json = {"Content-Type", "application/x-amz-json-1.1"};
  const std::pair<std::string, std::string> list = {"X-Amz-Target", "Kinesis_20131202.ListStreams"};
  const std::pair<std::string, std::string> host = {"Host", "localhost:4567"};
  const std::vector<Vector> vectors = {
      {"PutRecord",
       {.headers = {json,
                    {"X-Amz-Target", "Kinesis_20131202.PutRecord"},
                    {"Host", "kinesis.us-east-1.amazonaws.com"}},
        .body = R"({"StreamName":"s","Data":"aGVsbG8=","PartitionKey":"k"})"},
       "content-type;host;x-amz-date;x-amz-target",
       "781aa4cba4f1056588412261bb415daedeb1d0460ccd835313d450f0f522ad59"},
      {"a port",
       {.headers = {json, list, host}, .body = "{}"},
       "content-type;host;x-amz-date;x-amz-target",
       "ab01672689eccfa85619f056eb4ee8a2d28931ce37aafdba62b9f1f9aeab94fd"},
      {"blanks in headers",
       {.headers = {{"Content-Type", "  application/x-amz-json-1.1  ;   whatever "},
                    list,
                    {"X-Note", "a   b  c"},
                    host},
        .body = "{}"},
       "content-type;host;x-amz-date;x-amz-target;x-note",
       "08054e3072c45d40e3f1c0463f3cdacc20869e5b1b9ffbdf55c3622dad51bc1d"},
      {"a path to normalise",
       {.target = "/a%20b/./c//d/../e%2Ff/~x+y/", .headers = {json, host}, .body = "{}"},
       "content-type;host;x-amz-date",
       "b10de0aae6ee76015f32daf3f3108bf9d109c871c9adc0506e8c0d96a50fd77f"},
      {"a query to sort",
       {.target = "/?b=2&a=1&a=0&c=&d=x%20y%2Fz&e~-_.=%C3%A9",
        .headers = {json, host},
        .body = "{}"},
       "content-type;host;x-amz-date",
       "3497232f5ef6e7355d72bc398b06c57899234644a0cd808fc7d50e61470342b7"},
      {"no body",
       {.method = "GET", .headers = {host}},
       "host;x-amz-date",
       "ce73b6c4f2235a725015d28cef856a3e629bc7cbcda2eeca906b5a1ef337ad88"}};
  for (Vector vector : vectors) {
    vector.request.with("X-Amz-Date", "20261122T190826Z")
        .with("Authorization",
              "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261122/us-east-1/kinesis/"
              "aws4_request, SignedHeaders=" +
                  vector.signed_headers + ", Signature=" + vector.signature);
    EXPECT_EQ(verdict(vector.request), "alice in us-east-1") << vector.name;
  }
}

TEST_F(Authentication, OurSignerMakesTheSignaturesOfAnotherImplementation) {
  http::ClientRequest request{.headers = {{"Content-Type", "application/x-amz-json-1.1"},
                                          {"X-Amz-Target", "Kinesis_20131202.ListStreams"},
                                          {"User-Agent", "not signed"}},
                              .body = "{}"};
  Sigv4Signer signer(session, "eu-west-1", "kinesis");
  signer.sign(request, "kinesis.eu-west-1.amazonaws.com", now);
  const std::vector<std::pair<std::string, std::string>> added(request.headers.begin() + 3,
                                                               request.headers.end());
  EXPECT_EQ(added,
            (std::vector<std::pair<std::string, std::string>>{
                {"X-Amz-Date", "20261122T190826Z"},
                {"X-Amz-Security-Token", "IQoJb3JpZ2luX2VjEXAMPLE+/token=="},
                {"Authorization",
                 "AWS4-HMAC-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/20261122/eu-west-1/kinesis/"
                 "aws4_request, "
                 "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, "
                 "Signature=62a3f969d6dfaca77cda8c82a06bec0a7d4d1aa54165278bf29ed5c3e15d7ec2"}}));
}

TEST_F(Authentication, TheSignerTakesANewKeyOnANewDay) {
  Sigv4Signer signer(long_term, "us-east-1", "kinesis");
  for (const int day : {0, 1, 2}) {
    const WallTime time = now + std::chrono::hours(24 * day);
    set_time(time);
    http::ClientRequest request{.headers = {}, .body = "{}"};
    signer.sign(request, "h", time);
    request.headers.emplace_back("Host", "h");
    EXPECT_EQ(verdict({.headers = request.headers, .body = request.body}), "alice in us-east-1");
  }
}

// HTTP/2 clients in JavaScript sign ":authority"; the request may arrive with either name. The
// signatures follow from the definition, computed by hand.
TEST_F(Authentication, AnAuthorityIsSignedLikeAHost) {
  const auto request = [](const std::string& sent, const std::string& names,
                          const std::string& signature) {
    return TestRequest{
        .headers = {{sent, "localhost:4567"},
                    {"X-Amz-Date", "20261122T190826Z"},
                    {"Authorization",
                     "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261122/us-east-1/kinesis/"
                     "aws4_request, SignedHeaders=" +
                         names + ", Signature=" + signature}},
        .body = "{\"Limit\":1}"};
  };
  for (const char* sent : {"Host", "host", ":authority"}) {
    EXPECT_EQ(verdict(request(sent, ":authority;x-amz-date",
                              "9ec8d3a99890cacb03ff14140c36ed2283d7eeb244e36cbda24ad31862215d45")),
              "alice in us-east-1");
    EXPECT_EQ(verdict(request(sent, "host;x-amz-date",
                              "c9018c8be270e1948d4ed9867c17ec9eb7c86e447b132bbf5a4b029892dbc4d0")),
              "alice in us-east-1");
  }
}

TEST_F(Authentication, AnythingChangedAfterSigningIsFound) {
  const TestRequest good = signed_request();
  ASSERT_EQ(verdict(good), "alice in us-east-1");
  const std::string refused = "InvalidSignatureException: " + std::string(wrong_signature);

  TestRequest body = good;
  body.body[2] = 'l';
  EXPECT_EQ(verdict(body), refused);
  TestRequest method = good;
  method.method = "PUT";
  EXPECT_EQ(verdict(method), refused);
  TestRequest path = good;
  path.target = "/x";
  EXPECT_EQ(verdict(path), refused);
  TestRequest query = good;
  query.target = "/?a=b";
  EXPECT_EQ(verdict(query), refused);
  TestRequest header = good;
  EXPECT_EQ(verdict(header.with("X-Amz-Target", "Kinesis_20131202.DeleteStream")), refused);
  TestRequest time = good;
  EXPECT_EQ(verdict(time.with("X-Amz-Date", "20261122T190827Z")), refused);
  EXPECT_EQ(verdict(with_authorization(good, "us-east-1", "us-east-2")), refused);
  EXPECT_EQ(verdict(with_authorization(good, "Signature=", "Signature=0")), refused);
  const std::string signature = authorization(good);
  const std::string changed = signature.back() == '0' ? "1" : "0";
  EXPECT_EQ(verdict(with_authorization(good, signature.substr(signature.size() - 8),
                                       signature.substr(signature.size() - 8, 7) + changed)),
            refused);
}

TEST_F(Authentication, AHeaderThatIsNotSignedMayChange) {
  TestRequest request = signed_request();
  EXPECT_EQ(verdict(request.with("User-Agent", "changed")), "alice in us-east-1");
}

TEST_F(Authentication, ALyingContentHashDoesNotHideAnotherBody) {
  TestRequest request = signed_request();
  request.with("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
  EXPECT_EQ(verdict(request), "alice in us-east-1");
  request.body = "{\"Limit\":2}";
  EXPECT_EQ(verdict(request), "InvalidSignatureException: " + std::string(wrong_signature));
}

TEST_F(Authentication, AHostThatIsNotSignedIsRefused) {
  EXPECT_EQ(verdict(with_authorization(signed_request(), "content-type;host;", "content-type;")),
            "InvalidSignatureException: 'Host' or ':authority' must be a 'SignedHeader' in the AWS "
            "Authorization.");
}

TEST_F(Authentication, UnsignedRequestsAreRefused) {
  const TestRequest request{.headers = {{"Host", "localhost:4567"}}, .body = "{}"};
  EXPECT_EQ(verdict(request), "MissingAuthenticationTokenException: Missing Authentication Token");
  TestRequest almost = request;
  almost.target = "/?X-Amz-Credential=x&X-Amz-Signature=y&x-amz-algorithm=z";
  EXPECT_EQ(verdict(almost), "MissingAuthenticationTokenException: Missing Authentication Token");
}

TEST_F(Authentication, HeaderAndQueryTogetherAreRefused) {
  TestRequest request = signed_request();
  request.target = "/?X-Amz-Algorithm";
  EXPECT_EQ(verdict(request),
            "InvalidSignatureException: Found both 'X-Amz-Algorithm' as a query-string param and "
            "'Authorization' as HTTP header.");
}

TEST_F(Authentication, AnIncompleteHeaderIsToldWhatItLacks) {
  const std::string type = "IncompleteSignatureException: ";
  const std::string credential = "Authorization header requires 'Credential' parameter. ";
  const std::string signature = "Authorization header requires 'Signature' parameter. ";
  const std::string headers = "Authorization header requires 'SignedHeaders' parameter. ";
  const std::string date =
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  TestRequest request;
  const auto told = [&](const std::string& value) {
    return verdict(request.with("Authorization", value));
  };
  EXPECT_EQ(told("X"), type + credential + signature + headers + date + "Authorization=X");
  EXPECT_EQ(told("AWS4- Signature=b Credential=a"),
            type + headers + date + "Authorization=AWS4- Signature=b Credential=a");
  EXPECT_EQ(told("AWS4-,Signature=b,Credential=a,SignedHeaders=c"),
            type + date + "Authorization=AWS4-,Signature=b,Credential=a,SignedHeaders=c");
  EXPECT_EQ(told("Signature=b Credential= ,, SignedHeaders"),
            type + credential + signature + headers + date +
                "Authorization=Signature=b Credential= ,, SignedHeaders");
  request.with("Date", "today");
  EXPECT_EQ(told("A Credential=a"), type + signature + headers + "Authorization=A Credential=a");
}

TEST_F(Authentication, AnIncompleteQueryIsToldWhatItLacks) {
  const std::string type = "IncompleteSignatureException: ";
  const auto told = [&](const std::string& query) { return verdict({.target = "/?" + query}); };
  const auto lacks = [](const std::string& name) {
    return "AWS query-string parameters must include '" + name + "'. ";
  };
  const std::string end = "Re-examine the query-string parameters.";
  EXPECT_EQ(told("X-Amz-Algorithm"), type + lacks("X-Amz-Algorithm") + lacks("X-Amz-Credential") +
                                         lacks("X-Amz-Signature") + lacks("X-Amz-SignedHeaders") +
                                         lacks("X-Amz-Date") + end);
  EXPECT_EQ(told("X-Amz-Algorithm=a&X-Amz-Signature=b&X-Amz-Date=c&X-Amz-SignedHeaders="),
            type + lacks("X-Amz-Credential") + lacks("X-Amz-SignedHeaders") + end);
}

TEST_F(Authentication, ACredentialMustHaveFiveElementsAndTheRightScope) {
  EXPECT_EQ(
      verdict(with_authorization(signed_request(), "/20261122", "")),
      "IncompleteSignatureException: Credential must have exactly 5 slash-delimited elements, "
      "e.g. keyid/date/region/service/term, got "
      "'AKIAIOSFODNN7EXAMPLE/us-east-1/kinesis/aws4_request'");
  EXPECT_EQ(verdict(with_authorization(signed_request(), "AKIA", "AK/IA")).substr(0, 57),
            "IncompleteSignatureException: Credential must have exactl");
  EXPECT_EQ(verdict(with_authorization(signed_request(), "aws4_request", "aws5")),
            "InvalidSignatureException: Credential should be scoped with a valid terminator: "
            "'aws4_request'. ");
  EXPECT_EQ(
      verdict(signed_request(long_term, now, "us-east-1", "dynamodb")),
      "InvalidSignatureException: Credential should be scoped to correct service: 'kinesis'.");
  for (const char* region : {"", "us_east", "us.east", "\u00fc"}) {
    EXPECT_EQ(verdict(with_authorization(signed_request(), "us-east-1", region)).substr(0, 25),
              "InvalidSignatureException")
        << region;
  }
  EXPECT_EQ(verdict(with_authorization(signed_request(), "us-east-1", "")),
            "InvalidSignatureException: Credential should be scoped to a valid region. ");
  EXPECT_EQ(verdict(with_authorization(signed_request(), "20261122", "20261121")),
            "InvalidSignatureException: Date in Credential scope does not match YYYYMMDD from "
            "ISO-8601 version of date from HTTP. ");
}

TEST_F(Authentication, ADateThatIsNoneIsQuoted) {
  TestRequest request = signed_request();
  EXPECT_EQ(verdict(request.with("X-Amz-Date", "2026-11-22T19:08:26Z")),
            "IncompleteSignatureException: Date must be in ISO-8601 'basic format'. Got "
            "'2026-11-22T19:08:26Z'. See http://en.wikipedia.org/wiki/ISO_8601");
}

TEST_F(Authentication, ADateHeaderStandsInForTheOther) {
  EXPECT_EQ(
      verdict({.headers = {{"Host", "localhost:4567"},
                           {"Date", "Sun, 22 Nov 2026 19:08:26 GMT"},
                           {"Authorization",
                            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261122/us-east-1/"
                            "kinesis/aws4_request, SignedHeaders=date;host, Signature="
                            "fc4a2e1938291f9608af2c219bda25b3de7581a6bd43458747f9a44af1fdebfa"}},
               .body = "{\"Limit\":1}"}),
      "alice in us-east-1");
}

TEST_F(Authentication, ClocksMayDifferByFiveMinutesAndNoMore) {
  EXPECT_EQ(verdict(signed_request(long_term, now - seconds(300))), "alice in us-east-1");
  EXPECT_EQ(verdict(signed_request(long_term, now + seconds(300))), "alice in us-east-1");
  EXPECT_EQ(verdict(signed_request(long_term, now - seconds(301))),
            "InvalidSignatureException: Signature expired: 20261122T190325Z is now earlier than "
            "20261122T190326Z (20261122T190826Z - 5 min.)");
  EXPECT_EQ(verdict(signed_request(long_term, now + seconds(301))),
            "InvalidSignatureException: Signature not yet current: 20261122T191327Z is still later "
            "than 20261122T191326Z (20261122T190826Z + 5 min.)");
}

TEST_F(Authentication, AnUnknownKeyIsRefused) {
  Credentials unknown = long_term;
  unknown.access_key_id = "AKIAUNKNOWN";
  EXPECT_EQ(verdict(signed_request(unknown)),
            "UnrecognizedClientException: The security token included in the request is invalid.");
}

TEST_F(Authentication, ASessionNeedsItsTokenAndEnds) {
  const std::string invalid =
      "UnrecognizedClientException: The security token included in the request is invalid.";
  EXPECT_EQ(verdict(signed_request(session)), "alice in us-east-1");
  Credentials without = session;
  without.session_token = "";
  EXPECT_EQ(verdict(signed_request(without)), invalid);
  Credentials other = session;
  other.session_token += "x";
  EXPECT_EQ(verdict(signed_request(other)), invalid);
  Credentials needless = long_term;
  needless.session_token = "x";
  EXPECT_EQ(verdict(signed_request(needless)), invalid);

  set_time(now + seconds(60));
  EXPECT_EQ(verdict(signed_request(session)),
            "ExpiredTokenException: The security token included in the request is expired");
}

TEST_F(Authentication, AKeyThatChangesOrGoesStopsAtOnce) {
  EXPECT_EQ(verdict(signed_request()), "alice in us-east-1");
  Credentials rotated = long_term;
  rotated.secret_access_key = "another";
  keys_.add(rotated);
  EXPECT_EQ(verdict(signed_request()),
            "InvalidSignatureException: " + std::string(wrong_signature));
  EXPECT_EQ(verdict(signed_request(rotated)), "alice in us-east-1");
  keys_.entries.erase(long_term.access_key_id);
  EXPECT_EQ(verdict(signed_request(rotated)),
            "UnrecognizedClientException: The security token included in the request is invalid.");
}

TEST_F(Authentication, WithoutUsersAnyWellFormedSignatureIsAccepted) {
  keys_.entries.clear();
  EXPECT_EQ(verdict(with_authorization(signed_request(), "Signature=", "Signature=no")),
            "anonymous in us-east-1");
  EXPECT_EQ(verdict(presigned()), "anonymous in us-east-1");
  Credentials unknown = session;
  unknown.access_key_id = "any";
  TestRequest request = signed_request(unknown);
  const auto caller = authenticator_.authenticate(request.request(), "kinesis");
  ASSERT_TRUE(caller.has_value());
  EXPECT_EQ(caller->principal.account_id, "000000000000");
  EXPECT_EQ(caller->access_key_id, "any");

  EXPECT_EQ(verdict({}), "MissingAuthenticationTokenException: Missing Authentication Token");
  EXPECT_EQ(
      verdict(signed_request(unknown, now, "us-east-1", "s3")),
      "InvalidSignatureException: Credential should be scoped to correct service: 'kinesis'.");
  EXPECT_EQ(verdict(signed_request(unknown, now - seconds(301))).substr(0, 45),
            "InvalidSignatureException: Signature expired:");
}

// Made with botocore 1.44.5, with the same keys and clock.
TEST_F(Authentication, PresignedRequestsOfAnotherImplementationAreAccepted) {
  EXPECT_EQ(verdict(presigned()), "alice in us-east-1");
  const TestRequest with_session{
      .target =
          "/?x=1%202&Limit=1&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
          "ASIAIOSFODNN7EXAMPLE%2F20261122%2Fus-east-1%2Fkinesis%2Faws4_request&X-Amz-Date="
          "20261122T190826Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host%3Bx-amz-target&"
          "X-Amz-Security-Token=IQoJb3JpZ2luX2VjEXAMPLE%2B%2Ftoken%3D%3D&X-Amz-Signature="
          "a9909baec1ed1b15c3a2a22c4a447fb36b37017c7fa582eeb19a6a351b96415f",
      .headers = {{"Host", "localhost:4567"}, {"X-Amz-Target", "Kinesis_20131202.ListStreams"}}};
  EXPECT_EQ(verdict(with_session), "alice in us-east-1");
}

TEST_F(Authentication, APresignedRequestIsGoodForAsLongAsItSays) {
  set_time(now + seconds(300));
  EXPECT_EQ(verdict(presigned()), "alice in us-east-1");
  set_time(now + seconds(301));
  EXPECT_EQ(verdict(presigned()),
            "InvalidSignatureException: Signature expired: 20261122T190826Z is now earlier than "
            "20261122T190827Z (20261122T191327Z - 5 min.)");
  set_time(now - seconds(301));
  EXPECT_EQ(verdict(presigned()).substr(0, 53),
            "InvalidSignatureException: Signature not yet current:");
}

TEST_F(Authentication, APresignedRequestIsBoundToItsQueryHeadersAndBody) {
  const std::string refused = "InvalidSignatureException: " + std::string(wrong_signature);
  EXPECT_EQ(verdict(with_target(presigned(), "Expires=300", "Expires=301")), refused);
  EXPECT_EQ(verdict(with_target(presigned(), "/?", "/?a=b&")), refused);
  TestRequest other = presigned();
  EXPECT_EQ(verdict(other.with("X-Amz-Target", "Kinesis_20131202.DeleteStream")), refused);
  TestRequest body = presigned();
  body.body = "{}";
  EXPECT_EQ(verdict(body), refused);
  // An open body is part of what is signed: it cannot be claimed afterwards.
  EXPECT_EQ(verdict(body.with("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")), refused);
}

TEST_F(Authentication, APresignedRequestMayLeaveItsBodyOpen) {
  TestRequest request{
      .target =
          "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"
          "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261122%2Fus-east-1%2Fkinesis"
          "%2Faws4_request&X-Amz-Date=20261122T190826Z&X-Amz-SignedHeaders=host"
          "&X-Amz-Signature=f4ef1377735a1e84af75868a6d186f3a1586c91daa2ce7219b40aad2b30e4636",
      .headers = {{"Host", "localhost:4567"}},
      .body = "anything"};
  EXPECT_EQ(verdict(request), "alice in us-east-1");
  // Without X-Amz-Expires it is good for as long as any other.
  clock_.jump_wall(seconds(301));
  EXPECT_EQ(verdict(request).substr(0, 45), "InvalidSignatureException: Signature expired:");
}

TEST_F(Authentication, AnImpossibleExpiryIsRefused) {
  for (const char* expires : {"0", "-1", "604801", "x", "", "1.5", "99999999999999999999"}) {
    EXPECT_EQ(verdict(with_target(presigned(), "Expires=300", "Expires=" + std::string(expires))),
              "IncompleteSignatureException: X-Amz-Expires must be a number of seconds from 1 to "
              "604800, got '" +
                  std::string(expires) + "'.");
  }
  EXPECT_EQ(verdict(with_target(presigned(), "Expires=300", "Expires=604800")),
            "InvalidSignatureException: " + std::string(wrong_signature));
}

}  // namespace
}  // namespace weir::aws
