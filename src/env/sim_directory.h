// SimDirectory: the names in one directory of a simulated disk: those that are seen, and those that
// a power cut would leave.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "env/random.h"
#include "env/sim_file_content.h"

namespace weir::env {

// Threads: the simulation's.
class SimDirectory {
 public:
  using Names = std::map<std::string, std::shared_ptr<SimFileContent>>;

  const Names& names() const { return seen_; }
  const Names& durable_names() const { return durable_; }

  // Null if there is none.
  std::shared_ptr<SimFileContent> find(const std::string& name) const;

  // Each is durable only after sync(). `name`, and `from`, are there.
  void create(const std::string& name);
  void rename(const std::string& from, const std::string& to);
  void remove(const std::string& name);

  void sync();

  // The power is cut: each change that was not synced survives or does not, but a later change of
  // the same file only if the earlier ones do. A rename happens wholly or not at all.
  void cut_power(Random& random);

 private:
  struct Change {
    std::shared_ptr<SimFileContent> file;
    std::string removed_name;  // Empty for a creation.
    std::string added_name;    // Empty for a removal.
  };

  void change(Change change);
  static void apply(const Change& change, Names& names);

  Names seen_;
  Names durable_;
  std::vector<Change> unsynced_;
};

}  // namespace weir::env
