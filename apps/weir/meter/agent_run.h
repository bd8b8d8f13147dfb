// AgentRuns: runs of plans on an agent's machine.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>

#include "base/result.h"
#include "meter/agents/agent_job.h"
#include "meter/agents/agent_order.h"
#include "world.h"

namespace weir::app {

class AgentRuns final : public meter::AgentJobs {
 public:
  // Each run sends on `workers` threads of its own. `world` must outlive it.
  AgentRuns(World& world, std::size_t workers) : world_(world), workers_(workers) {}

  // Writes the order's files into a directory of its own, which goes with the job; makes the plan
  // ready and looks whether it can run.
  Result<std::unique_ptr<meter::AgentJob>> prepare(meter::AgentOrder order) override;

 private:
  World& world_;
  const std::size_t workers_;
};

}  // namespace weir::app
