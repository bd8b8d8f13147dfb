#include <fmt/format.h>

#include <string>

#include "check_report.h"
#include "codec/json_writer.h"

namespace weir::app {
namespace {

using log::journal::CheckedSegment;
using log::journal::Finding;
using server::DirectoryReport;
using server::ReportedLoss;
using server::ReportedRecord;
using server::ReportedShard;
using server::ReportedStream;

// Ids of logs may be larger than what JSON readers keep exactly, so they are texts.
class CheckDocument {
 public:
  CheckDocument(const std::string& directory, DirectoryReport& report)
      : directory_(directory), report_(report), writer_(out_) {}

  std::string write() {
    writer_.begin_object();
    text("directory", directory_);
    const bool unreadable = report_.has_unreadable();
    text("status", unreadable ? "unreadable" : report_.has_damage() ? "damaged" : "in order");
    if (report_.catalog_problem()) text("catalog_problem", *report_.catalog_problem());
    number("users", report_.user_count());
    list("segments", report_.journal().segments(),
         [this](const CheckedSegment& each) { segment(each); });
    list("logs", report_.journal().logs(),
         [this](const auto& each) { log(each.first, each.second); });
    list("streams", report_.streams(), [this](const ReportedStream& each) { stream(each); });
    list("findings", report_.journal().findings(), [this](const Finding& each) { finding(each); });
    writer_.end_object();
    return out_ + "\n";
  }

 private:
  void text(std::string_view name, std::string_view value) {
    writer_.key(name);
    writer_.text(value);
  }
  void number(std::string_view name, std::uint64_t value) {
    writer_.key(name);
    writer_.number(static_cast<std::int64_t>(value));
  }
  void truth(std::string_view name, bool value) {
    writer_.key(name);
    writer_.boolean(value);
  }
  void list(std::string_view name, const auto& items, auto write_item) {
    writer_.key(name);
    writer_.begin_array();
    for (const auto& each : items) {
      writer_.begin_object();
      write_item(each);
      writer_.end_object();
    }
    writer_.end_array();
  }
  // Half-open, as everywhere in the log: `next` is the first offset behind.
  void offsets(log::Offset first, log::Offset next) {
    number("first_offset", first.value);
    number("next_offset", next.value);
  }

  void segment(const CheckedSegment& each) {
    text("file", each.path);
    number("id", each.header.id);
    text("generation", fmt::format("{:016x}", each.header.generation));
    number("epoch", each.header.epoch);
    text("state", each.state == log::journal::SegmentState::sealed ? "sealed"
                  : each.state == log::journal::SegmentState::open ? "open"
                                                                   : "empty");
    number("first_group", each.first_group);
    number("last_group", each.last_group);
    number("groups", each.group_count);
    number("records", each.record_count);
    number("bytes", each.file_bytes);
    number("data_end", each.data_end);
  }

  void log(log::LogId id, const log::journal::CheckedLog& log) {
    text("log", std::to_string(id.value));
    offsets(log.horizon, log.tail);
    truth("ended", log.end.has_value());
    number("records", log.record_count);
    number("stored_bytes", log.stored_bytes);
    list("lost", log.lost, [this](const auto& range) { offsets(range.first, range.next); });
  }

  void stream(const ReportedStream& stream) {
    const stream::StreamDescription& description = *stream.description;
    text("name", description.key.name);
    text("account", description.key.account_id);
    text("region", description.key.region);
    text("status", stream::status_text(description.status));
    number("retention_hours", description.retention_hours);
    number("records", stream.record_count);
    list("shards", stream.shards, [this](const ReportedShard& each) { shard(each); });
  }

  void shard(const ReportedShard& shard) {
    text("shard_id", shard.shard_id);
    text("log", std::to_string(shard.log.value));
    offsets(shard.horizon, shard.tail);
    truth("closed", shard.closed);
    number("records", shard.record_count);
    number("lost", shard.lost_count);
    if (shard.first) record("first", *shard.first);
    if (shard.last) record("last", *shard.last);
  }

  void record(std::string_view name, const ReportedRecord& record) {
    writer_.key(name);
    writer_.begin_object();
    text("sequence_number", record.sequence_number);
    text("arrival", time_text(record.arrival));
    writer_.end_object();
  }

  void finding(const Finding& finding) {
    text("kind", log::journal::name_of(finding.kind));
    truth("damage", log::journal::is_damage(finding.kind));
    text("file", finding.file);
    if (finding.position) number("byte", *finding.position);
    text("what", finding.what);
    truth("affects_unknown", finding.affects_unknown);
    list("affected", report_.losses_of(finding), [this](const ReportedLoss& each) { loss(each); });
  }

  void loss(const ReportedLoss& loss) {
    text("log", std::to_string(loss.range.log.value));
    offsets(loss.range.first, loss.range.next);
    if (loss.stream != nullptr) {
      text("stream", loss.stream->key.name);
      text("account", loss.stream->key.account_id);
      text("region", loss.stream->key.region);
      text("shard_id", loss.shard_id);
    }
    if (loss.next) record("next", *loss.next);
  }

  const std::string& directory_;
  DirectoryReport& report_;
  std::string out_;
  codec::JsonWriter writer_;
};

}  // namespace

std::string check_json(const std::string& directory, DirectoryReport& report) {
  return CheckDocument(directory, report).write();
}

}  // namespace weir::app
