#include "meter/agents_run.h"

#include <fmt/format.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "aws/credentials/credential_chain.h"
#include "client_credentials.h"
#include "meter/agent_address.h"
#include "meter/agent_connection.h"
#include "meter/agents/agent_order.h"
#include "meter/agents/controller.h"
#include "meter/agents/plan_share.h"
#include "meter/order_plan.h"
#include "meter/secret_file.h"
#include "stop_signals.h"
#include "text_file.h"

namespace weir::app {
namespace {

constexpr std::size_t agents_max = 256;

Result<void> check_agents(const AgentsOptions& options) {
  if (options.secret_file.empty()) {
    return fail(ErrorCode::invalid_argument, "--agents needs --secret-file.");
  }
  if (options.agents.size() > agents_max) {
    return fail(ErrorCode::invalid_argument, fmt::format("--agents names {}; {} are allowed.",
                                                         options.agents.size(), agents_max));
  }
  const std::set<std::string> different(options.agents.begin(), options.agents.end());
  if (different.size() == options.agents.size()) return {};
  return fail(ErrorCode::invalid_argument, "--agents names an agent twice.");
}

// What all agents are told alike. Standard input can be read but once: its text is not here.
Result<meter::AgentOrder> common_order(const PlanOptions& plan_options, const CLI::App& sub,
                                       const meter::Plan& plan, double speed, const World& world) {
  meter::AgentOrder order;
  if (plan_options.file == "-") {
    return fail(ErrorCode::invalid_argument, "--agents needs a plan in a file or in flags.");
  }
  if (!plan_options.file.empty()) {
    order.plan_name = std::filesystem::path(plan_options.file).filename().string();
    order.plan_text = TRY(read_text_file(plan_options.file));
  }
  order.flags = plan_words(sub);
  for (const meter::Group& group : plan.groups) {
    for (const meter::Sampler& sampler : group.samplers) {
      const meter::TemplateText& endpoint = sampler.target.endpoint;
      order.endpoints.push_back(endpoint.at.file.starts_with('$') ? endpoint.text : "");
    }
  }
  order.region = aws::find_region({}, credential_doors(world));
  order.speed = speed;
  return order;
}

Result<std::vector<meter::AgentOrder>> orders_for(const meter::AgentOrder& common,
                                                  const meter::Plan& plan, std::uint32_t count,
                                                  World& world) {
  std::vector<meter::AgentOrder> orders;
  const std::uint64_t seed = plan.seed != 0 ? plan.seed : world.random.next();
  for (std::uint32_t index = 0; index < count; ++index) {
    meter::AgentOrder& order = orders.emplace_back(common);
    order.share = {.index = index, .count = count};
    // Far apart, and never 0, which would mean any.
    order.seed = (seed + index * 0x9E37'79B9'7F4A'7C15) | 1;
    order.files = TRY(meter::files_of_share(plan, order.share, read_text_file));
  }
  return orders;
}

Result<std::vector<std::unique_ptr<AgentConnection>>> connect(const AgentsOptions& options,
                                                              const meter::AgentSecret& secret,
                                                              World& world) {
  const std::string authority = secret.authority_pem(world.clock.wall_now(), world.random);
  std::vector<std::unique_ptr<AgentConnection>> connections;
  for (const std::string& agent : options.agents) {
    const AgentAddress address = TRY(parse_agent_address(agent));
    connections.push_back(std::make_unique<AgentConnection>(address, authority));
  }
  return connections;
}

}  // namespace

void add_agents_options(CLI::App& sub, AgentsOptions& options) {
  constexpr const char* group = "Several machines";
  sub.add_option("--agents", options.agents,
                 "Machines that share the load, each with a `weir meter agent`")
      ->type_name("HOST:PORT,…")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group(group);
  sub.add_option("--secret-file", options.secret_file, "The secret that the agents know")
      ->type_name("FILE")
      ->group(group);
}

Result<meter::RunResult> run_on_agents(const AgentsOptions& options,
                                       const PlanOptions& plan_options, const CLI::App& sub,
                                       const meter::Plan& plan, double speed,
                                       const AgentsOutside& outside, World& world) {
  TRY(check_agents(options));
  const meter::AgentSecret secret = TRY(read_secret(options.secret_file));
  const meter::AgentOrder common = TRY(common_order(plan_options, sub, plan, speed, world));
  const auto count = static_cast<std::uint32_t>(options.agents.size());
  const auto orders = TRY(orders_for(common, plan, count, world));
  const auto connections = TRY(connect(options, secret, world));

  std::vector<meter::AgentDoor> doors;
  doors.reserve(connections.size());
  for (std::size_t index = 0; index < connections.size(); ++index) {
    doors.push_back({.name = options.agents[index],
                     .send = [connection = connections[index].get()](http::ClientRequest request) {
                       return connection->send(std::move(request));
                     }});
  }
  std::atomic<bool> is_stop_wanted = false;
  const StopSignals signals([&] { is_stop_wanted = true; });
  meter::Controller controller(
      std::move(doors), secret,
      {.clock = world.clock,
       .sleep = [](milliseconds duration) { std::this_thread::sleep_for(duration); },
       .is_stop_wanted = [&] { return is_stop_wanted.load(); },
       .observer = outside.observer,
       .abort_reason = outside.abort_reason});
  Result<meter::RunResult> result = controller.run(orders);
  if (result && is_stop_wanted) result->was_interrupted = true;
  if (result) result->seed = plan.seed;
  return result;
}

}  // namespace weir::app
