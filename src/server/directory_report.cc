#include "server/directory_report.h"

#include <algorithm>
#include <utility>

#include "stream/catalog_replay.h"
#include "stream/sequence_number.h"

namespace weir::server {
namespace {

using log::journal::CheckedLog;
using log::journal::LogRange;

// Only which record is wanted, and whether it can be read.
constexpr log::ReadLimits one_record{.records_max = 1, .bytes_max = 1};

bool is_lost(const CheckedLog& log, log::Offset offset) {
  return std::ranges::any_of(log.lost, [offset](const LogRange& range) {
    return range.first <= offset && offset < range.next;
  });
}

std::uint64_t lost_count(const CheckedLog& log) {
  std::uint64_t count = 0;
  for (const LogRange& range : log.lost) count += range.next.value - range.first.value;
  return count;
}

// Behind the last record; not behind the end marker.
log::Offset records_end(const CheckedLog& log) { return log.end.value_or(log.tail); }

std::optional<log::Offset> first_readable(const CheckedLog& log) {
  log::Offset at = log.horizon;
  for (const LogRange& range : log.lost) {
    if (range.first <= at && at < range.next) at = range.next;
  }
  if (at >= records_end(log)) return {};
  return at;
}

std::optional<log::Offset> last_readable(const CheckedLog& log) {
  log::Offset behind = records_end(log);
  for (auto range = log.lost.rbegin(); range != log.lost.rend(); ++range) {
    if (range->first < behind && behind <= range->next) behind = range->first;
  }
  if (behind <= log.horizon) return {};
  return log::Offset{behind.value - 1};
}

}  // namespace

Result<DirectoryReport> DirectoryReport::make(env::FileSystem& files,
                                              const std::string& directory) {
  DirectoryReport report(TRY(log::journal::DirectoryCheck::run(files, directory)));
  if (const Result<void> replayed = report.replay_catalog(); !replayed) {
    report.catalog_problem_ = replayed.error().message;
  } else {
    report.report_streams();
  }
  return report;
}

Result<void> DirectoryReport::replay_catalog() {
  // A directory in which nothing was ever written has no catalog.
  if (!journal_->logs().contains(stream::catalog_log_id)) return {};
  stream::CatalogReplay replay;
  log::Offset from;
  for (;;) {
    const log::ReadBatch batch = TRY(journal_->read(stream::catalog_log_id, from, {}));
    for (const log::StoredRecord& record : batch.records) TRY(replay.take(record));
    from = batch.next;
    if (batch.records.empty()) break;
  }
  stream::Replayed replayed = TRY(replay.finish(from));
  catalog_ = std::move(replayed.state);
  user_count_ = catalog_.users.size();
  return {};
}

void DirectoryReport::report_streams() {
  catalog_.streams.for_each(
      [this](const stream::StreamKey&, const stream::DescriptionPointer& description) {
        ReportedStream stream{description, 0, {}};
        for (const stream::ShardDescription& shard : *description->shards) {
          stream.shards.push_back(report_shard(*description, shard));
          stream.record_count += stream.shards.back().record_count;
        }
        streams_.push_back(std::move(stream));
      });
  for (const auto& [id, log] : journal_->logs()) {
    const stream::StreamNumber number{static_cast<std::uint32_t>(id.value >> 32)};
    if (id == stream::catalog_log_id || log.horizon == log.tail) continue;
    if (catalog_.find(number) == nullptr) unowned_logs_.push_back(id);
  }
}

ReportedShard DirectoryReport::report_shard(const stream::StreamDescription& stream,
                                            const stream::ShardDescription& shard) {
  ReportedShard reported;
  reported.shard_id = stream::shard_id_text(shard.index);
  reported.log = stream::log_id_of(stream.number, shard.index);
  const auto found = journal_->logs().find(reported.log);
  if (found == journal_->logs().end()) return reported;
  const CheckedLog& log = found->second;
  reported.horizon = log.horizon;
  reported.tail = log.tail;
  reported.closed = log.end.has_value();
  reported.record_count = log.record_count;
  reported.lost_count = lost_count(log);
  if (const auto first = first_readable(log)) {
    reported.first = record_at(reported.log, shard, *first);
  }
  if (const auto last = last_readable(log)) reported.last = record_at(reported.log, shard, *last);
  return reported;
}

std::optional<ReportedRecord> DirectoryReport::record_at(log::LogId id,
                                                         const stream::ShardDescription& shard,
                                                         log::Offset from) {
  const Result<log::ReadBatch> batch = journal_->read(id, from, one_record);
  if (!batch || batch->records.empty()) return {};
  const log::StoredRecord& record = batch->records.front();
  const stream::SequenceNumber number = stream::sequence_number_of(
      shard.creation_seconds, shard.index, record.offset, record.arrival);
  return ReportedRecord{stream::to_decimal(number), record.arrival};
}

bool DirectoryReport::has_damage() const {
  return catalog_problem_ || std::ranges::any_of(journal_->findings(), [](const auto& finding) {
           return log::journal::is_damage(finding.kind);
         });
}

bool DirectoryReport::has_unreadable() const {
  return std::ranges::any_of(journal_->findings(), [](const auto& finding) {
    return finding.kind == log::journal::FindingKind::unreadable;
  });
}

std::vector<ReportedLoss> DirectoryReport::losses_of(const log::journal::Finding& finding) {
  std::vector<ReportedLoss> losses;
  for (const LogRange& range : finding.affected) {
    ReportedLoss loss{range, nullptr, {}, {}};
    const stream::StreamNumber number{static_cast<std::uint32_t>(range.log.value >> 32)};
    loss.stream = catalog_.find(number);
    const std::size_t index = range.log.value & 0xFFFF'FFFF;
    if (loss.stream != nullptr && index < loss.stream->shards->size()) {
      const stream::ShardDescription& shard = (*loss.stream->shards)[index];
      loss.shard_id = stream::shard_id_text(shard.index);
      const CheckedLog& log = journal_->logs().at(range.log);
      if (!is_lost(log, range.next) && range.next < records_end(log)) {
        loss.next = record_at(range.log, shard, range.next);
      }
    }
    losses.push_back(std::move(loss));
  }
  return losses;
}

}  // namespace weir::server
