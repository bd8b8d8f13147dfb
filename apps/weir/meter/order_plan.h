// The plan of an order, on the agent: its files, the controller's flags and the agent's share.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "meter/agents/agent_order.h"
#include "meter/plan/plan.h"
#include "meter/plan_options.h"
#include "world.h"

namespace weir::app {

// A directory that nobody else may look into, and that goes with the object.
class PrivateDirectory {
 public:
  // Errors: unavailable.
  static Result<PrivateDirectory> make(const World& world);
  ~PrivateDirectory();
  PrivateDirectory(PrivateDirectory&& other) noexcept : path_(std::move(other.path_)) {
    other.path_.clear();
  }
  PrivateDirectory& operator=(PrivateDirectory&&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit PrivateDirectory(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

// The flags of `options` as words of a command line, which mean the same on another machine.
// `sub` is the command that they were parsed by.
std::vector<std::string> plan_words(const CLI::App& sub);

// Writes the order's files into `directory` and reads the plan. Errors: as load_plan, and
// unavailable  a file cannot be written.
Result<meter::Plan> plan_of(const meter::AgentOrder& order, const PrivateDirectory& directory,
                            const World& world);

}  // namespace weir::app
