// Shadow: the model of everything that the process under test holds, over all its lives.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

#include "shadow/append_ledger.h"
#include "shadow/catalog_shadow.h"
#include "shadow/log_shadow.h"
#include "workload/record_contents.h"
#include "world/findings.h"

namespace weir::simulation {

class Shadow {
 public:
  // Both references must outlive it.
  Shadow(const RecordContents& record_contents, Findings& run_findings,
         std::size_t pending_bytes_max)
      : contents(record_contents),
        findings(run_findings),
        ledger(pending_bytes_max),
        catalog(run_findings) {}

  // The model of a log; a new one if it has none yet.
  LogShadow& log(log::LogId id) {
    const auto [found, is_new] = logs.try_emplace(id, id, ledger, contents, findings);
    if (is_new && group_is_lost) found->second.damage().add_anything();
    return found->second;
  }

  // Somebody damaged a group so that nobody can say what was in it. It may have held anything of
  // any log, also of those that begin before the next start, which finds the damage.
  void lose_a_group() {
    group_is_lost = true;
    for (auto& [id, log] : logs) log.damage().add_anything();
  }

  void process_ended(bool disk_is_full) {
    ledger.process_ended(disk_is_full);
    for (auto& [id, log] : logs) log.process_ended();
  }

  const RecordContents& contents;
  Findings& findings;
  AppendLedger ledger;
  std::map<log::LogId, LogShadow> logs;
  CatalogShadow catalog;
  bool group_is_lost = false;
  std::uint64_t next_log_id = 1;  // For Mode::journal, where the simulation hands out the ids.
};

}  // namespace weir::simulation
