#include "log/journal/reader.h"

#include <utility>

#include "log/journal/find_job.h"
#include "log/journal/journal_core.h"
#include "log/journal/read_job.h"

namespace weir::log::journal {

void Reader::read(env::EventLoop& home, std::shared_ptr<JournalLog> log, Offset from,
                  const ReadLimits& limits, Done<ReadBatch> done) {
  std::make_shared<ReadJob>(core_.shared_from_this(), home, std::move(log), from, limits,
                            std::move(done))
      ->run();
}

void Reader::find(env::EventLoop& home, std::shared_ptr<JournalLog> log, WallTime time,
                  Done<Offset> done) {
  std::make_shared<FindJob>(core_.shared_from_this(), home, std::move(log), time, std::move(done))
      ->run();
}

void Reader::report_damage(const std::string& path, std::uint64_t position,
                           const std::string& what) {
  {
    MutexLock lock(core_.mutex);
    // A reader tries again and again; one line is enough.
    if (reported_.size() > 1000 || !reported_.emplace(path, position).second) return;
  }
  core_.dependencies.logger.error("journal_damaged",
                                  {{"file", path}, {"offset", position}, {"what", what}});
}

}  // namespace weir::log::journal
