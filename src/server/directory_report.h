// What `weir check` says of a data directory: what the journal's check found, in the words of who
// uses streams.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "env/file_system.h"
#include "log/journal/check/directory_check.h"
#include "stream/catalog_state.h"

namespace weir::server {

// A record at an end of a shard.
struct ReportedRecord {
  std::string sequence_number;
  WallTime arrival;
};

struct ReportedShard {
  std::string shard_id;
  log::LogId log;
  log::Offset horizon;
  log::Offset tail;
  bool closed = false;
  std::uint64_t record_count = 0;  // That can be read.
  std::uint64_t lost_count = 0;    // That should be there, and cannot.
  std::optional<ReportedRecord> first;
  std::optional<ReportedRecord> last;
};

struct ReportedStream {
  stream::DescriptionPointer description;
  std::uint64_t record_count = 0;
  std::vector<ReportedShard> shards;
};

// Entries that cannot be read, and whose they are.
struct ReportedLoss {
  log::journal::LogRange range;
  stream::DescriptionPointer stream;  // Null: the catalog's, or of no stream.
  std::string shard_id;
  // Where reading can go on behind them; none: there is nothing behind.
  std::optional<ReportedRecord> next;
};

class DirectoryReport {
 public:
  // Reads everything. Errors: those of DirectoryCheck::run.
  static Result<DirectoryReport> make(env::FileSystem& files, const std::string& directory);

  const log::journal::DirectoryCheck& journal() const { return *journal_; }
  const std::vector<ReportedStream>& streams() const { return streams_; }
  std::uint64_t user_count() const { return user_count_; }
  // Logs with entries that belong to no stream: what a crash left of deleted ones. The next start
  // gives their space back.
  const std::vector<log::LogId>& unowned_logs() const { return unowned_logs_; }
  // Why the catalog cannot be understood; then no streams are known, and no server starts.
  const std::optional<std::string>& catalog_problem() const { return catalog_problem_; }

  // Whether anything is damaged; and whether something could not be read at all.
  bool has_damage() const;
  bool has_unreadable() const;

  // Who is affected by a finding.
  std::vector<ReportedLoss> losses_of(const log::journal::Finding& finding);

 private:
  explicit DirectoryReport(std::unique_ptr<log::journal::DirectoryCheck> journal)
      : journal_(std::move(journal)) {}

  Result<void> replay_catalog();
  void report_streams();
  ReportedShard report_shard(const stream::StreamDescription& stream,
                             const stream::ShardDescription& shard);
  std::optional<ReportedRecord> record_at(log::LogId id, const stream::ShardDescription& shard,
                                          log::Offset from);

  std::unique_ptr<log::journal::DirectoryCheck> journal_;
  stream::CatalogState catalog_;
  std::optional<std::string> catalog_problem_;
  std::vector<ReportedStream> streams_;
  std::uint64_t user_count_ = 0;
  std::vector<log::LogId> unowned_logs_;
};

}  // namespace weir::server
