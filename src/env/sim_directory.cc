#include "env/sim_directory.h"

#include <set>
#include <utility>

namespace weir::env {

std::shared_ptr<SimFileContent> SimDirectory::find(const std::string& name) const {
  const auto found = seen_.find(name);
  return found == seen_.end() ? nullptr : found->second;
}

void SimDirectory::create(const std::string& name) {
  change({std::make_shared<SimFileContent>(), "", name});
}

void SimDirectory::rename(const std::string& from, const std::string& to) {
  if (from != to) change({find(from), from, to});
}

void SimDirectory::remove(const std::string& name) { change({find(name), name, ""}); }

void SimDirectory::sync() {
  durable_ = seen_;
  unsynced_.clear();
}

void SimDirectory::cut_power(Random& random) {
  // Now and then all or nothing: independent chances alone would hardly ever give these.
  const std::uint64_t survival_percent = random.below(3) * 50;
  std::set<const SimFileContent*> has_lost_change;
  for (const Change& change : std::exchange(unsynced_, {})) {
    const bool survives = random.below(100) < survival_percent;
    if (survives && !has_lost_change.contains(change.file.get())) {
      apply(change, durable_);
    } else {
      has_lost_change.insert(change.file.get());
    }
  }
  seen_ = durable_;
}

void SimDirectory::change(Change change) {
  apply(change, seen_);
  unsynced_.push_back(std::move(change));
}

void SimDirectory::apply(const Change& change, Names& names) {
  if (!change.removed_name.empty()) {
    const auto found = names.find(change.removed_name);
    // Another file's change may have taken the name in the meantime.
    if (found != names.end() && found->second == change.file) names.erase(found);
  }
  if (!change.added_name.empty()) names[change.added_name] = change.file;
}

}  // namespace weir::env
