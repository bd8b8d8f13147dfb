#include "meter/agents/agent_service.h"

#include <gtest/gtest.h>

#include "meter/agents/agents_fixture.h"

namespace weir::meter {
namespace {

struct Service : testing::Test {
  env::SimClock clock;
  FakeAgent agent{clock, seconds(0), milliseconds(1), seconds(5)};

  std::string post(const std::string& path, const std::string& body, const std::string& token = "",
                   bool is_encrypted = true) {
    http::ClientRequest request{.target = path, .headers = {}, .body = body};
    if (!token.empty()) request.headers.emplace_back("Authorization", token);
    const auto answer = agent.ask(request, is_encrypted);
    return std::to_string(answer.status) + " " + answer.body;
  }
  // The text behind "NAME":".
  static std::string value(const std::string& answer, const std::string& name) {
    const std::size_t begin = answer.find("\"" + name + "\":\"") + name.size() + 4;
    return answer.substr(begin, answer.find('"', begin) - begin);
  }
  std::string challenge() { return value(post("/challenge", "{}"), "challenge"); }
  static std::string proved(const std::string& challenge, const std::string& proof) {
    return R"({"challenge":")" + challenge + R"(","proof":")" + proof + "\"}";
  }
  std::string session_body(const std::string& challenge) {
    return proved(challenge, test_secret().proof(challenge));
  }
};

constexpr const char* wrong = "403 {\"message\":\"The proof of the secret is wrong.\"}";

TEST_F(Service, AHandshakeIsGoodOnceAndForHalfAMinute) {
  const std::string recorded = session_body(challenge());
  const std::string answer = post("/session", recorded);
  EXPECT_TRUE(answer.starts_with("200 "));
  EXPECT_EQ(post("/end", "{}", value(answer, "token")), "200 {}");
  EXPECT_EQ(post("/session", recorded), wrong);

  const std::string late = session_body(challenge());
  clock.advance(seconds(31));
  EXPECT_EQ(post("/session", late), wrong);

  const std::string guessed = challenge();
  EXPECT_EQ(post("/session", proved(guessed, std::string(64, '0'))), wrong);
  EXPECT_EQ(post("/session", session_body(guessed)), wrong);
}

TEST_F(Service, ChallengesOfOthersDoNotFillTheMemory) {
  const std::string first = challenge();
  for (std::size_t count = 0; count < AgentService::challenges_max; ++count) challenge();
  EXPECT_EQ(post("/session", session_body(first)), wrong);
  EXPECT_TRUE(post("/session", session_body(challenge())).starts_with("200 "));
}

TEST_F(Service, NothingIsDoneWithoutTlsOrASession) {
  EXPECT_EQ(post("/challenge", "{}", "", false),
            "403 {\"message\":\"An agent answers inside TLS only.\"}");
  for (const char* path : {"/time", "/prepare", "/start", "/progress", "/stop", "/end"}) {
    EXPECT_EQ(post(path, "{}", "token"), "403 {\"message\":\"There is no such session.\"}");
  }
}

TEST_F(Service, OneControllerAtATimeUntilItIsSilent) {
  const std::string token = value(post("/session", session_body(challenge())), "token");
  EXPECT_EQ(post("/session", session_body(challenge())),
            "409 {\"message\":\"The agent works for a controller at 10.0.0.1.\"}");
  EXPECT_EQ(post("/start", "{}", token), "409 {\"message\":\"The session has no run ready.\"}");
  EXPECT_EQ(post("/prepare", "{\"index\":1,\"count\":1}", token),
            "400 {\"message\":\"The order of the controller is not understood.\"}");
  EXPECT_EQ(post("/prepare", "{", token),
            "400 {\"message\":\"The order of the controller is not understood.\"}");
  EXPECT_EQ(post("/prepare", encode_order({}), token), "200 {}");
  EXPECT_EQ(post("/prepare", encode_order({}), token),
            "409 {\"message\":\"The session has a run.\"}");
  clock.advance(seconds(31));
  EXPECT_TRUE(post("/session", session_body(challenge())).starts_with("200 "));
  EXPECT_TRUE(agent.told.at(1).starts_with("Nothing was heard of the controller at 10.0.0.1"));
  EXPECT_TRUE(post("/time", "{}", token).starts_with("403 "));
}

TEST(AgentOrder, IsReadAsItWasWritten) {
  const AgentOrder order{.plan_name = "plan.toml",
                         .plan_text = std::string("a\0\"\n", 4),
                         .flags = {"--stream=s", ""},
                         .files = {"\xff\xfe", ""},
                         .endpoints = {"http://x", ""},
                         .region = "r",
                         .speed = 2.5,
                         .seed = UINT64_MAX,
                         .share = {.index = 2, .count = 3}};
  std::string text = encode_order(order);

  const auto read = decode_order(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->plan_name, order.plan_name);
  EXPECT_EQ(read->plan_text, order.plan_text);
  EXPECT_EQ(read->flags, order.flags);
  EXPECT_EQ(read->files, order.files);
  EXPECT_EQ(read->endpoints, order.endpoints);
  EXPECT_EQ(read->region, "r");
  EXPECT_EQ(read->speed, 2.5);
  EXPECT_EQ(read->seed, UINT64_MAX);
  EXPECT_EQ(read->share.index, 2U);
  EXPECT_EQ(read->share.count, 3U);
}

TEST(AgentProgress, IsReadAsItWasWritten) {
  AgentProgress progress{.state = AgentState::running,
                         .message = "a \"b\"",
                         .elapsed = seconds(3),
                         .time_left = seconds(2),
                         .planned_per_second = 0.5,
                         .has_more = true};
  progress.so_far.emplace().plan_name = "p";
  SecondPiece& piece = progress.seconds.emplace_back();
  piece = {.second = 4, .label = 1, .counts = {}, .threads = 9, .latency = "abc="};
  piece.counts.samples = 1;
  piece.counts.bytes_received = 2;
  std::string text = encode_progress(progress);
  const auto read = decode_progress(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->state, AgentState::running);
  EXPECT_EQ(read->message, "a \"b\"");
  EXPECT_EQ(read->elapsed, seconds(3));
  EXPECT_EQ(read->time_left, seconds(2));
  EXPECT_EQ(read->planned_per_second, 0.5);
  EXPECT_TRUE(read->has_more);
  EXPECT_EQ(read->so_far->plan_name, "p");
  ASSERT_EQ(read->seconds.size(), 1U);
  EXPECT_EQ(read->seconds[0].second, 4U);
  EXPECT_EQ(read->seconds[0].threads, 9U);
  EXPECT_EQ(read->seconds[0].counts.samples, 1U);
  EXPECT_EQ(read->seconds[0].counts.bytes_received, 2U);
  EXPECT_EQ(read->seconds[0].latency, "abc=");
  for (std::string bad : {"", "[]", "{\"state\":9}", "{\"so_far\":\"{}\"}"}) {
    EXPECT_FALSE(decode_progress(bad)) << bad;
  }
}

}  // namespace
}  // namespace weir::meter
