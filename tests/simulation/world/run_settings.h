// RunSettings: how one run is set up. Everything follows from the seed: what is simulated, how
// small segments and caches are, how often each operation and fault comes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "env/random.h"
#include "env/sim_file_system.h"
#include "log/journal/settings.h"
#include "stream/catalog.h"
#include "stream/retention.h"
#include "stream/stream_service.h"

namespace weir::simulation {

enum class Mode : std::uint8_t {
  journal,  // Logs alone; the simulation owns them.
  catalog,  // The catalog on the journal, without records in streams.
  whole,    // Catalog, records in the shards of its streams, retention.
};

std::string_view mode_text(Mode mode);
std::optional<Mode> mode_of(std::string_view text);

// What the command line says of a run.
struct RunOptions {
  std::uint64_t seed = 1;
  std::size_t steps = 150;
  std::optional<Mode> mode;  // Else the seed chooses.
  log::journal::PlantedBug journal_bug{};
  stream::CatalogBug catalog_bug{};
  bool verbose = false;
};

struct RunSettings {
  Mode mode = Mode::journal;
  std::size_t steps = 0;
  std::size_t loops = 1;
  nanoseconds step_time_max{0};  // Between one operation and the next.
  std::size_t worker_threads = 1;
  nanoseconds worker_delay_max{0};
  std::uint32_t large_record_percent = 0;
  bool disk_is_damaged = false;  // Now and then a bit of it flips.
  env::SimFileSystemOptions disk;
  log::journal::JournalSettings journal;
  stream::CatalogSettings catalog;
  stream::StreamServiceSettings streams;
  stream::RetentionSettings retention;
};

RunSettings draw_settings(const RunOptions& options, env::Random& random);

}  // namespace weir::simulation
