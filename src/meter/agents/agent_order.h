// AgentOrder: what a controller asks an agent to do: the plan as the controller was given it, the
// files that it needs, and which share of the load is the agent's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace weir::meter {

// The agent number `index`, from 0, of `count`.
struct AgentShare {
  std::uint32_t index = 0;
  std::uint32_t count = 1;
};

struct AgentOrder {
  std::string plan_name{};           // The file's name, without its folder; empty: flags alone.
  std::string plan_text{};           // The file.
  std::vector<std::string> flags{};  // That change the plan: "--rate=100/s".
  std::vector<std::string> files{};  // Contents, in the order of plan_paths (plan_share.h).
  // Of each sampler of the plan in order, where the controller's environment says it; else empty.
  std::vector<std::string> endpoints{};
  std::string region{};    // For targets that say none; empty: the agent's own.
  double speed = 1;        // How many times as fast as the plan says.
  std::uint64_t seed = 0;  // Of this agent.
  AgentShare share;
};

// Larger ones are refused.
inline constexpr std::size_t order_bytes_max = 256u << 20;

std::string encode_order(const AgentOrder& order);

// Overwrites the text. Errors: corrupt.
Result<AgentOrder> decode_order(std::span<char> json);

}  // namespace weir::meter
