// Request: one thing that waits to be made durable in the next group.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "base/done.h"
#include "env/event_loop.h"
#include "log/journal/segment_format.h"
#include "log/shard_log.h"

namespace weir::log::journal {

class JournalLog;

// Records on their way from one segment to another: the payload of a block, already checked.
struct Relocation {
  std::uint64_t from_segment = 0;
  BlockHeader header;
  std::vector<std::byte> payload;
};

struct Request {
  enum class Kind : std::uint8_t { append, end, trim, carry_state, relocate };

  Request(Kind request_kind, env::EventLoop& request_home, std::shared_ptr<JournalLog> request_log)
      : kind(request_kind), home(&request_home), log(std::move(request_log)) {}

  Kind kind;
  env::EventLoop* home;
  std::shared_ptr<JournalLog> log;
  RecordBatch batch;  // append
  Offset horizon;     // trim
  std::unique_ptr<Relocation> relocation;
  std::size_t bytes = 0;          // Of its entries, headers included.
  std::size_t pending_bytes = 0;  // What it counts as waiting.
  std::variant<Done<Appended>, Done<Offset>, Done<void>> done;

  std::optional<Error> refused;   // Why it is not written; it is answered in its turn all the same.
  Appended appended;              // append, end: set when its group is built.
  std::uint32_t next_of_log = 0;  // Links the requests of one log in a group.

  bool has_records() const {
    return kind == Kind::append || kind == Kind::end || kind == Kind::relocate;
  }
  bool writes_state() const { return kind == Kind::trim || kind == Kind::carry_state; }

  void answer() {
    if (auto* appended_done = std::get_if<Done<Appended>>(&done)) {
      (*appended_done)(refused ? Result<Appended>(std::unexpected(*refused))
                               : Result<Appended>(std::move(appended)));
    } else if (auto* offset_done = std::get_if<Done<Offset>>(&done)) {
      (*offset_done)(refused ? Result<Offset>(std::unexpected(*refused))
                             : Result<Offset>(appended.first));
    } else {
      std::get<Done<void>>(done)(refused ? Result<void>(std::unexpected(*refused))
                                         : Result<void>());
    }
  }
};

}  // namespace weir::log::journal
