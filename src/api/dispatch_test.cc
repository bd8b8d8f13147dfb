#include "api/dispatch.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "aws/sigv4_signer.h"
#include "env/memory_logger.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "http/client.h"

namespace weir::api {
namespace {

constexpr std::string_view json = "application/x-amz-json-1.1";
constexpr std::string_view cbor = "application/x-amz-cbor-1.1";

// No user is defined: any well-formed signature will do.
class OpenKeys final : public aws::Keys {
 public:
  bool open() const override { return true; }
  aws::Principal anonymous() const override { return {"123456789012", "anonymous"}; }
  std::shared_ptr<const aws::KeyEntry> find(std::string_view) const override { return nullptr; }
};

struct Asked {
  std::string method = "POST";
  std::string body = "{}";
  std::vector<std::pair<std::string, std::string>> headers;
  bool is_signed = true;
  std::string path = "/";
};

class DispatcherTest : public testing::Test {
 protected:
  DispatcherTest() {
    service_.target_prefix = "Kinesis_20131202";
    service_.signing_name = "kinesis";
    service_.shape_namespace = "com.amazonaws.kinesis";
    service_.operations.push_back({"Echo", [](Call call, BodyReply reply) {
                                     reply(std::string(call.body.data(), call.body.size()) +
                                           std::string(call.caller.region));
                                   }});
    service_.operations.push_back(
        {"Fail", [](Call, BodyReply reply) { reply(aws::resource_not_found("Nothing there.")); }});
    service_.operations.push_back({"Silent", [](Call, BodyReply reply) { reply(std::string()); }});
    dispatcher_.emplace(loop_, service_, keys_, clock_, random_, logger_);
  }

  http::Response ask(Asked asked) {
    http::ClientRequest signed_request{
        .method = asked.method, .target = asked.path, .headers = asked.headers, .body = asked.body};
    if (asked.is_signed) {
      aws::Sigv4Signer signer({"AKIDEXAMPLE", "secret", ""}, "eu-west-1", "kinesis");
      signer.sign(signed_request, "localhost", clock_.wall_now());
    }
    body_ = signed_request.body;
    http::Request request{.method = asked.method,
                          .path = asked.path,
                          .query = "",
                          .headers = {{"Host", "localhost"}},
                          .body = body_,
                          .buffer = nullptr,
                          .peer_address = "127.0.0.1"};
    for (const auto& [name, value] : signed_request.headers)
      request.headers.push_back({name, value});
    std::optional<http::Response> answer;
    dispatcher_->handle(std::move(request),
                        [&](http::Response response) { answer = std::move(response); });
    EXPECT_TRUE(answer.has_value());
    return answer ? *std::move(answer) : http::Response{};
  }

  static std::string header(const http::Response& response, std::string_view name) {
    for (const auto& candidate : response.headers) {
      if (candidate.name == name) return candidate.value;
    }
    return "";
  }

  static Asked to(std::string_view target, std::string body = "{}",
                  std::string_view content_type = json) {
    return {.body = std::move(body),
            .headers = {{"Content-Type", std::string(content_type)},
                        {"X-Amz-Target", std::string(target)}}};
  }

  // As Smithy's RPC has it.
  static Asked rpc(std::string_view path, std::string body = "\xa0") {
    return {.body = std::move(body),
            .headers = {{"Content-Type", "application/cbor"},
                        {"Accept", "application/cbor"},
                        {"smithy-protocol", "rpc-v2-cbor"}},
            .path = std::string(path)};
  }

  env::SimClock clock_;
  env::SeededRandom random_{1};
  env::SimScheduler scheduler_{clock_, random_};
  env::SimLoop loop_{scheduler_, 0};
  env::MemoryLogger logger_;
  OpenKeys keys_;
  Service service_;
  std::optional<Dispatcher> dispatcher_;
  std::string body_;
};

TEST_F(DispatcherTest, AKnownOperationIsCarriedOutForTheRegionOfTheSignature) {
  const http::Response answer = ask(to("Kinesis_20131202.Echo", R"({"a":1})"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"a":1}eu-west-1)");
  EXPECT_EQ(header(answer, "Content-Type"), json);
  EXPECT_EQ(header(answer, "x-amzn-RequestId").size(), 36u);
  EXPECT_EQ(header(answer, "x-amz-id-2").size(), 96u);
}

TEST_F(DispatcherTest, AnOperationsErrorComesWithItsNameAndMessage) {
  const http::Response answer = ask(to("Kinesis_20131202.Fail"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body, R"({"__type":"ResourceNotFoundException","message":"Nothing there."})");
}

TEST_F(DispatcherTest, RequestIdsDiffer) {
  const http::Response first = ask(to("Kinesis_20131202.Echo"));
  const http::Response second = ask(to("Kinesis_20131202.Echo"));
  EXPECT_NE(header(first, "x-amzn-RequestId"), header(second, "x-amzn-RequestId"));
}

struct Refusal {
  std::string claim;
  Asked asked;
  int status;
  std::string content_type;
  std::string body;
};

TEST_F(DispatcherTest, ChecksComeInProductionsOrder) {
  const std::string undetermined =
      "<AccessDeniedException>\n  <Message>Unable to determine service/operation name to be "
      "authorized</Message>\n</AccessDeniedException>\n";
  const std::string unknown = R"({"__type":"UnknownOperationException"})";
  const std::string serialization = R"({"__type":"SerializationException"})";
  Asked get = to("Kinesis_20131202.Echo");
  get.method = "GET";
  Asked unsigned_request = to("Kinesis_20131202.Echo");
  unsigned_request.is_signed = false;
  Asked unsigned_cbor = to("Kinesis_20131202.Echo", "\xa0", cbor);
  unsigned_cbor.is_signed = false;
  Asked unsigned_broken = to("Kinesis_20131202.Echo", "{");
  unsigned_broken.is_signed = false;
  const std::vector<Refusal> table = {
      {"another method", get, 403, "", undetermined},
      {"no body, known operation", to("Kinesis_20131202.Echo", ""), 400, std::string(json),
       serialization},
      {"no body, unknown operation", to("Kinesis_20131202.Nope", ""), 400, std::string(json),
       unknown},
      {"no body, another content type", to("Kinesis_20131202.Echo", "", "text/plain"), 400,
       std::string(cbor), "\xbf\x66__type\x76SerializationException\xff"},
      {"no content type and no target", {.body = "{}", .headers = {}}, 403, "", undetermined},
      {"an odd content type with a target", to("Kinesis_20131202.Echo", "{}", "text/plain"), 404,
       "", "<UnknownOperationException/>\n"},
      {"plain JSON, broken", to("Kinesis_20131202.Echo", "{", "application/json"), 400,
       "application/json",
       R"({"Output":{"__type":"com.amazon.coral.service#SerializationException"},"Version":"1.0"})"},
      {"plain JSON", to("Kinesis_20131202.Echo", "{}", "application/json"), 404, "application/json",
       R"({"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"})"},
      {"CBOR, an unknown operation", to("Kinesis_20131202.Nope", "\xa0", cbor), 400,
       std::string(cbor), "\xbf\x66__type\x78\x19UnknownOperationException\xff"},
      {"CBOR, a broken body before an unknown operation", to("Kinesis_20131202.Nope", "\xa1", cbor),
       400, std::string(cbor), "\xbf\x66__type\x76SerializationException\xff"},
      {"CBOR, no map", to("Kinesis_20131202.Nope", "\x80", cbor), 400, std::string(cbor),
       "\xbf\x66__type\x76SerializationException\xff"},
      {"CBOR, a missing signature", unsigned_cbor, 400, std::string(cbor),
       "\xbf\x66__type\x78\x23MissingAuthenticationTokenException\x67message\x78\x1cMissing "
       "Authentication Token\xff"},
      {"CBOR, no body", to("Kinesis_20131202.Echo", "", cbor), 400, std::string(cbor),
       "\xbf\x66__type\x76SerializationException\xff"},
      {"an unknown operation", to("Kinesis_20131202.Nope"), 400, std::string(json), unknown},
      {"another service", to("DynamoDB_20120810.Echo"), 400, std::string(json), unknown},
      {"a broken body before an unknown operation", to("Kinesis_20131202.Nope", "[]"), 400,
       std::string(json), serialization},
      {"a broken body before a missing signature", unsigned_broken, 400, std::string(json),
       serialization},
      {"a missing signature", unsigned_request, 400, std::string(json),
       R"({"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"})"},
  };
  for (const Refusal& refusal : table) {
    const http::Response answer = ask(refusal.asked);
    EXPECT_EQ(answer.status, refusal.status) << refusal.claim;
    EXPECT_EQ(header(answer, "Content-Type"), refusal.content_type) << refusal.claim;
    EXPECT_EQ(answer.body, refusal.body) << refusal.claim;
  }
}

TEST_F(DispatcherTest, AnswersComeInTheEncodingOfTheRequest) {
  const http::Response answer = ask(to("Kinesis_20131202.Echo", "\xa0", cbor));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(header(answer, "Content-Type"), cbor);
  EXPECT_EQ(header(answer, "smithy-protocol"), "");
  const http::Response failure = ask(to("Kinesis_20131202.Fail", "\xa0", cbor));
  EXPECT_EQ(failure.status, 400);
  EXPECT_EQ(header(failure, "Content-Type"), cbor);
  EXPECT_EQ(failure.body,
            "\xbf\x66__type\x78\x19ResourceNotFoundException\x67message\x6eNothing there.\xff");
  EXPECT_EQ(header(ask(to("Kinesis_20131202.Silent", "\xa0", cbor)), "Content-Type"), cbor);
  EXPECT_EQ(header(ask(to("Kinesis_20131202.Silent")), "Content-Type"), json);
}

TEST_F(DispatcherTest, SmithysRpcNamesTheOperationInThePath) {
  for (const char* path : {"/service/Kinesis_20131202/operation/Echo",
                           "/some/prefix/service/Kinesis_20131202/operation/Echo",
                           "/service/com.amazonaws.kinesis.Kinesis_20131202/operation/Echo"}) {
    const http::Response answer = ask(rpc(path));
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_EQ(answer.body,
              "\xa0"
              "eu-west-1")
        << path;
    EXPECT_EQ(header(answer, "Content-Type"), "application/cbor");
    EXPECT_EQ(header(answer, "smithy-protocol"), "rpc-v2-cbor");
  }
}

TEST_F(DispatcherTest, SmithysRpcHasNoContentTypeWithoutABody) {
  const http::Response answer = ask(rpc("/service/Kinesis_20131202/operation/Silent"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(header(answer, "Content-Type"), "");
  EXPECT_EQ(header(answer, "smithy-protocol"), "rpc-v2-cbor");
}

TEST_F(DispatcherTest, SmithysRpcHasErrorsWithTheirNamespace) {
  const std::string path = "/service/Kinesis_20131202/operation/";
  Asked unsigned_request = rpc(path + "Echo");
  unsigned_request.is_signed = false;
  Asked named_twice = rpc(path + "Echo");
  named_twice.headers.emplace_back("X-Amz-Target", "Kinesis_20131202.Echo");
  const std::vector<std::tuple<std::string, Asked, std::string>> table = {
      {"an error of the operation", rpc(path + "Fail"), "ResourceNotFoundException"},
      {"an unknown operation", rpc(path + "Nope"), "UnknownOperationException"},
      {"an operation with a namespace", rpc(path + "com.amazonaws.kinesis.Echo"),
       "UnknownOperationException"},
      {"another service", rpc("/service/DynamoDB_20120810/operation/Echo"),
       "UnknownOperationException"},
      {"another path", rpc("/"), "UnknownOperationException"},
      {"a longer path", rpc(path + "Echo/x"), "UnknownOperationException"},
      {"a path cut short", rpc("/operation/Echo"), "UnknownOperationException"},
      {"segments of other names", rpc("/services/Kinesis_20131202/operation/Echo"),
       "UnknownOperationException"},
      {"an operation named twice", named_twice, "UnknownOperationException"},
      {"a broken body", rpc(path + "Nope", "{}"), "SerializationException"},
      {"no body", rpc(path + "Echo", ""), "SerializationException"},
      {"a missing signature", unsigned_request, "MissingAuthenticationTokenException"},
  };
  for (const auto& [claim, asked, type] : table) {
    http::Response answer = ask(asked);
    EXPECT_EQ(answer.status, 400) << claim;
    EXPECT_EQ(header(answer, "Content-Type"), "application/cbor") << claim;
    EXPECT_EQ(header(answer, "smithy-protocol"), "rpc-v2-cbor") << claim;
    EXPECT_NE(answer.body.find("com.amazonaws.kinesis#" + type), std::string::npos) << claim;
    EXPECT_EQ(aws::decode_error(answer.body, aws::Protocol::rpc_v2_cbor).type, type) << claim;
  }
}

TEST_F(DispatcherTest, BlanksAndParametersInTheContentTypeAreAllowed) {
  const http::Response answer =
      ask(to("Kinesis_20131202.Echo", "{}", "   application/x-amz-json-1.1   ;whatever"));
  EXPECT_EQ(answer.status, 200);
}

TEST_F(DispatcherTest, ABrowserMayAskFirst) {
  Asked preflight{.method = "OPTIONS",
                  .body = "",
                  .headers = {{"Origin", "https://example.com"},
                              {"Access-Control-Request-Headers", "x-amz-target"},
                              {"Access-Control-Request-Method", "POST"}},
                  .is_signed = false};
  const http::Response answer = ask(preflight);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(header(answer, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(header(answer, "Access-Control-Allow-Headers"), "x-amz-target");
  EXPECT_EQ(header(answer, "Access-Control-Allow-Methods"), "POST");
  EXPECT_EQ(header(answer, "Access-Control-Max-Age"), "172800");
  EXPECT_EQ(header(answer, "x-amz-id-2"), "");
  EXPECT_EQ(header(answer, "Content-Type"), "");
}

TEST_F(DispatcherTest, AnswersToBrowsersMayBeRead) {
  Asked asked = to("Kinesis_20131202.Echo");
  asked.headers.emplace_back("Origin", "https://example.com");
  const http::Response answer = ask(asked);
  EXPECT_EQ(header(answer, "Access-Control-Allow-Origin"), "*");
  EXPECT_NE(header(answer, "Access-Control-Expose-Headers").find("x-amzn-RequestId"),
            std::string::npos);
}

}  // namespace
}  // namespace weir::api
