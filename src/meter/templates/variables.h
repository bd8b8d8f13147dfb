// Variables: named texts that templates use: user variables, counters, columns of data sets.
//
// Names become slots when a plan is prepared, so that a rendering looks nothing up.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::meter {

using Slot = std::size_t;

// The names of one group of a plan. Threads: one, before the run.
class VariableNames {
 public:
  // The slot of `name`, a new one if it is not known.
  Slot slot(std::string_view name) {
    const auto found = slots_.find(name);
    if (found != slots_.end()) return found->second;
    return slots_.emplace(std::string(name), slots_.size()).first->second;
  }

  // The slot of `name`, if something has defined or used it.
  std::optional<Slot> find(std::string_view name) const {
    const auto found = slots_.find(name);
    if (found == slots_.end()) return std::nullopt;
    return found->second;
  }

  std::size_t size() const { return slots_.size(); }

 private:
  std::map<std::string, Slot, std::less<>> slots_;
};

// The values that one virtual user sees. Threads: one.
class Variables {
 public:
  // For names that are all known by now.
  explicit Variables(std::size_t size) : values_(size) {}

  // Null while nothing has set it.
  const std::string* get(Slot slot) const {
    const auto& value = values_[slot];
    return value ? &*value : nullptr;
  }

  void set(Slot slot, std::string_view value) {
    auto& held = values_[slot];
    if (held) {
      held->assign(value);
    } else {
      held.emplace(value);
    }
  }

 private:
  std::vector<std::optional<std::string>> values_;
};

}  // namespace weir::meter
