#include "world/machine.h"

#include <fmt/format.h>

#include <limits>

#include "auditor.h"
#include "world/chance.h"

namespace weir::simulation {
namespace {

// A machine that fails to come up so often is not unlucky.
constexpr int boots_max = 30;

}  // namespace

Machine::Machine(const RunOptions& options, const RecordContents& contents)
    : world_(options),
      shadow_(contents, world_.findings, world_.settings.journal.pending_bytes_max) {
  if (!world_.verbose) return;
  const RunSettings& settings = world_.settings;
  fmt::print(
      "mode {}, {} loops, segments {} and {}, groups {}, pending {}, relocating below {} %\n",
      mode_text(settings.mode), settings.loops, settings.journal.first_segment_bytes,
      settings.journal.segment_bytes, settings.journal.group_bytes_max,
      settings.journal.pending_bytes_max, settings.journal.relocate_below_percent);
}

Machine::~Machine() {
  // Files may not be closed under writes that are under way.
  world_.files.kill();
}

void Machine::boot() {
  for (int attempt = 0; attempt < boots_max; ++attempt) {
    if (percent(random(), 15)) world_.files.crash_after(between(random(), 1, 60));
    if (try_to_boot() || !findings().empty()) return;
  }
  findings().report("the process did not start in {} attempts", boots_max);
}

bool Machine::try_to_boot() {
  if (world_.verbose) fmt::print("boot {}\n", life_ + 1);
  const std::uint64_t failed_syncs = world_.files.failed_sync_count();
  Result<std::unique_ptr<Process>> started = Process::start(world_, ++life_);
  if (started && !world_.is_interrupted()) {
    process_ = std::move(*started);
    if (settle(bench())) return true;
  } else if (!world_.is_interrupted()) {
    const Error& error = started.error();
    const bool sync_failed = world_.files.failed_sync_count() != failed_syncs;
    if (error.code == ErrorCode::no_space && disk_is_full_) {
      empty_disk();
    } else if (!sync_failed) {
      findings().report("the process does not start: {}", error.message);
    }
  }
  if (!findings().empty()) return false;
  if (world_.verbose) fmt::print("  it went down again\n");
  go_down();
  return false;
}

void Machine::boot_if_down() {
  if (!findings().empty() || !world_.is_interrupted()) return;
  if (world_.verbose) fmt::print("the process is down\n");
  go_down();
  boot();
}

// After a failed sync the process alone may start again, and then reads what only the page cache
// holds, which the next sync will not write.
void Machine::go_down() {
  if (world_.files.is_off() || percent(random(), 50)) {
    world_.files.crash();
  } else {
    world_.files.kill();
  }
  gone();
}

void Machine::gone() {
  process_.reset();
  shadow_.process_ended(disk_is_full_);
  world_.stopped_by_disk = false;
}

void Machine::shut_down() {
  if (world_.verbose) fmt::print("clean stop\n");
  empty_disk();
  if (!process_->close()) return;
  for (const auto& [question, what] : process_->unanswered()) {
    findings().report("closed without answering: {}", what);
  }
  if (!process_->waiters().empty()) findings().report("closed without waking a waiting reader");
  world_.files.kill();
  gone();
}

void Machine::kill() {
  if (world_.verbose) fmt::print("kill\n");
  world_.files.kill();
  gone();
}

void Machine::cut_power() {
  if (world_.verbose) fmt::print("power cut\n");
  world_.files.crash();
  gone();
}

void Machine::fill_disk(std::uint64_t bytes) {
  disk_is_full_ = true;
  shadow_.ledger.disk_filled();
  world_.files.set_capacity(world_.files.used_bytes() + bytes);
}

void Machine::empty_disk() {
  disk_is_full_ = false;
  world_.files.set_capacity(std::numeric_limits<std::uint64_t>::max());
}

}  // namespace weir::simulation
