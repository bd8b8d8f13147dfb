#include "record_printer.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdio>
#include <ctime>
#include <string_view>

#include "aws/shape.h"
#include "base/time.h"
#include "codec/json_writer.h"
#include "codec/utf8.h"
#include "pretty_json.h"

namespace weir::app {
namespace {

using aws::kinesis::Record;

std::string time_text(WallTime time) {
  return fmt::format("{:%FT%T}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(time.whole_seconds())),
                     time.ms % 1000);
}

void print_pretty(const std::string& shard, const Record& record) {
  const std::string_view data = text_of(record.data);
  fmt::print(
      "# {} {} {} {}\n", shard, std::string_view(record.sequence_number),
      record.approximate_arrival_timestamp ? time_text(*record.approximate_arrival_timestamp) : "",
      record.partition_key.value_or(""));
  if (const auto pretty = pretty_json(std::string(data))) {
    fmt::print("{}\n", *pretty);
  } else {
    fmt::print("{}\n", data);
  }
}

// One line a record; data that is no text comes in base64, as "DataBase64".
void print_json(const std::string& shard, const Record& record) {
  std::string line;
  codec::JsonWriter writer(line);
  writer.begin_object();
  writer.key("ShardId");
  writer.text(shard);
  writer.key("SequenceNumber");
  writer.text(std::string_view(record.sequence_number));
  if (record.approximate_arrival_timestamp) {
    writer.key("ApproximateArrivalTimestamp");
    writer.timestamp(*record.approximate_arrival_timestamp);
  }
  writer.key("PartitionKey");
  writer.text(record.partition_key.value_or(""));
  if (codec::is_utf8(text_of(record.data))) {
    writer.key("Data");
    writer.text(text_of(record.data));
  } else {
    writer.key("DataBase64");
    writer.base64(record.data);
  }
  writer.end_object();
  fmt::print("{}\n", line);
}

}  // namespace

bool RecordPrinter::print(const std::string& shard, const Record& record) {
  if (output_ == "raw") {
    std::fwrite(record.data.data(), 1, record.data.size(), stdout);
    std::fputc('\n', stdout);
  } else if (output_ == "json") {
    print_json(shard, record);
  } else {
    print_pretty(shard, record);
  }
  return ++printed_ != limit_;
}

bool RecordPrinter::flush() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }

}  // namespace weir::app
