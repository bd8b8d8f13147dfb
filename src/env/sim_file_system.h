// SimFileSystem: a disk in memory, on virtual time, that fails like disks do. The same seed fails
// the same way again.
//
// What it can do to a log, all of which the log must survive without losing, doubling or changing
// anything that it has acknowledged:
// - a power cut (crash) loses any subset of the 4 KiB pages that were written and not synced, those
// of a
//   write_durable under way included, and tears some at their 512-byte sectors;
// - it forgets creations, renames and removals whose directory was not synced: a new file is gone,
// an old
//   name is back, a removed file is there again; and part of a file's growth that was not synced;
// - it cuts again while recovery runs (crash_after);
// - the process alone is killed (kill): unsynced pages stay, writes under way happen in part;
// - the disk is full (set_capacity), and has room again later.
// What the log must detect and report, and serve nothing false of:
// - a flipped bit (flip_bit);
// - a sync that fails (fail_next_sync): pages not yet durable may never become so although they are
// seen and a
//   later sync succeeds, so that going on is the one mistake.
//
// Nothing is wrong with the simulated disk otherwise: it does not reorder around a sync or lie
// about one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "env/file_system.h"
#include "env/sim_directory.h"
#include "env/sim_scheduler.h"

namespace weir::env {

struct SimFileSystemOptions {
  // A write_durable takes this long, all lengths equally likely.
  nanoseconds write_delay_min = microseconds(50);
  nanoseconds write_delay_max = milliseconds(5);
  // Of the unsynced pages that survive a power cut.
  std::uint64_t torn_percent = 12;
};

// `scheduler` must outlive it; it must outlive its files. Blocking calls take no virtual time.
// Breaking a rule of File (an unaligned or overlapping write_durable, closing a file under one)
// aborts. Threads: the simulation's.
class SimFileSystem final : public FileSystem {
 public:
  explicit SimFileSystem(SimScheduler& scheduler, const SimFileSystemOptions& options = {});
  ~SimFileSystem() override;
  SimFileSystem(const SimFileSystem&) = delete;
  SimFileSystem& operator=(const SimFileSystem&) = delete;

  // The power is cut and comes back: see above. Open files are dead: their calls answer
  // unavailable, their pending callbacks are dropped. Buffers of writes under way are read a last
  // time, so call it before destroying their owner.
  void crash();

  // Cuts the power in the course of the `count`th change from now on (1: the very next call that is
  // not a read); from then on every call answers unavailable until restart().
  void crash_after(std::uint64_t count);
  bool is_off() const { return is_off_; }

  // Power comes back after crash_after; cancels it if the cut has not happened.
  void restart();

  // The process is killed and the machine runs on. Files and callbacks as with crash().
  void kill();

  // Files together may take this many bytes; growing beyond answers no_space.
  void set_capacity(std::uint64_t bytes) { capacity_ = bytes; }

  // The next sync or write_durable fails: unavailable. Or none, after all.
  void fail_next_sync(bool fails = true) { sync_fails_ = fails; }
  std::uint64_t failed_sync_count() const { return failed_sync_count_; }

  // Damages one bit of the byte at `position`.
  void flip_bit(const std::string& path, std::uint64_t position, unsigned bit = 0);

  // How many calls changed something: the range for crash_after.
  std::uint64_t change_count() const { return change_count_; }
  std::uint64_t used_bytes() const;
  // How many files are open, locks included.
  std::size_t open_file_count() const { return *open_files_; }

  // A file's bytes as a reader sees them; nothing if there is no such file.
  std::optional<std::string> seen(const std::string& path) const;
  // A file's bytes if all that was not synced were lost.
  std::optional<std::string> durable(const std::string& path) const;

  Result<std::unique_ptr<File>> open(const std::string& path) override;
  Result<std::unique_ptr<File>> open_to_read(const std::string& path) override {
    return open(path);
  }
  Result<std::unique_ptr<File>> create(const std::string& path) override;
  Result<void> create_directories(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& directory) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> remove(const std::string& path) override;
  Result<void> sync_directory(const std::string& directory) override;
  Result<std::unique_ptr<File>> lock(const std::string& path) override;
  // A simulated disk has one user.
  Result<void> check_private(const std::string&) override { return {}; }

 private:
  friend class SimFile;

  // A write_durable under way.
  struct Write {
    const class SimFile* file;
    std::shared_ptr<SimFileContent> content;
    std::uint64_t position;
    ByteView bytes;
    EventLoop* home;
    Done<void> done;
    SimScheduler::EventId completion;
  };

  // Runs `change` unless the power is off or is cut now; it then may run all the same, unanswered.
  template <class Change>
  auto attempt(Change change) -> decltype(change()) {
    if (is_off_) return off();
    ++change_count_;
    if (crash_at_change_ != change_count_) return change();
    if (scheduler_.random().below(2) == 0) static_cast<void>(change());
    cut_power();
    is_off_ = true;
    return off();
  }
  static std::unexpected<Error> off() { return fail(ErrorCode::unavailable, "The power is off."); }

  void cut_power();
  // Forgets handles, locks and writes under way. Those pages of these for which `writes_page` says
  // so are seen from then on, and not synced.
  void drop_handles(const std::function<bool()>& writes_page);
  // Calls visit(content) once for each file, also for those that a power cut would bring back.
  void for_each_content(std::move_only_function<void(SimFileContent&)> visit);
  std::unique_ptr<File> handle(const std::string& path, std::shared_ptr<SimFileContent> content);
  Result<SimDirectory*> directory_of(const std::string& path, std::string_view action);

  // For SimFile.
  Result<void> write_at(const SimFile& file, std::uint64_t position, ByteView bytes);
  Result<void> sync(const SimFile& file);
  void start(Write write);
  Result<void> finish(const Write& write);
  void complete(std::list<Write>::iterator write);
  bool has_write_under_way(const SimFile& file) const;

  SimScheduler& scheduler_;
  const SimFileSystemOptions options_;
  std::map<std::string, SimDirectory> directories_;   // By path.
  std::map<std::string, std::weak_ptr<void>> locks_;  // By path; expired when given back.
  std::list<Write> writes_;
  // Handles and callbacks of an earlier boot are dead. Shared with callbacks that outlive this
  // object.
  const std::shared_ptr<std::uint64_t> boot_ = std::make_shared<std::uint64_t>(0);
  // Shared with files that outlive this object.
  const std::shared_ptr<std::size_t> open_files_ = std::make_shared<std::size_t>(0);
  bool is_off_ = false;
  bool sync_fails_ = false;
  std::uint64_t failed_sync_count_ = 0;
  std::uint64_t change_count_ = 0;
  std::optional<std::uint64_t> crash_at_change_;
  std::optional<std::uint64_t> capacity_;
};

}  // namespace weir::env
