// AgentService: an agent as its controller sees it: HTTP requests, inside TLS, of one controller at
// a time.
//
// All are POST with JSON. /challenge gives a number, good once and for half a minute; /session
// takes it with the proof of the secret and gives a token, which all others need in Authorization.
// Then /time, /prepare, /start, /progress, /stop and /end. A controller of which nothing is heard
// for half a minute has gone: its run is ended.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/random.h"
#include "env/worker.h"
#include "http/message.h"
#include "meter/agents/agent_job.h"
#include "meter/agents/agent_secret.h"
#include "meter/agents/progress_log.h"

namespace weir::meter {

// All must outlive the service; `worker` is to be ended before the loop is.
struct AgentSurroundings {
  const env::Clock& clock;
  env::Random& random;
  env::EventLoop& loop;
  env::Worker& worker;  // Prepares runs.
  AgentJobs& jobs;
  // What a person at the agent's terminal may want to know, a sentence.
  std::function<void(const std::string&)> tell;
};

// Threads: the loop's.
class AgentService final : public http::Handler {
 public:
  static constexpr seconds challenge_lifetime{30};
  static constexpr std::size_t challenges_max = 64;
  static constexpr seconds silence_max{30};

  AgentService(const AgentSecret& secret, AgentSurroundings surroundings);
  ~AgentService() override;
  AgentService(const AgentService&) = delete;
  AgentService& operator=(const AgentService&) = delete;

  void handle(http::Request request, http::Reply reply) override;

  // To be called every second.
  void tick();

 private:
  struct Challenge {
    std::string number;
    MonotonicTime made;
  };
  // Of one controller, from /session to /end.
  struct Session {
    std::string token;
    std::string peer;
    MonotonicTime last_heard;
    AgentState state = AgentState::idle;
    std::string message;
    ProgressLog log;
    std::unique_ptr<AgentJob> job;  // Destroyed before the log.
  };

  std::string random_text();
  http::Response answer_challenge();
  http::Response open_session(const http::Request& request);
  http::Response answer(const http::Request& request);
  http::Response prepare(std::span<char> body);
  http::Response start(std::span<char> body);
  http::Response progress(std::span<char> body);
  http::Response stop();
  void on_prepared(const std::shared_ptr<Session>& session,
                   Result<std::unique_ptr<AgentJob>> prepared);
  void end_session();

  const AgentSecret& secret_;
  const AgentSurroundings around_;
  std::deque<Challenge> challenges_;
  std::shared_ptr<Session> session_;
  std::shared_ptr<AgentService*> self_;  // For posted tasks, which may come too late.
};

}  // namespace weir::meter
