// Variables: named texts that templates use: user variables, counters, columns of data sets.
//
// Names become slots when a plan is prepared, so that a rendering looks nothing up.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::meter {

using Slot = std::size_t;
using SlotMap = std::map<std::string, Slot, std::less<>>;

// A number that all virtual users count on together.
using SharedNumber = std::shared_ptr<std::atomic<std::int64_t>>;

// The names of one group of a plan. Threads: one, before the run.
class VariableNames {
 public:
  // The slot of `name`, a new one if it is not known.
  Slot slot(std::string_view name) {
    const auto found = slots_->find(name);
    if (found != slots_->end()) return found->second;
    return slots_->emplace(std::string(name), size_++).first->second;
  }

  // The slot of `name`, if something has defined or used it.
  std::optional<Slot> find(std::string_view name) const {
    const auto found = slots_->find(name);
    if (found == slots_->end()) return std::nullopt;
    return found->second;
  }

  // A slot that no name reaches: what one place of a template keeps between renderings.
  Slot unnamed() { return size_++; }

  // All names, for those that are put together while rendering. Not changed during the run.
  std::shared_ptr<const SlotMap> table() const { return slots_; }

  // The number that every template of the group counts on under `name`; `start` if it is new.
  SharedNumber shared_number(std::string_view name, std::int64_t start) {
    const auto found = numbers_.find(name);
    if (found != numbers_.end()) return found->second;
    auto number = std::make_shared<std::atomic<std::int64_t>>(start);
    numbers_.emplace(std::string(name), number);
    return number;
  }

  // JMeter's properties, of its command line.
  void set_property(std::string_view name, std::string_view value) {
    properties_.insert_or_assign(std::string(name), std::string(value));
  }
  const std::string* property(std::string_view name) const {
    const auto found = properties_.find(name);
    return found != properties_.end() ? &found->second : nullptr;
  }

  std::size_t size() const { return size_; }

  // The same names in the same slots, to which others can be added apart.
  VariableNames copy() const {
    VariableNames names = *this;
    names.slots_ = std::make_shared<SlotMap>(*slots_);
    return names;
  }

 private:
  std::shared_ptr<SlotMap> slots_ = std::make_shared<SlotMap>();
  std::size_t size_ = 0;
  std::map<std::string, SharedNumber, std::less<>> numbers_;
  std::map<std::string, std::string, std::less<>> properties_;
};

// What a slot holds. The text's memory is used again.
struct Held {
  bool is_set = false;
  std::string text;
  std::int64_t number = 0;  // Of unnamed slots: a count, or the time that `text` is for.
};

// The values that one virtual user sees. Threads: one.
class Variables {
 public:
  // For names that are all known by now.
  explicit Variables(std::size_t size) : values_(size) {}

  // Null while nothing has set it.
  const std::string* get(Slot slot) const {
    const Held& value = values_[slot];
    return value.is_set ? &value.text : nullptr;
  }

  void set(Slot slot, std::string_view value) {
    Held& held = values_[slot];
    held.is_set = true;
    held.text.assign(value);
  }

  Held& held(Slot slot) { return values_[slot]; }

 private:
  std::vector<Held> values_;
};

}  // namespace weir::meter
