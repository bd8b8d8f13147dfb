#include "env/real_file_system.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "env/disk_error.h"
#include "env/file_descriptor.h"
#include "env/real_file.h"

namespace weir::env {
namespace {

constexpr mode_t file_mode = 0600;
constexpr mode_t directory_mode = 0700;

bool is_directory(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::string parent_of(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

}  // namespace

RealFileSystem::RealFileSystem(const RealFileSystemOptions& options)
    : direct_(options.direct), read_only_(options.read_only), durable_writer_(options.io_uring) {}

Result<std::unique_ptr<File>> RealFileSystem::open_with(const std::string& path, int flags,
                                                        std::string_view action) {
  FileDescriptor file(::open(path.c_str(), flags | O_CLOEXEC, file_mode));
  if (!file.is_open()) return disk_error(action, path, errno);
  return std::make_unique<RealFile>(std::move(file), path, durable_writer_, direct_);
}

Result<std::unique_ptr<File>> RealFileSystem::open(const std::string& path) {
  return open_with(path, read_only_ ? O_RDONLY : O_RDWR, "open");
}

Result<std::unique_ptr<File>> RealFileSystem::open_to_read(const std::string& path) {
  return open_with(path, O_RDONLY, "open");
}

Result<std::unique_ptr<File>> RealFileSystem::create(const std::string& path) {
  if (read_only_) return disk_error("create", path, EROFS);
  return open_with(path, O_RDWR | O_CREAT | O_EXCL, "create");
}

Result<void> RealFileSystem::create_directories(const std::string& path) {
  if (is_directory(path)) return {};
  if (read_only_) return disk_error("create directory", path, EROFS);
  const std::string parent = parent_of(path);
  if (parent != path) TRY(create_directories(parent));
  // Another process may be first; what counts is that the directory is there.
  if (::mkdir(path.c_str(), directory_mode) != 0 && !is_directory(path)) {
    return disk_error("create directory", path, errno == EEXIST ? ENOTDIR : errno);
  }
  return sync_directory(parent);
}

Result<std::vector<std::string>> RealFileSystem::list(const std::string& directory) {
  std::error_code error;
  std::vector<std::string> names;
  std::filesystem::directory_iterator entry(directory, error);
  while (!error && entry != std::filesystem::directory_iterator()) {
    names.push_back(entry->path().filename().string());
    entry.increment(error);
  }
  if (error) return disk_error("list", directory, error.value());
  std::ranges::sort(names);
  return names;
}

Result<void> RealFileSystem::rename(const std::string& from, const std::string& to) {
  if (read_only_) return disk_error(fmt::format("rename to {}", to), from, EROFS);
  if (std::rename(from.c_str(), to.c_str()) != 0) {
    return disk_error(fmt::format("rename to {}", to), from, errno);
  }
  return {};
}

Result<void> RealFileSystem::remove(const std::string& path) {
  if (read_only_) return disk_error("remove", path, EROFS);
  if (::unlink(path.c_str()) != 0) return disk_error("remove", path, errno);
  return {};
}

Result<void> RealFileSystem::sync_directory(const std::string& directory) {
  const FileDescriptor file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open()) return disk_error("open directory", directory, errno);
  if (::fsync(file.number()) != 0) return disk_error("sync directory", directory, errno);
  return {};
}

Result<std::unique_ptr<File>> RealFileSystem::lock(const std::string& path) {
  const int flags = read_only_ ? O_RDONLY : O_CREAT | O_RDWR;
  FileDescriptor file(::open(path.c_str(), flags | O_CLOEXEC, file_mode));
  if (!file.is_open()) {
    // A missing directory is no different from one that cannot be written: there is no lock.
    return fail(ErrorCode::unavailable, disk_error("create lock", path, errno).error().message);
  }
  // A shared lock is as good against a writer, and needs no right to write.
  if (::flock(file.number(), (read_only_ ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return disk_error("lock", path, errno);
    return fail(ErrorCode::in_use, fmt::format("{} is locked by another process.", path));
  }
  return std::make_unique<RealFile>(std::move(file), path, durable_writer_, direct_);
}

Result<void> RealFileSystem::check_private(const std::string& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0) return disk_error("look at", path, errno);
  if (status.st_uid != ::geteuid()) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} belongs to user {}, not to user {}, who runs this process.", path,
                            status.st_uid, ::geteuid()));
  }
  if ((status.st_mode & 077) != 0) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} has mode {:04o}, so that others than its owner can use it; take "
                            "that away with \"chmod go= {}\".",
                            path, status.st_mode & 07777, path));
  }
  return {};
}

}  // namespace weir::env
