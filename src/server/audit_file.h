// AuditFile: the audit log as lines of JSON in a file, which is cut when it has reached its size:
// what was there is then in FILE.1, and what was there before is gone.
//
// Entries are written in the background, a moment after their call was answered, and are not
// synced: a power cut may take the last ones. What comes faster than the disk takes it is dropped,
// counted, and the count is written.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "api/audit.h"
#include "base/mutex.h"
#include "env/clock.h"
#include "env/file_system.h"
#include "env/logger.h"
#include "env/worker.h"

namespace weir::server {

// One line: {"time":"2026-11-26T07:21:29Z","account":…}.
std::string audit_line(const api::AuditEntry& entry, WallTime time);

class AuditFile final : public api::AuditLog {
 public:
  // All references must outlive it, and `worker` must have ended before it is destroyed.
  AuditFile(env::FileSystem& files, env::Worker& worker, const env::Clock& clock,
            env::Logger& logger, std::string path, std::uint64_t bytes_max);

  void write(const api::AuditEntry& entry) override;

 private:
  // Waiting to be written.
  static constexpr std::size_t waiting_bytes_max = 4u << 20;

  void write_waiting();
  // The file is opened for each group of lines, so that it can be moved away at any time.
  Result<void> append(const std::string& lines);

  env::FileSystem& files_;
  env::Worker& worker_;
  const env::Clock& clock_;
  env::Logger& logger_;
  const std::string path_;
  const std::uint64_t bytes_max_;

  Mutex mutex_;
  std::string waiting_ GUARDED_BY(mutex_);
  std::uint64_t dropped_ GUARDED_BY(mutex_) = 0;
  bool is_writing_ GUARDED_BY(mutex_) = false;

  bool has_failed_ = false;  // And the log says so. The worker's alone, one task at a time.
};

}  // namespace weir::server
