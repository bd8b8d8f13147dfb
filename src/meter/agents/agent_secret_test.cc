#include "meter/agents/agent_secret.h"

#include <gtest/gtest.h>

#include "env/memory_network.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "http/client.h"
#include "http/server.h"
#include "http/tls/acceptor.h"
#include "http/tls/server_context.h"
#include "meter/agents/agent_network.h"
#include "meter/agents/agents_fixture.h"

namespace weir::meter {
namespace {

TEST(AgentSecret, TooShortOnesAreRefusedAndBlanksDoNotCount) {
  EXPECT_EQ(AgentSecret::make(" fifteen letters\n").error().message,
            "The secret has 15 characters; 16 to 1024 are allowed.");
  EXPECT_FALSE(AgentSecret::make(std::string(1'025, 'x')));
  EXPECT_FALSE(AgentSecret::make(" \n"));
  const auto secret = AgentSecret::make("\na secret of many characters \r\n");
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->proof("x"), test_secret().proof("x"));
  EXPECT_TRUE(secret->is_proof("x", test_secret().proof("x")));
  EXPECT_FALSE(secret->is_proof("y", test_secret().proof("x")));
}

struct SayHello final : http::Handler {
  void handle(http::Request request, http::Reply reply) override {
    reply({.status = request.is_encrypted ? 200 : 400, .headers = {}, .body = "hello"});
  }
};

// What a controller with `secret` hears of an agent with test_secret(), each with an authority of
// its own making.
std::string heard(const AgentSecret& secret) {
  env::SimClock clock;
  env::SeededRandom chance(1);
  env::SimScheduler scheduler(clock, chance);
  env::SimLoop loop(scheduler, 0);
  env::MemoryNetwork network;
  env::SeededRandom random(7);
  env::SeededRandom other_random(8);
  const WallTime now = clock.wall_now();
  const auto context = http::TlsServerContext::make(
      {.identity = test_secret().issue_certificate(now, random), .client_authorities = {}});
  const http::TlsAcceptor acceptor(*context, true);
  SayHello handler;
  const auto server = http::serve(loop, network, clock, handler, "127.0.0.1", 1, {}, &acceptor);
  AgentNetwork to_agent(network, "some.machine", 1);
  const auto client =
      http::make_client(loop, to_agent, {.tls = true, .host = agent_host, .port = 1}, {},
                        secret.authority_pem(now, other_random));
  std::string answer;
  loop.post([&] {
    client->send({}, [&](Result<http::ClientResponse> response) {
      answer = response ? response->body : response.error().message;
    });
  });
  scheduler.run_for(seconds(1));
  return answer;
}

TEST(AgentSecret, OnlyWhoKnowsItIsTrusted) {
  EXPECT_EQ(heard(test_secret()), "hello");
  const std::string refused = heard(*AgentSecret::make("another secret of as many"));
  EXPECT_NE(refused.find("certificate"), std::string::npos) << refused;
}

}  // namespace
}  // namespace weir::meter
