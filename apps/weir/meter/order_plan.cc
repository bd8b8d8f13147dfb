#include "meter/order_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "meter/agents/plan_share.h"
#include "meter/load/compressed.h"

namespace weir::app {
namespace {

// Made anew from what add_plan_options adds: the flags of a plan are all that an agent needs.
struct PlanParser {
  PlanParser() { add_plan_options(app, options); }

  PlanOptions options;
  CLI::App app;
};

Result<void> write_file(const std::filesystem::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (file) return {};
  return fail(ErrorCode::unavailable, fmt::format("cannot write {}.", path.string()));
}

Result<PlanOptions> parse_flags(std::vector<std::string> words) {
  PlanParser parser;
  std::ranges::reverse(words);  // As CLI11 takes them.
  try {
    parser.app.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("The controller's flags are not understood: {}.", error.what()));
  }
  return std::move(parser.options);
}

void fill_targets(meter::Plan& plan, const meter::AgentOrder& order) {
  std::size_t index = 0;
  for (meter::Group& group : plan.groups) {
    for (meter::Sampler& sampler : group.samplers) {
      meter::Target& target = sampler.target;
      if (target.region.text.empty()) target.region.text = order.region;
      if (index < order.endpoints.size() && !order.endpoints[index].empty()) {
        target.endpoint = {.text = order.endpoints[index]};
      }
      ++index;
    }
  }
}

// Messages name the files as the controller knows them.
std::string without_directory(std::string text, const PrivateDirectory& directory) {
  const std::string prefix = directory.path().string() + "/";
  for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;) {
    text.erase(at, prefix.size());
  }
  return text;
}

}  // namespace

Result<PrivateDirectory> PrivateDirectory::make(const World& world) {
  std::string path = world.environment("TMPDIR").value_or("/tmp") + "/weir-agent-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) {
    return fail(ErrorCode::unavailable, fmt::format("A directory cannot be made as {}: {}.", path,
                                                    std::generic_category().message(errno)));
  }
  return PrivateDirectory(path);
}

PrivateDirectory::~PrivateDirectory() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> plan_words(const CLI::App& sub) {
  const PlanParser known;
  std::vector<std::string> words;
  for (const CLI::Option* option : known.app.get_options()) {
    const std::string name = option->get_name();
    if (!name.starts_with("--") || name == "--help") continue;
    const CLI::Option* given = sub.get_option_no_throw(name);
    if (given == nullptr) continue;
    const bool is_switch = given->get_expected_max() == 0;
    for (const std::string& value : given->results()) {
      if (is_switch && value != "true") continue;
      words.push_back(is_switch ? name : fmt::format("{}={}", name, value));
    }
  }
  return words;
}

Result<meter::Plan> plan_of(const meter::AgentOrder& order, const PrivateDirectory& directory,
                            const World& world) {
  PlanOptions options = TRY(parse_flags(order.flags));
  if (!order.plan_name.empty()) {
    // Only the name: whatever the controller sends stays in the directory.
    const auto path = directory.path() / std::filesystem::path(order.plan_name).filename();
    TRY(write_file(path, order.plan_text));
    options.file = path.string();
  }
  Result<meter::Plan> plan = load_plan(options, world);
  if (!plan) {
    return fail(plan.error().code, without_directory(plan.error().message, directory));
  }
  const auto paths = meter::plan_paths(*plan);
  if (paths.size() != order.files.size()) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("The plan names {} files and the controller sent {}: the agent reads "
                            "plans differently; use one version of weir.",
                            paths.size(), order.files.size()));
  }
  for (std::size_t index = 0; index < paths.size(); ++index) {
    const auto path = directory.path() / fmt::format("file-{}", index);
    TRY(write_file(path, order.files[index]));
    *paths[index] = path.string();
  }
  fill_targets(*plan, order);
  meter::take_share(*plan, order.share);
  plan->seed = order.seed;
  if (order.speed != 1) return meter::compressed(*std::move(plan), order.speed);
  return plan;
}

}  // namespace weir::app
