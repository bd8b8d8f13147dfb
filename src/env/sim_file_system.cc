#include "env/sim_file_system.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <utility>

#include "base/check.h"
#include "env/disk_error.h"
#include "env/sim_file.h"

namespace weir::env {
namespace {

std::string directory_path(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string name_in_directory(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::string without_slash_at_end(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

}  // namespace

SimFileSystem::SimFileSystem(SimScheduler& scheduler, const SimFileSystemOptions& options)
    : scheduler_(scheduler), options_(options), directories_{{".", {}}, {"/", {}}} {}

SimFileSystem::~SimFileSystem() {
  drop_handles([] { return false; });
}

void SimFileSystem::crash() {
  if (!is_off_) cut_power();
  restart();
}

void SimFileSystem::crash_after(std::uint64_t count) {
  CHECK(count > 0);
  crash_at_change_ = change_count_ + count;
}

void SimFileSystem::restart() {
  is_off_ = false;
  crash_at_change_.reset();
}

void SimFileSystem::kill() {
  drop_handles([this] { return scheduler_.random().below(2) == 0; });
}

void SimFileSystem::flip_bit(const std::string& path, std::uint64_t position, unsigned bit) {
  const auto content = directories_[directory_path(path)].find(name_in_directory(path));
  CHECK(content != nullptr, "there is no {}", path);
  content->flip_bit(position, bit);
}

std::uint64_t SimFileSystem::used_bytes() const {
  std::uint64_t bytes = 0;
  for (const auto& [path, directory] : directories_) {
    for (const auto& [name, content] : directory.names()) bytes += content->size();
  }
  return bytes;
}

std::optional<std::string> SimFileSystem::seen(const std::string& path) const {
  const auto directory = directories_.find(directory_path(path));
  if (directory == directories_.end()) return std::nullopt;
  const auto content = directory->second.find(name_in_directory(path));
  if (!content) return std::nullopt;
  return content->seen();
}

std::optional<std::string> SimFileSystem::durable(const std::string& path) const {
  const auto directory = directories_.find(directory_path(path));
  if (directory == directories_.end()) return std::nullopt;
  const auto& names = directory->second.durable_names();
  const auto found = names.find(name_in_directory(path));
  if (found == names.end()) return std::nullopt;
  return found->second->durable();
}

Result<std::unique_ptr<File>> SimFileSystem::open(const std::string& path) {
  if (is_off_) return off();
  SimDirectory& directory = *TRY(directory_of(path, "open"));
  auto content = directory.find(name_in_directory(path));
  if (!content) return disk_error("open", path, ENOENT);
  return handle(path, std::move(content));
}

Result<std::unique_ptr<File>> SimFileSystem::create(const std::string& path) {
  return attempt([&]() -> Result<std::unique_ptr<File>> {
    SimDirectory& directory = *TRY(directory_of(path, "create"));
    const std::string name = name_in_directory(path);
    if (directory.find(name)) return disk_error("create", path, EEXIST);
    directory.create(name);
    return handle(path, directory.find(name));
  });
}

Result<void> SimFileSystem::create_directories(const std::string& path) {
  return attempt([&]() -> Result<void> {
    for (std::string next = without_slash_at_end(path); !directories_.contains(next);
         next = directory_path(next)) {
      directories_.try_emplace(next);
    }
    return {};
  });
}

Result<std::vector<std::string>> SimFileSystem::list(const std::string& directory) {
  if (is_off_) return off();
  const std::string wanted = without_slash_at_end(directory);
  const auto found = directories_.find(wanted);
  if (found == directories_.end()) return disk_error("list", directory, ENOENT);
  std::vector<std::string> names;
  for (const auto& [name, content] : found->second.names()) names.push_back(name);
  for (const auto& [path, below] : directories_) {
    if (path != "." && path != "/" && directory_path(path) == wanted) {
      names.push_back(name_in_directory(path));
    }
  }
  std::ranges::sort(names);
  return names;
}

Result<void> SimFileSystem::rename(const std::string& from, const std::string& to) {
  CHECK(directory_path(from) == directory_path(to), "{} to {}", from, to);
  return attempt([&]() -> Result<void> {
    SimDirectory& directory = *TRY(directory_of(from, "rename"));
    if (!directory.find(name_in_directory(from))) return disk_error("rename", from, ENOENT);
    directory.rename(name_in_directory(from), name_in_directory(to));
    return {};
  });
}

Result<void> SimFileSystem::remove(const std::string& path) {
  return attempt([&]() -> Result<void> {
    SimDirectory& directory = *TRY(directory_of(path, "remove"));
    if (!directory.find(name_in_directory(path))) return disk_error("remove", path, ENOENT);
    directory.remove(name_in_directory(path));
    return {};
  });
}

Result<void> SimFileSystem::sync_directory(const std::string& directory) {
  return attempt([&]() -> Result<void> {
    const auto found = directories_.find(without_slash_at_end(directory));
    if (found == directories_.end()) return disk_error("open directory", directory, ENOENT);
    found->second.sync();
    return {};
  });
}

Result<std::unique_ptr<File>> SimFileSystem::lock(const std::string& path) {
  return attempt([&]() -> Result<std::unique_ptr<File>> {
    if (!locks_[path].expired()) {
      return fail(ErrorCode::in_use, fmt::format("{} is locked by another process.", path));
    }
    Result<SimDirectory*> directory = directory_of(path, "create lock");
    if (!directory) return fail(ErrorCode::unavailable, directory.error().message);
    const std::string name = name_in_directory(path);
    if (!(*directory)->find(name)) (*directory)->create(name);
    const auto lock = std::make_shared<int>();
    locks_[path] = lock;
    return std::make_unique<SimFile>(*this, path, (*directory)->find(name), lock);
  });
}

void SimFileSystem::cut_power() {
  // What is under way counts as written and not synced: each page may survive.
  drop_handles([] { return true; });
  Random& random = scheduler_.random();
  constexpr std::array<std::uint64_t, 5> survival_percents = {0, 10, 50, 90, 100};
  const SimCut cut = {.survival_percent = survival_percents[random.below(survival_percents.size())],
                      .torn_percent = options_.torn_percent};
  for_each_content([&](SimFileContent& content) { content.cut_power(random, cut); });
  for (auto& [path, directory] : directories_) directory.cut_power(random);
}

void SimFileSystem::drop_handles(const std::function<bool()>& writes_page) {
  ++*boot_;
  locks_.clear();
  for (const Write& write : std::exchange(writes_, {})) {
    scheduler_.cancel(write.completion);
    for (std::size_t done = 0; done < write.bytes.size(); done += disk_page_bytes) {
      if (!writes_page()) continue;
      write.content->write(write.position + done, write.bytes.subspan(done, disk_page_bytes));
    }
  }
}

void SimFileSystem::for_each_content(std::move_only_function<void(SimFileContent&)> visit) {
  std::set<const SimFileContent*> visited;
  for (auto& [path, directory] : directories_) {
    for (const auto* names : {&directory.names(), &directory.durable_names()}) {
      for (const auto& [name, content] : *names) {
        if (visited.insert(content.get()).second) visit(*content);
      }
    }
  }
}

std::unique_ptr<File> SimFileSystem::handle(const std::string& path,
                                            std::shared_ptr<SimFileContent> content) {
  return std::make_unique<SimFile>(*this, path, std::move(content), nullptr);
}

Result<SimDirectory*> SimFileSystem::directory_of(const std::string& path,
                                                  std::string_view action) {
  const auto found = directories_.find(directory_path(path));
  if (found == directories_.end()) return disk_error(action, path, ENOENT);
  return &found->second;
}

}  // namespace weir::env
