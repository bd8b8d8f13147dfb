#include "meter/agents/agent_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"
#include "http/message.h"
#include "meter/agents/agent_job.h"
#include "meter/agents/agent_order.h"
#include "meter/agents/agent_secret.h"
#include "meter/agents/progress.h"

namespace weir::meter {
namespace {

constexpr std::size_t random_bytes = 32;

http::Response json_answer(int status, std::string body) {
  http::Response response{.status = status, .headers = {}, .body = std::move(body)};
  response.headers.push_back({.name = "Content-Type", .value = "application/json"});
  return response;
}

http::Response refuse(int status, std::string_view message) {
  return json_answer(status, fmt::format("{{\"message\":{}}}", codec::json_text(message)));
}

http::Response done() { return json_answer(200, "{}"); }

// A member of the request's object: a text or a number as written; empty if it is not there.
std::string member(std::span<char> body, std::string_view name) {
  std::string value;
  codec::JsonReader reader(body);
  reader.enter_object();
  while (const auto key = reader.next_key()) {
    if (*key != name) {
      reader.skip_value();
    } else if (reader.kind() == codec::JsonKind::number) {
      value = reader.read_number();
    } else {
      value = reader.read_text();
    }
  }
  return reader.finish() ? value : std::string();
}

std::int64_t number_of(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

AgentService::AgentService(const AgentSecret& secret, AgentSurroundings surroundings)
    : secret_(secret),
      around_(std::move(surroundings)),
      self_(std::make_shared<AgentService*>(this)) {}

AgentService::~AgentService() { *self_ = nullptr; }

void AgentService::handle(http::Request request, http::Reply reply) {
  if (!request.is_encrypted) return reply(refuse(403, "An agent answers inside TLS only."));
  if (request.method != "POST") return reply(refuse(405, "An agent takes POST."));
  if (request.path == "/challenge") return reply(answer_challenge());
  if (request.path == "/session") return reply(open_session(request));
  const std::string_view token = request.header("Authorization");
  const bool is_known =
      session_ && codec::equal_in_constant_time(bytes_of(token), bytes_of(session_->token));
  if (!is_known) return reply(refuse(403, "There is no such session."));
  session_->last_heard = around_.clock.monotonic_now();
  reply(answer(request));
}

void AgentService::tick() {
  const MonotonicTime now = around_.clock.monotonic_now();
  while (!challenges_.empty() && now - challenges_.front().made > challenge_lifetime) {
    challenges_.pop_front();
  }
  if (!session_ || now - session_->last_heard <= silence_max) return;
  around_.tell(
      fmt::format("Nothing was heard of the controller at {} for {} seconds: its run is "
                  "ended.",
                  session_->peer, silence_max.count()));
  end_session();
}

// --- Who may come in ---

std::string AgentService::random_text() {
  std::array<std::byte, random_bytes> bytes{};
  around_.random.fill(bytes);
  return codec::hex_text(bytes);
}

http::Response AgentService::answer_challenge() {
  // Who asks for many pushes out the oldest.
  if (challenges_.size() == challenges_max) challenges_.pop_front();
  challenges_.push_back({.number = random_text(), .made = around_.clock.monotonic_now()});
  return json_answer(200, fmt::format("{{\"challenge\":\"{}\"}}", challenges_.back().number));
}

http::Response AgentService::open_session(const http::Request& request) {
  std::string copy(request.body.data(), request.body.size());
  const std::string number = member(copy, "challenge");
  const std::string proof = member(request.body, "proof");
  const auto found = std::ranges::find(challenges_, number, &Challenge::number);
  const bool is_fresh = found != challenges_.end() &&
                        around_.clock.monotonic_now() - found->made <= challenge_lifetime;
  // Good for one attempt, whatever comes of it.
  if (found != challenges_.end()) challenges_.erase(found);
  if (!is_fresh || !secret_.is_proof(number, proof)) {
    around_.tell(fmt::format("A controller at {} does not know the secret.", request.peer_address));
    return refuse(403, "The proof of the secret is wrong.");
  }
  if (session_) {
    return refuse(409, fmt::format("The agent works for a controller at {}.", session_->peer));
  }
  session_ = std::make_shared<Session>();
  session_->token = random_text();
  session_->peer = request.peer_address;
  session_->last_heard = around_.clock.monotonic_now();
  return json_answer(200, fmt::format("{{\"token\":\"{}\"}}", session_->token));
}

// --- What a controller may ask ---

http::Response AgentService::answer(const http::Request& request) {
  if (request.path == "/time") {
    return json_answer(200,
                       fmt::format("{{\"monotonic_ns\":{}}}", around_.clock.monotonic_now().ns));
  }
  if (request.path == "/prepare") return prepare(request.body);
  if (request.path == "/start") return start(request.body);
  if (request.path == "/progress") return progress(request.body);
  if (request.path == "/stop") return stop();
  if (request.path != "/end") return refuse(404, "An agent does not know that.");
  end_session();
  return done();
}

http::Response AgentService::prepare(std::span<char> body) {
  if (session_->state != AgentState::idle) return refuse(409, "The session has a run.");
  Result<AgentOrder> order = decode_order(body);
  if (!order) return refuse(400, order.error().message);
  around_.tell(fmt::format("A controller at {} starts a run: share {} of {}.", session_->peer,
                           order->share.index + 1, order->share.count));
  session_->state = AgentState::preparing;
  around_.worker.run([this, self = self_, session = session_, order = *std::move(order),
                      &loop = around_.loop, &jobs = around_.jobs]() mutable {
    auto prepared = jobs.prepare(std::move(order));
    loop.post([this, self = std::move(self), session = std::move(session),
               prepared = std::move(prepared)]() mutable {
      if (*self != nullptr) on_prepared(session, std::move(prepared));
    });
  });
  return done();
}

void AgentService::on_prepared(const std::shared_ptr<Session>& session,
                               Result<std::unique_ptr<AgentJob>> prepared) {
  if (session != session_) return;  // Its controller has gone.
  if (prepared) {
    session->job = *std::move(prepared);
    session->state = AgentState::ready;
    return;
  }
  session->state = AgentState::failed;
  session->message = std::move(prepared).error().message;
  around_.tell(session->message);
}

http::Response AgentService::start(std::span<char> body) {
  if (session_->state != AgentState::ready) return refuse(409, "The session has no run ready.");
  session_->state = AgentState::running;
  const MonotonicTime at{number_of(member(body, "at_ns"))};
  session_->job->start(at, session_->log,
                       [&log = session_->log](RunResult result) { log.finish(std::move(result)); });
  return done();
}

http::Response AgentService::progress(std::span<char> body) {
  AgentProgress progress;
  if (session_->state == AgentState::running) {
    const std::int64_t from = number_of(member(body, "from"));
    progress = session_->log.since(static_cast<std::uint32_t>(std::max<std::int64_t>(from, 0)));
    if (progress.state == AgentState::idle) progress.state = AgentState::running;
  } else {
    progress.state = session_->state;
    progress.message = session_->message;
  }
  return json_answer(200, encode_progress(progress));
}

http::Response AgentService::stop() {
  if (session_->state == AgentState::running) session_->job->stop();
  return done();
}

void AgentService::end_session() {
  around_.tell(fmt::format("The run of the controller at {} is over.", session_->peer));
  session_->job.reset();
  session_.reset();
}

}  // namespace weir::meter
