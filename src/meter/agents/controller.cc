#include "meter/agents/controller.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/result.h"
#include "base/time.h"
#include "codec/json_reader.h"
#include "http/client.h"
#include "meter/agents/agent_order.h"
#include "meter/agents/progress.h"
#include "meter/results/live_view.h"
#include "meter/results/sample.h"

namespace weir::meter {
namespace {

constexpr milliseconds look_every{250};
constexpr int silent_max = 3;
// A look through a quiet network and a short way of the clocks.
constexpr int clock_looks = 9;
// From the order to start until it is time: all agents must have heard of it.
constexpr milliseconds start_lead{500};

std::string member(std::string& body, std::string_view name) {
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

std::vector<std::string> names_of(const std::vector<AgentDoor>& agents) {
  std::vector<std::string> names;
  names.reserve(agents.size());
  for (const AgentDoor& agent : agents) names.push_back(agent.name);
  return names;
}

}  // namespace

Controller::Controller(std::vector<AgentDoor> agents, const AgentSecret& secret,
                       ControllerSurroundings surroundings)
    : secret_(secret),
      around_(std::move(surroundings)),
      merge_(names_of(agents)),
      planned_(agents.size()) {
  for (AgentDoor& door : agents) agents_.push_back({.door = std::move(door)});
}

Result<RunResult> Controller::run(const std::vector<AgentOrder>& orders) {
  CHECK(orders.size() == agents_.size());
  Result<void> begun = prepare_all(orders);
  if (begun) begun = start_all();
  if (!begun) {
    end_all();
    return std::unexpected(std::move(begun).error());
  }
  watch();
  end_all();
  RunResult result = merge_.merged();
  if (std::ranges::all_of(agents_, &Agent::is_lost)) {
    return fail(ErrorCode::unavailable, fmt::format("All agents were lost. {}", notes_.back()));
  }
  result.abort_reason = abort_reason_;
  result.notes.insert(result.notes.begin(), notes_.begin(), notes_.end());
  return result;
}

// --- Questions ---

Result<std::string> Controller::ask(Agent& agent, std::string_view path, std::string body) {
  http::ClientRequest request;
  request.target = path;
  if (!agent.token.empty()) request.headers.emplace_back("Authorization", agent.token);
  request.body = std::move(body);
  Result<http::ClientResponse> answer = agent.door.send(std::move(request));
  if (!answer) {
    return fail(answer.error().code, fmt::format("Agent {} does not answer: {}", agent.door.name,
                                                 answer.error().message));
  }
  if (answer->status == 200) return std::move(answer->body);
  std::string message = member(answer->body, "message");
  if (message.empty()) message = fmt::format("HTTP status {}.", answer->status);
  return fail(ErrorCode::invalid_argument, fmt::format("Agent {}: {}", agent.door.name, message));
}

Result<void> Controller::open_session(Agent& agent) {
  std::string answer = TRY(ask(agent, "/challenge", "{}"));
  const std::string challenge = member(answer, "challenge");
  answer = TRY(ask(agent, "/session",
                   fmt::format("{{\"challenge\":\"{}\",\"proof\":\"{}\"}}", challenge,
                               secret_.proof(challenge))));
  agent.token = member(answer, "token");
  if (!agent.token.empty()) return {};
  return fail(ErrorCode::corrupt, fmt::format("{} is no agent.", agent.door.name));
}

// Of several questions the quickest tells most: the agent looked at its clock somewhere between.
Result<void> Controller::measure_clock(Agent& agent) {
  nanoseconds quickest = nanoseconds::max();
  for (int look = 0; look < clock_looks; ++look) {
    const MonotonicTime asked = around_.clock.monotonic_now();
    std::string answer = TRY(ask(agent, "/time", "{}"));
    const nanoseconds way = around_.clock.monotonic_now() - asked;
    if (way >= quickest) continue;
    quickest = way;
    const std::string text = member(answer, "monotonic_ns");
    std::int64_t shown = 0;
    std::from_chars(text.data(), text.data() + text.size(), shown);
    agent.offset = MonotonicTime{shown} - (asked + way / 2);
  }
  return {};
}

Result<AgentProgress> Controller::ask_progress(std::size_t index) {
  Agent& agent = agents_[index];
  std::string answer =
      TRY(ask(agent, "/progress", fmt::format("{{\"from\":{}}}", merge_.next_second(index))));
  Result<AgentProgress> progress = decode_progress(answer);
  if (progress) return progress;
  return fail(progress.error().code,
              fmt::format("Agent {} {}.", agent.door.name, progress.error().message));
}

// --- The way of a run ---

Result<void> Controller::prepare_all(const std::vector<AgentOrder>& orders) {
  for (std::size_t index = 0; index < agents_.size(); ++index) {
    TRY(open_session(agents_[index]));
    TRY(ask(agents_[index], "/prepare", encode_order(orders[index])));
    // One after another: the first makes the streams that all write to.
    TRY(wait_until_ready(index));
  }
  return {};
}

Result<void> Controller::wait_until_ready(std::size_t index) {
  for (;;) {
    const AgentProgress progress = TRY(ask_progress(index));
    if (progress.state == AgentState::ready) return {};
    if (progress.state == AgentState::failed) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("Agent {}: {}", agents_[index].door.name, progress.message));
    }
    if (around_.is_stop_wanted()) return fail(ErrorCode::expired, "Interrupted before the start.");
    around_.sleep(look_every / 5);
  }
}

Result<void> Controller::start_all() {
  for (Agent& agent : agents_) TRY(measure_clock(agent));
  started_ = around_.clock.monotonic_now() + start_lead;
  for (Agent& agent : agents_) {
    TRY(ask(agent, "/start", fmt::format("{{\"at_ns\":{}}}", (started_ + agent.offset).ns)));
  }
  const nanoseconds late = around_.clock.monotonic_now() - started_;
  if (late.count() > 0) {
    notes_.push_back(fmt::format("the agents did not start together: the last was told {} ms late",
                                 late.count() / 1'000'000));
  }
  return {};
}

void Controller::watch() {
  bool is_stopping = false;
  MonotonicTime next_show = started_ + seconds(1);
  while (!is_over()) {
    around_.sleep(look_every);
    const bool is_wanted = around_.is_stop_wanted() || !abort_reason_.empty();
    if (is_wanted && !std::exchange(is_stopping, true)) stop_all();
    if (around_.clock.monotonic_now() < next_show && !is_stopping) continue;
    next_show = next_show + seconds(1);
    time_left_ = std::nullopt;
    for (std::size_t index = 0; index < agents_.size(); ++index) look_at(index);
    show(is_stopping);
  }
}

void Controller::look_at(std::size_t index) {
  Agent& agent = agents_[index];
  while (!agent.is_over && !agent.is_lost) {
    const Result<AgentProgress> progress = ask_progress(index);
    if (!progress) {
      // A broken network may mend; an agent that refuses us has begun anew.
      const bool is_refused = progress.error().code != ErrorCode::unavailable;
      if (is_refused || ++agent.silent == silent_max) lose(index, progress.error().message);
      return;
    }
    agent.silent = 0;
    if (const auto taken = merge_.take(index, *progress); !taken) {
      return lose(index, fmt::format("Agent {} {}.", agent.door.name, taken.error().message));
    }
    if (progress->time_left) {
      time_left_ = std::max(time_left_.value_or(nanoseconds(0)), *progress->time_left);
    }
    planned_[index] = progress->planned_per_second;
    if (progress->has_more) continue;
    agent.is_over = progress->state == AgentState::over;
    return;
  }
}

void Controller::lose(std::size_t index, const std::string& reason) {
  agents_[index].is_lost = true;
  planned_[index] = 0;
  merge_.give_up(index);
  const auto after = std::chrono::duration_cast<seconds>(around_.clock.monotonic_now() - started_);
  notes_.push_back(fmt::format(
      "agent {} was lost about {} s after the start; what it did since it last told is not counted "
      "({})",
      agents_[index].door.name, after.count(), reason));
}

void Controller::show(bool is_stopping) {
  if (around_.observer == nullptr && !around_.abort_reason) return;
  const RunResult so_far = merge_.merged();
  if (around_.abort_reason && !is_stopping) {
    abort_reason_ = around_.abort_reason(so_far).value_or("");
  }
  if (around_.observer == nullptr) return;
  const std::vector<Sample> slowest;
  const std::deque<Sample> latest;
  around_.observer->on_second(
      {.elapsed = around_.clock.monotonic_now() - started_,
       .time_left = time_left_,
       .planned_per_second = std::accumulate(planned_.begin(), planned_.end(), 0.0),
       .is_stopping = is_stopping,
       .so_far = so_far,
       .slowest = slowest,
       .latest = latest});
}

bool Controller::is_over() const {
  return std::ranges::all_of(agents_,
                             [](const Agent& agent) { return agent.is_over || agent.is_lost; });
}

void Controller::stop_all() {
  for (Agent& agent : agents_) {
    if (agent.is_over || agent.is_lost) continue;
    // Who does not hear it is looked for by look_at().
    [[maybe_unused]] const auto asked = ask(agent, "/stop", "{}");
  }
}

void Controller::end_all() {
  for (Agent& agent : agents_) {
    if (agent.token.empty() || agent.is_lost) continue;
    // An agent that does not hear it ends by itself.
    [[maybe_unused]] const auto asked = ask(agent, "/end", "{}");
  }
}

}  // namespace weir::meter
