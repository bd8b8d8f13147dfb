// Appends texts to a log, however many: a few hundred KiB at a time, in order.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/done.h"
#include "env/event_loop.h"
#include "log/shard_log.h"

namespace weir::monitoring {

// Answers with the offset of the first one; of none, with 0. Errors: those of ShardLog::append; the
// first ones may have been written.
void append_texts(env::EventLoop& home, const std::shared_ptr<log::ShardLog>& log,
                  std::vector<std::string> texts, Done<log::Offset> done);

// Calls take(record) for each record from `from` on, until there is none more.
void read_all(env::EventLoop& home, const std::shared_ptr<log::ShardLog>& log, log::Offset from,
              std::move_only_function<void(const log::StoredRecord&)> take, Done<void> done);

}  // namespace weir::monitoring
