#include "api/autoscaling/time_zones.h"

#include <fmt/format.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace weir::api::autoscaling {
namespace {

// The largest of today has less than 4 KB.
constexpr std::uint64_t file_bytes_max = 64 << 10;

}  // namespace

TimeZones::TimeZones(env::FileSystem& files, env::Worker& worker, std::string directory)
    : files_(files), worker_(worker), directory_(std::move(directory)) {
  const auto utc = std::make_shared<const monitoring::TimeZone>();
  for (const char* const name : {"", "UTC", "Etc/UTC"}) zones_.emplace(name, utc);
}

TimeZonePointer TimeZones::find(std::string_view name) const {
  const MutexLock lock(mutex_);
  const auto found = zones_.find(name);
  return found == zones_.end() ? nullptr : found->second;
}

void TimeZones::read(env::EventLoop& home, std::string name, Done<TimeZonePointer> done) {
  worker_.run([this, &home, name = std::move(name), done = std::move(done)]() mutable {
    Result<TimeZonePointer> zone = find(name);
    if (*zone == nullptr) zone = read_file(name);
    home.post(
        [zone = std::move(zone), done = std::move(done)]() mutable { done(std::move(zone)); });
  });
}

Result<TimeZonePointer> TimeZones::read_file(const std::string& name) {
  if (!monitoring::is_time_zone_name(name)) {
    return fail(ErrorCode::not_found, fmt::format("There is no time zone '{}'.", name));
  }
  const auto file = TRY(files_.open_to_read(fmt::format("{}/{}", directory_, name)));
  const std::uint64_t size = TRY(file->size());
  if (size > file_bytes_max) return fail(ErrorCode::corrupt, "The time zone's file is too large.");
  std::vector<std::byte> bytes(size);
  TRY(file->read_at(0, bytes));
  TimeZonePointer zone =
      std::make_shared<const monitoring::TimeZone>(TRY(monitoring::TimeZone::parse(bytes)));
  const MutexLock lock(mutex_);
  zones_.insert_or_assign(name, zone);
  return zone;
}

}  // namespace weir::api::autoscaling
