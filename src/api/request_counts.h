// RequestCounts: how many requests of each operation were answered, and how: of one loop.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>

namespace weir::api {

// Threads: the loop's.
class RequestCounts {
 public:
  // Names are literals: of operations that exist and of errors.
  void record_success(std::string_view operation) {
    if (operation.data() != last_.data()) find(operation);
    ++*last_count_;
  }
  void record_failure(std::string_view operation, std::string_view error) {
    ++counts_[{operation, error}];
  }

  // By operation and error; successes have an empty one.
  using Counts = std::map<std::pair<std::string_view, std::string_view>, std::uint64_t>;
  const Counts& counts() const { return counts_; }

 private:
  void find(std::string_view operation) {
    last_ = operation;
    last_count_ = &counts_[{operation, {}}];
  }

  Counts counts_;
  std::string_view last_;  // Most requests are like the one before.
  std::uint64_t* last_count_ = nullptr;
};

}  // namespace weir::api
