#include "server/audit_file.h"

#include <utility>

#include "aws/iso_time.h"
#include "base/bytes.h"
#include "codec/json_writer.h"

namespace weir::server {
namespace {

// What clients say of themselves may be anything; so much of it is kept.
constexpr std::size_t text_bytes_max = 512;

std::string printable(std::string_view text) {
  std::string kept;
  for (const char c : text.substr(0, text_bytes_max)) kept += c >= ' ' && c <= '~' ? c : '?';
  return kept;
}

Result<std::unique_ptr<env::File>> open_or_create(env::FileSystem& files, const std::string& path) {
  Result<std::unique_ptr<env::File>> opened = files.open(path);
  if (opened || opened.error().code != ErrorCode::not_found) return opened;
  return files.create(path);
}

void member(codec::JsonWriter& json, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  json.key(name);
  json.text(printable(value));
}

}  // namespace

std::string audit_line(const api::AuditEntry& entry, WallTime time) {
  std::string line;
  codec::JsonWriter json(line);
  const bool is_denied = entry.error != nullptr && entry.error->type == "AccessDeniedException";
  json.begin_object();
  member(json, "time", aws::iso_time_text(time));
  member(json, "request_id", entry.request_id);
  member(json, "account", entry.caller.principal.account_id);
  member(json, "principal", api::arn_of(entry.caller));
  member(json, "access_key_id", entry.caller.access_key_id);
  member(json, "service", entry.service);
  member(json, "operation", entry.operation);
  member(json, "region", entry.caller.region);
  member(json, "resource", entry.resource);
  member(json, "source_ip", entry.caller.source_ip);
  member(json, "user_agent", entry.caller.user_agent);
  json.key("allowed");
  json.boolean(!is_denied);
  if (entry.error != nullptr) member(json, "error", entry.error->type);
  json.end_object();
  return line + "\n";
}

AuditFile::AuditFile(env::FileSystem& files, env::Worker& worker, const env::Clock& clock,
                     env::Logger& logger, std::string path, std::uint64_t bytes_max)
    : files_(files),
      worker_(worker),
      clock_(clock),
      logger_(logger),
      path_(std::move(path)),
      bytes_max_(bytes_max) {}

void AuditFile::write(const api::AuditEntry& entry) {
  const std::string line = audit_line(entry, clock_.wall_now());
  const MutexLock lock(mutex_);
  if (waiting_.size() + line.size() > waiting_bytes_max) {
    ++dropped_;
    return;
  }
  waiting_ += line;
  if (std::exchange(is_writing_, true)) return;
  worker_.run([this] { write_waiting(); });
}

void AuditFile::write_waiting() {
  std::string lines;
  std::uint64_t dropped = 0;
  for (;;) {
    {
      const MutexLock lock(mutex_);
      lines = std::exchange(waiting_, {});
      dropped = std::exchange(dropped_, 0);
      if (lines.empty()) {
        is_writing_ = false;
        return;
      }
    }
    if (dropped > 0) logger_.warning("audit_entries_lost", {{"count", dropped}});
    const Result<void> appended = append(lines);
    if (!appended && !std::exchange(has_failed_, true)) {
      logger_.error("audit_log_failed", {{"path", path_}, {"reason", appended.error().message}});
    }
    if (appended) has_failed_ = false;
  }
}

Result<void> AuditFile::append(const std::string& lines) {
  std::unique_ptr<env::File> file = TRY(open_or_create(files_, path_));
  std::uint64_t size = TRY(file->size());
  if (size > 0 && size + lines.size() > bytes_max_) {
    file.reset();
    TRY(files_.rename(path_, path_ + ".1"));
    file = TRY(open_or_create(files_, path_));
    size = 0;
  }
  return file->write_at(size, bytes_of(lines));
}

}  // namespace weir::server
