#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "check_report.h"

namespace weir::app {
namespace {

using log::journal::CheckedSegment;
using log::journal::Finding;
using log::journal::SegmentState;
using server::DirectoryReport;
using server::ReportedLoss;
using server::ReportedRecord;
using server::ReportedShard;
using server::ReportedStream;

// Of one finding; a damaged index may hide records of thousands of shards.
constexpr std::size_t losses_shown_max = 20;

std::string counted(std::uint64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::string range_text(std::uint64_t first, std::uint64_t next) {
  if (next <= first) return "none";
  return next - first == 1 ? fmt::format("{}", first) : fmt::format("{} to {}", first, next - 1);
}

std::string_view state_text(SegmentState state) {
  switch (state) {
    case SegmentState::sealed:
      return "sealed";
    case SegmentState::open:
      return "open";
    case SegmentState::empty:
      return "empty";
  }
  return "";
}

std::string totals(const std::string& directory, const DirectoryReport& report) {
  std::uint64_t bytes = 0;
  for (const CheckedSegment& each : report.journal().segments()) bytes += each.file_bytes;
  std::uint64_t shards = 0;
  std::uint64_t records = 0;
  for (const ReportedStream& each : report.streams()) {
    shards += each.shards.size();
    records += each.record_count;
  }
  return fmt::format("{}: {}, {} bytes; {}, {}, {}; {}\n", directory,
                     counted(report.journal().segments().size(), "segment"), bytes,
                     counted(report.streams().size(), "stream"), counted(shards, "shard"),
                     counted(records, "record"), counted(report.user_count(), "user"));
}

std::string segment_table(const DirectoryReport& report) {
  std::string text =
      fmt::format("\n{:<18} {:<8} {:>6} {:<18} {:>10} {:>22} {:>10} {:>12}\n", "SEGMENT", "STATE",
                  "EPOCH", "GENERATION", "GROUPS", "NUMBERS", "RECORDS", "BYTES");
  for (const CheckedSegment& each : report.journal().segments()) {
    text += fmt::format(
        "{:016x}   {:<8} {:>6} {:016x}   {:>10} {:>22} {:>10} {:>12}\n", each.header.id,
        state_text(each.state), each.header.epoch, each.header.generation, each.group_count,
        each.first_group == 0 ? "none" : range_text(each.first_group, each.last_group + 1),
        each.record_count, each.file_bytes);
  }
  return text;
}

std::string log_text(const DirectoryReport& report, log::LogId id, std::string_view whose) {
  const log::journal::CheckedLog& log = report.journal().logs().at(id);
  return fmt::format("\nlog {}, {}: {} at offsets {}\n", id.value, whose,
                     counted(log.record_count, "record"),
                     range_text(log.horizon.value, log.tail.value));
}

std::string record_line(std::string_view which, const std::optional<ReportedRecord>& record) {
  if (!record) return {};
  return fmt::format("    {:<5} {} at {}\n", which, record->sequence_number,
                     time_text(record->arrival));
}

std::string shard_text(const ReportedShard& shard) {
  std::string text =
      fmt::format("  {}{}: {} at offsets {} of log {}\n", shard.shard_id,
                  shard.closed ? ", closed" : "", counted(shard.record_count, "record"),
                  range_text(shard.horizon.value, shard.tail.value), shard.log.value);
  text += record_line("first", shard.first);
  text += record_line("last", shard.last);
  return text;
}

std::string stream_text(const ReportedStream& stream) {
  const stream::StreamDescription& description = *stream.description;
  std::string text = fmt::format(
      "\nstream {} of account {} in {}: {}, retention {} h, {}\n", description.key.name,
      description.key.account_id, description.key.region, stream::status_text(description.status),
      description.retention_hours, counted(stream.record_count, "record"));
  for (const ReportedShard& shard : stream.shards) text += shard_text(shard);
  return text;
}

std::string loss_text(const ReportedLoss& loss) {
  const std::uint64_t count = loss.range.next.value - loss.range.first.value;
  std::string owner = fmt::format("log {}", loss.range.log.value);
  if (loss.range.log == stream::catalog_log_id) owner = "the catalog";
  if (loss.stream != nullptr) {
    owner = fmt::format("stream {}, {}", loss.stream->key.name, loss.shard_id);
  }
  std::string text =
      fmt::format("    {}: {} at offsets {} cannot be read\n", owner, counted(count, "record"),
                  range_text(loss.range.first.value, loss.range.next.value));
  if (loss.next) {
    text +=
        fmt::format("      reading can go on at sequence number {}\n", loss.next->sequence_number);
  }
  return text;
}

std::string finding_text(DirectoryReport& report, const Finding& finding) {
  std::string text = fmt::format("  {}", finding.file);
  if (finding.position) text += fmt::format(", byte {}", *finding.position);
  text += fmt::format(": {}: {}\n", log::journal::name_of(finding.kind), finding.what);
  const std::vector<ReportedLoss> losses = report.losses_of(finding);
  for (std::size_t i = 0; i < std::min(losses.size(), losses_shown_max); ++i) {
    text += loss_text(losses[i]);
  }
  if (losses.size() > losses_shown_max) {
    text += fmt::format("    and {} more; --json has them all\n", losses.size() - losses_shown_max);
  }
  if (finding.affects_unknown) {
    text += "    of which streams is not known from here; lost records are told below\n";
  }
  return text;
}

std::string findings_text(DirectoryReport& report, bool damage, std::string_view title) {
  std::string text;
  for (const Finding& finding : report.journal().findings()) {
    if (log::journal::is_damage(finding.kind) == damage) text += finding_text(report, finding);
  }
  return text.empty() ? text : fmt::format("\n{}\n{}", title, text);
}

std::string verdict(const std::string& directory, const DirectoryReport& report) {
  if (report.has_unreadable()) return fmt::format("\n{} cannot be read whole.\n", directory);
  if (!report.has_damage()) return fmt::format("\n{} is in order.\n", directory);
  return fmt::format("\n{} is damaged.\n", directory);
}

}  // namespace

std::string time_text(WallTime time) {
  const std::int64_t whole = time.whole_seconds();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(whole)),
                     time.ms - whole * 1000);
}

std::string check_text(const std::string& directory, DirectoryReport& report, bool brief) {
  std::string text = totals(directory, report);
  if (!brief) {
    text += segment_table(report);
    if (report.journal().logs().contains(stream::catalog_log_id)) {
      text += log_text(report, stream::catalog_log_id, "the catalog");
    }
    for (const ReportedStream& stream : report.streams()) text += stream_text(stream);
    for (const log::LogId id : report.unowned_logs()) {
      text += log_text(report, id, "of a stream that was deleted; the next start removes it");
    }
  }
  text += findings_text(report, true, "DAMAGE");
  if (report.catalog_problem()) {
    text += fmt::format("\nThe catalog cannot be understood, so no server starts here: {}\n",
                        *report.catalog_problem());
  }
  text += findings_text(report, false, "LEFT BY A POWER CUT OR A KILL, which is no damage");
  return text + verdict(directory, report);
}

}  // namespace weir::app
