// The part of SimFileSystem that writes and syncs the content of files.

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/check.h"
#include "env/disk_error.h"
#include "env/sim_file.h"
#include "env/sim_file_system.h"

namespace weir::env {

Result<void> SimFileSystem::write_at(const SimFile& file, std::uint64_t position, ByteView bytes) {
  return attempt([&]() -> Result<void> {
    SimFileContent& content = *file.content();
    if (capacity_) {
      const std::uint64_t used = used_bytes();
      const std::uint64_t end_max = content.size() + (*capacity_ - std::min(*capacity_, used));
      if (position + bytes.size() > std::max(end_max, content.size())) {
        // As a real disk does, it takes what fits.
        if (position < end_max) content.write(position, bytes.first(end_max - position));
        return disk_error("write to", file.path(), ENOSPC);
      }
    }
    content.write(position, bytes);
    return {};
  });
}

Result<void> SimFileSystem::sync(const SimFile& file) {
  return attempt([&]() -> Result<void> {
    if (std::exchange(sync_fails_, false)) {
      ++failed_sync_count_;
      file.content()->fail_sync(scheduler_.random());
      return disk_error("sync", file.path(), EIO);
    }
    file.content()->sync();
    return {};
  });
}

void SimFileSystem::start(Write write) {
  for (const Write& other : writes_) {
    CHECK(other.content != write.content || other.position + other.bytes.size() <= write.position ||
              write.position + write.bytes.size() <= other.position,
          "writes at {} and {} of {} overlap", other.position, write.position, write.file->path());
  }
  const nanoseconds span = options_.write_delay_max - options_.write_delay_min;
  const nanoseconds delay =
      options_.write_delay_min +
      nanoseconds(scheduler_.random().below(static_cast<std::uint64_t>(span.count()) + 1));
  // A cut at this very call drops the write again, and its pages survive or not.
  const Result<void> started = attempt([&]() -> Result<void> {
    const auto place = writes_.insert(writes_.end(), std::move(write));
    place->completion = scheduler_.schedule(delay, SimScheduler::EventKind::work,
                                            [this, place] { complete(place); });
    return {};
  });
  static_cast<void>(started);  // Power that goes off is not answered.
}

void SimFileSystem::complete(std::list<Write>::iterator place) {
  Write write = std::move(*place);
  writes_.erase(place);
  Result<void> result = finish(write);
  // A crash between now and the task drops the callback.
  write.home->post([now = boot_, boot = *boot_, done = std::move(write.done),
                    result = std::move(result)]() mutable {
    if (*now == boot) done(std::move(result));
  });
}

Result<void> SimFileSystem::finish(const Write& write) {
  if (!std::exchange(sync_fails_, false)) {
    write.content->write_durable(write.position, write.bytes);
    return {};
  }
  ++failed_sync_count_;
  // Through the page cache: what did not reach the disk is seen all the same.
  if (scheduler_.random().below(2) == 0) {
    write.content->write(write.position, write.bytes);
    write.content->fail_sync(scheduler_.random());
  } else {
    for (std::size_t done = 0; done < write.bytes.size(); done += disk_page_bytes) {
      if (scheduler_.random().below(2) == 0) continue;
      write.content->write_durable(write.position + done,
                                   write.bytes.subspan(done, disk_page_bytes));
    }
  }
  return disk_error("write durably to", write.file->path(), EIO);
}

bool SimFileSystem::has_write_under_way(const SimFile& file) const {
  return std::ranges::any_of(writes_, [&](const Write& write) { return write.file == &file; });
}

}  // namespace weir::env
