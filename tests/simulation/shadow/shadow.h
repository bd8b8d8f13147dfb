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
    return logs.try_emplace(id, id, ledger, contents, findings).first->second;
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
  std::uint64_t next_log_id = 1;  // For Mode::journal, where the simulation hands out the ids.
};

}  // namespace weir::simulation
