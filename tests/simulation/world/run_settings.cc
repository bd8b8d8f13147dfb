#include "world/run_settings.h"

#include <array>
#include <utility>

#include "world/chance.h"

namespace weir::simulation {
namespace {

constexpr std::array<std::pair<Mode, std::string_view>, 3> mode_texts{
    {{Mode::journal, "journal"}, {Mode::catalog, "catalog"}, {Mode::whole, "whole"}}};

Mode draw_mode(env::Random& random) {
  const std::uint64_t percent = random.below(100);
  if (percent < 65) return Mode::journal;
  return percent < 75 ? Mode::catalog : Mode::whole;
}

// Small enough that a run of a few hundred appends fills many segments.
log::journal::JournalSettings draw_journal(env::Random& random) {
  constexpr std::size_t kib = 1024;
  log::journal::JournalSettings journal;
  journal.segment_bytes = one_of<std::size_t>(random, {128 * kib, 256 * kib, 512 * kib});
  journal.first_segment_bytes =
      one_of<std::size_t>(random, {64 * kib, 128 * kib, journal.segment_bytes});
  journal.group_bytes_max = one_of<std::size_t>(random, {8 * kib, 32 * kib, 64 * kib});
  journal.pending_bytes_max = one_of<std::size_t>(random, {64 * kib, 512 * kib, 8'192 * kib});
  journal.tail_cache_bytes = one_of<std::size_t>(random, {0, 16 * kib, 1'024 * kib});
  journal.index_cache_bytes = one_of<std::size_t>(random, {0, 1 * kib, 64 * kib});
  journal.relocate_below_percent = one_of<unsigned>(random, {0, 10, 25, 25});
  return journal;
}

}  // namespace

std::string_view mode_text(Mode mode) {
  for (const auto& [known, text] : mode_texts) {
    if (known == mode) return text;
  }
  return "";
}

std::optional<Mode> mode_of(std::string_view text) {
  for (const auto& [mode, known] : mode_texts) {
    if (known == text) return mode;
  }
  return std::nullopt;
}

RunSettings draw_settings(const RunOptions& options, env::Random& random) {
  RunSettings settings;
  settings.mode = draw_mode(random);
  if (options.mode) settings.mode = *options.mode;
  settings.steps = options.steps;
  settings.loops = 1 + random.below(3);
  settings.step_time_max =
      one_of<nanoseconds>(random, {microseconds(50), milliseconds(1), milliseconds(20)});
  settings.worker_threads = 1 + random.below(2);
  settings.worker_delay_max =
      one_of<nanoseconds>(random, {microseconds(10), milliseconds(2), milliseconds(50)});
  settings.large_record_percent = one_of<std::uint32_t>(random, {0, 0, 2, 10});
  settings.disk.write_delay_max =
      one_of<nanoseconds>(random, {microseconds(100), milliseconds(5), milliseconds(40)});
  settings.disk.torn_percent = one_of<std::uint64_t>(random, {0, 12, 60});
  settings.journal = draw_journal(random);
#ifdef WEIR_PLANTED_BUGS
  settings.journal.planted_bug = options.journal_bug;
  settings.catalog.planted_bug = options.catalog_bug;
#endif
  settings.catalog.snapshot_commands = one_of<std::size_t>(random, {1, 3, 10, 1'000});
  settings.streams.transition_time =
      one_of<milliseconds>(random, {milliseconds(0), milliseconds(1), milliseconds(500)});
  settings.retention.interval = one_of<seconds>(random, {seconds(1), seconds(60), seconds(3'600)});
  settings.retention.shards_at_once = one_of<std::size_t>(random, {1, 32});
  settings.disk_is_damaged = percent(random, 25);
  return settings;
}

}  // namespace weir::simulation
