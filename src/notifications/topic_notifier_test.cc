#include "notifications/topic_notifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "env/memory_network.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "http/server.h"
#include "notifications/sns_message.h"

namespace weir::notifications {
namespace {

using testing::HasSubstr;

const std::string arn = "arn:aws:sns:eu-west-1:123456789012:ops";

// A subscriber: keeps what it gets and answers as told.
class Subscriber final : public http::Handler {
 public:
  void handle(http::Request request, http::Reply reply) override {
    heads.emplace_back(request.header("webhook-signature"));
    ids.emplace_back(request.header("x-amz-sns-message-id"));
    targets.push_back(std::string(request.path) + "?" + std::string(request.query));
    bodies.emplace_back(request.body.data(), request.body.size());
    reply({.status = status, .headers = {}, .body = {}});
  }

  int status = 200;
  std::vector<std::string> heads;
  std::vector<std::string> ids;
  std::vector<std::string> targets;
  std::vector<std::string> bodies;
};

class FakeCommands final : public env::Commands {
 public:
  void run(env::Command command, Done<void> done) override {
    ran.push_back(std::move(command));
    done(result);
  }

  Result<void> result{};
  std::vector<env::Command> ran;
};

class TopicNotifierTest : public testing::Test {
 protected:
  TopicNotifierTest() {
    Topic hook{.name = "ops"};
    EXPECT_TRUE(set_url(hook, "http://hooks.example:8080/weir?team=1"));
    hook.key = "a key of twenty-four bytes";
    Topic other{.name = "arn:aws:sns:eu-west-1:123456789012:page", .words = {"/bin/page", "-u"}};
    notifier_.emplace(NotifierParts{loop_, network_, commands_, clock_},
                      std::vector<Topic>{hook, other});
    server_ =
        std::move(*http::serve(loop_, network_, clock_, subscriber_, "hooks.example", 8080, {}));
  }

  Result<void> notify(const std::string& topic) {
    std::optional<Result<void>> answer;
    notifier_->notify({.topic = topic,
                       .message_id = "6f1c9a6e-0000-4000-8000-000000000001",
                       .subject = "ALARM: \"lag\"",
                       .message = R"({"AlarmName":"lag"})",
                       .time = {1'795'600'800'123}},
                      [&](Result<void> result) { answer = std::move(result); });
    scheduler_.run_for(seconds(60));
    EXPECT_TRUE(answer.has_value());
    return answer ? *answer : Result<void>{};
  }

  env::SimClock clock_{WallTime{1'795'600'801'000}};
  env::SeededRandom random_{1};
  env::SimScheduler scheduler_{clock_, random_};
  env::SimLoop loop_{scheduler_, 0};
  env::MemoryNetwork network_{{}};
  Subscriber subscriber_;
  FakeCommands commands_;
  std::unique_ptr<http::Server> server_;
  std::optional<TopicNotifier> notifier_;
};

TEST_F(TopicNotifierTest, AWebhookGetsWhatAmazonsServicePosts) {
  ASSERT_TRUE(notify(arn));
  ASSERT_EQ(subscriber_.bodies.size(), 1U);
  EXPECT_EQ(subscriber_.targets[0], "/weir?team=1");
  EXPECT_EQ(subscriber_.ids[0], "6f1c9a6e-0000-4000-8000-000000000001");
  EXPECT_EQ(subscriber_.bodies[0],
            R"({"Type":"Notification","MessageId":"6f1c9a6e-0000-4000-8000-000000000001",)"
            R"("TopicArn":")" +
                arn +
                R"(","Subject":"ALARM: \"lag\"","Message":"{\"AlarmName\":\"lag\"}",)"
                R"("Timestamp":"2026-11-25T10:00:00.123Z"})");
}

// Of another implementation: hmac and base64 of Python, over "ID.TIMESTAMP.BODY".
TEST_F(TopicNotifierTest, TheSignatureIsTheOneOfStandardWebhooks) {
  const std::string key = "a key of twenty-four byt";
  const api::alarms::Notification notification{
      .topic = "t", .message_id = "id", .subject = "s", .message = "m", .time = {}};
  const auto headers =
      sns_headers(notification, "body", bytes_of(key), WallTime{1'700'000'000'000});
  EXPECT_EQ(headers.back().first, "webhook-signature");
  EXPECT_EQ(headers.back().second, "v1,xX7cHdo5+guk3XOTuyFguw3ZCwTS9T+hrlKgC6NdYzM=");
  EXPECT_NE(sns_headers(notification, "body", {}, WallTime{0}).back().first, "webhook-signature");
}

TEST_F(TopicNotifierTest, OnlySuccessIsSuccess) {
  for (const int status : {204, 299}) {
    subscriber_.status = status;
    EXPECT_TRUE(notify(arn)) << status;
  }
  for (const int status : {302, 404, 500}) {
    subscriber_.status = status;
    EXPECT_EQ(notify(arn).error().code, ErrorCode::unavailable) << status;
  }
  server_.reset();
  EXPECT_EQ(notify(arn).error().code, ErrorCode::unavailable);
}

TEST_F(TopicNotifierTest, ACommandGetsTheSameOnItsInput) {
  ASSERT_TRUE(notify("arn:aws:sns:eu-west-1:123456789012:page"));
  ASSERT_EQ(commands_.ran.size(), 1U);
  EXPECT_EQ(commands_.ran[0].words, (std::vector<std::string>{"/bin/page", "-u"}));
  EXPECT_THAT(commands_.ran[0].input, HasSubstr(R"("Type":"Notification")"));
  commands_.result = fail(ErrorCode::invalid_argument, "no such program");
  EXPECT_EQ(notify("arn:aws:sns:eu-west-1:123456789012:page").error().code, ErrorCode::unavailable);
}

TEST_F(TopicNotifierTest, TopicsAreFoundByNameOrArn) {
  EXPECT_EQ(notify("arn:aws:sns:eu-west-1:123456789012:none").error().code, ErrorCode::not_found);
  EXPECT_EQ(notify("arn:aws:sns:eu-west-1:999999999999:page").error().code, ErrorCode::not_found);
  EXPECT_TRUE(notify("arn:aws:sns:us-east-1:999999999999:ops"));
}

TEST(Topic, UrlsAreTakenApart) {
  Topic topic;
  ASSERT_TRUE(set_url(topic, "https://hooks.example"));
  EXPECT_TRUE(topic.origin.tls);
  EXPECT_EQ(topic.target, "/");
  ASSERT_TRUE(set_url(topic, "http://[::1]:99?a=b/c#d"));
  EXPECT_EQ(topic.target, "/?a=b/c");
  EXPECT_EQ(topic.origin.port, 99);
  EXPECT_FALSE(set_url(topic, "ftp://hooks.example/"));
  EXPECT_FALSE(set_url(topic, "hooks"));
}

TEST(Topic, SecretsAreBase64) {
  EXPECT_EQ(*parse_secret("whsec_YSBrZXkgb2YgdHdlbnR5LWZvdXIgYnl0"), "a key of twenty-four byt");
  for (const std::string text : {"", "whsec_", "whsec_YQ==", "YSBrZXkgb2YgdHdlbnR5LWZvdXIgYnl0"}) {
    EXPECT_EQ(parse_secret(text).error().code, ErrorCode::invalid_argument) << text;
  }
}

}  // namespace
}  // namespace weir::notifications
