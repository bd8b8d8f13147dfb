// What can be set about a journal, and what it needs from outside.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "env/clock.h"
#include "env/file_system.h"
#include "env/logger.h"
#include "env/random.h"
#include "env/worker.h"

namespace weir::log::journal {

// Mistakes that the simulator must find, to prove that it would find a real one. Compiled in with
// WEIR_PLANTED_BUGS only.
enum class PlantedBug : std::uint8_t {
  none,
  sync_skipped,              // A group is written but not synced, and acknowledged.
  acknowledged_before_sync,  // A group is acknowledged when its write begins.
  segments_recycled,   // No mistake: a dead segment's file is used again without being zero-filled.
  old_group_believed,  // The same, and the scan takes groups of any generation.
  damage_taken_for_torn_tail,  // Everything behind the first bad group is dropped.
  directory_not_synced,        // A new segment's name is not made durable.
  index_off_by_one,            // A segment's index forgets the last extent of each row.
  state_not_carried,           // A segment is unlinked with the newest state of a log.
  state_not_restored,          // Recovery ignores the tails and arrivals in states.
  unlinked_before_relocated,   // The old segment goes before the copies are durable.
  unproven_not_rewritten,      // Recovery believes what the page cache holds after a failed sync.
  torn_group_believed,         // Recovery does not look at checksums.
  horizon_not_restored,        // Recovery forgets what was trimmed.
  tail_one_short,              // Recovery gives the last record's offset to the next one, too.
  end_marker_lost,             // Recovery overlooks end markers in records.
  end_not_published,           // A log that has ended takes records until the next start.
  arrival_goes_back,           // Arrival follows the wall clock, wherever it goes.
  records_doubled,  // A group that needed another segment is written again behind itself.
};

struct JournalSettings {
  // Size of a segment; space is given back in whole ones. 64 MiB zero-fill in a tenth of a second.
  std::size_t segment_bytes = 64u << 20;
  // Of the first one after a start, so that starting is instant; each next is 8 times as large.
  std::size_t first_segment_bytes = 1u << 20;
  // A group takes waiting appends up to this; a larger single append is a group of its own.
  std::size_t group_bytes_max = 4u << 20;
  // Appends beyond this much waiting are throttled.
  std::size_t pending_bytes_max = 64u << 20;
  // The newest groups stay in memory for readers at the tail.
  std::size_t tail_cache_bytes = 24u << 20;
  // Of indexes of sealed segments, for readers of old data.
  std::size_t index_cache_bytes = 8u << 20;
  // Sealed segments whose files stay open for readers of old data.
  std::size_t open_files_max = 128;
  // A sealed segment with fewer live bytes than this share of its size is rewritten and given back.
  // At most 25: a segment full of copies must lie above, or it is copied again and again. What does
  // not fit any more leaves up to half of it empty, and padding takes its part.
  unsigned relocate_below_percent = 25;
#ifdef WEIR_PLANTED_BUGS
  PlantedBug planted_bug = PlantedBug::none;
#endif
};

constexpr bool is_planted([[maybe_unused]] const JournalSettings& settings,
                          [[maybe_unused]] PlantedBug bug) {
#ifdef WEIR_PLANTED_BUGS
  return settings.planted_bug == bug;
#else
  return false;
#endif
}

constexpr bool recycles_segments(const JournalSettings& settings) {
  return is_planted(settings, PlantedBug::segments_recycled) ||
         is_planted(settings, PlantedBug::old_group_believed);
}

// All must outlive the journal, and `background` must have finished or dropped its tasks before
// `files` goes.
struct JournalDependencies {
  env::FileSystem& files;
  const env::Clock& clock;
  env::Random& random;
  env::Worker& background;
  env::Logger& logger;
  // Called with a sentence when the disk failed and nobody can know what it holds: ends the process
  // (in a simulation, the node). Nothing is acknowledged afterwards, even if it returns. Threads:
  // any.
  std::move_only_function<void(std::string)> fatal;
};

}  // namespace weir::log::journal
