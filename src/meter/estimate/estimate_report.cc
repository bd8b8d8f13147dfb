#include "meter/estimate/estimate_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "aws/iso_time.h"
#include "codec/json_writer.h"
#include "meter/estimate/seen_load.h"
#include "meter/estimate/shard_estimate.h"
#include "meter/report/quantities.h"
#include "meter/report/text_table.h"

namespace weir::meter {
namespace {

constexpr std::size_t columns = 100;
// Longer tables are for machines.
constexpr std::size_t hours_max = 48;

std::string count(double number) {
  return count_text(static_cast<std::uint64_t>(std::llround(number)));
}

std::string amount(const Need& need, double load) {
  if (need.key == "write_records") return fmt::format("{:.2f} records/s", load);
  return fmt::format("{:.2f} KiB/s", load / 1024);
}

std::string needs_table(const ShardEstimate& estimate) {
  TextTable table({"What", "Load", "With headroom", "A shard takes", "Shards", ""});
  table.last_is_text();
  for (std::size_t index = 0; index < estimate.needs.size(); ++index) {
    const Need& need = estimate.needs[index];
    table.add({std::string(need.name), amount(need, need.load),
               amount(need, need.load * (1 + estimate.headroom)), amount(need, need.shard_takes),
               count_text(need.shards), index == estimate.decider ? "decides" : ""});
  }
  return table.text(columns);
}

std::string sizing_text(const Sizing& sizing, const ShardEstimate& estimate) {
  std::string text;
  if (sizing.consumers > 5) {
    text += fmt::format(
        "A shard answers 5 GetRecords a second: each of {} consumers can read it every {:.1f} s.\n",
        sizing.consumers, sizing.consumers / 5.0);
  }
  const std::uint64_t for_writes =
      std::max({estimate.needs[0].shards, estimate.needs[1].shards, std::uint64_t{1}});
  if (estimate.shards > for_writes) {
    text += fmt::format("With enhanced fan-out for the consumers, {} would do.\n",
                        for_writes == 1 ? "1 shard" : count_text(for_writes) + " shards");
  }
  if (sizing.fan_out_consumers > 0) {
    text += fmt::format(
        "{} with enhanced fan-out: 2048 KiB/s of each shard for each, so that they need no more "
        "shards than the writes.\n",
        sizing.fan_out_consumers == 1 ? "1 consumer"
                                      : fmt::format("{} consumers", sizing.fan_out_consumers));
  }
  return text;
}

std::string hours_table(const SeenLoad& seen, double headroom) {
  TextTable table(
      {"Hour (UTC)", "Written KiB/s", "Records/s", "Read KiB/s", "Shards", "Decided by"});
  table.last_is_text();
  const std::size_t skipped = seen.hours.size() - std::min(seen.hours.size(), hours_max);
  for (std::size_t index = skipped; index < seen.hours.size(); ++index) {
    const HourlyPeak& hour = seen.hours[index];
    const ShardEstimate of_hour = estimate_shards(hour.peak, headroom);
    table.add({aws::iso_time_text(hour.hour).substr(0, 16),
               fmt::format("{:.2f}", hour.peak.write_bytes / 1024),
               fmt::format("{:.2f}", hour.peak.write_records),
               fmt::format("{:.2f}", hour.peak.read_bytes / 1024), count_text(of_hour.shards),
               std::string(of_hour.needs[of_hour.decider].name)});
  }
  std::string text = fmt::format(
      "The highest {} of each hour{}:\n",
      seen.period == seconds(60) ? "minute" : fmt::format("{} minutes", seen.period.count() / 60),
      skipped > 0 ? fmt::format(", the last {} hours", hours_max) : "");
  return text + table.text(columns);
}

std::string seen_text(const EstimateSubject& subject, const ShardEstimate& estimate) {
  const SeenLoad& seen = *subject.seen;
  std::string text = "\n" + hours_table(seen, estimate.headroom);
  const Need& decider = estimate.needs[estimate.decider];
  if (subject.open_shards) {
    text +=
        fmt::format("\nThe stream has {} open shards: at its peak it used {:.1f} % of their {}.\n",
                    count_text(*subject.open_shards),
                    100 * decider.load / decider.shard_takes / *subject.open_shards, decider.name);
  }
  if (seen.throttled_writes > 0 || seen.throttled_reads > 0) {
    text += fmt::format(
        "Throttled: {} written records, {} reads. Bursts within a period or uneven partition keys "
        "need more than these sums show.\n",
        count(seen.throttled_writes), count(seen.throttled_reads));
  }
  return text;
}

void number(codec::JsonWriter& json, std::string_view key, double value) {
  json.key(key);
  json.raw(fmt::format("{}", value));
}

void write_load(codec::JsonWriter& json, std::string_view key, const StreamLoad& load) {
  if (!key.empty()) json.key(key);
  json.begin_object();
  number(json, "write_bytes_per_second", load.write_bytes);
  number(json, "write_records_per_second", load.write_records);
  number(json, "read_bytes_per_second", load.read_bytes);
  json.end_object();
}

void write_seen(codec::JsonWriter& json, const EstimateSubject& subject, double headroom) {
  const SeenLoad& seen = *subject.seen;
  json.key("stream");
  json.text(subject.stream);
  if (subject.open_shards) {
    json.key("open_shards");
    json.number(*subject.open_shards);
  }
  json.key("period_seconds");
  json.number(seen.period.count());
  json.key("periods_seen");
  json.number(seen.periods_seen);
  write_load(json, "peak", seen.peak);
  write_load(json, "mean", seen.mean);
  number(json, "throttled_written_records", seen.throttled_writes);
  number(json, "throttled_reads", seen.throttled_reads);
  json.key("hours");
  json.begin_array();
  for (const HourlyPeak& hour : seen.hours) {
    json.begin_object();
    json.key("hour");
    json.text(aws::iso_time_text(hour.hour));
    write_load(json, "peak", hour.peak);
    json.key("shards");
    json.number(estimate_shards(hour.peak, headroom).shards);
    json.end_object();
  }
  json.end_array();
}

void write_sizing(codec::JsonWriter& json, const Sizing& sizing) {
  number(json, "record_kib", sizing.record_kib);
  number(json, "records_per_second", sizing.records_per_second);
  json.key("consumers");
  json.number(sizing.consumers);
  json.key("fan_out_consumers");
  json.number(sizing.fan_out_consumers);
}

}  // namespace

std::string estimate_text(const ShardEstimate& estimate, const EstimateSubject& subject) {
  const Need& decider = estimate.needs[estimate.decider];
  std::string text = fmt::format(
      "{}: {} decide{}.\n\n",
      estimate.shards == 1 ? "1 shard" : count_text(estimate.shards) + " shards", decider.name,
      estimate.headroom > 0 ? fmt::format(", with {:.6g} % headroom", 100 * estimate.headroom)
                            : "");
  text += needs_table(estimate);
  if (subject.sizing) text += sizing_text(*subject.sizing, estimate);
  if (subject.seen) text += seen_text(subject, estimate);
  return text;
}

std::string estimate_json(const ShardEstimate& estimate, const EstimateSubject& subject) {
  std::string text;
  codec::JsonWriter json(text);
  json.begin_object();
  json.key("shards");
  json.number(estimate.shards);
  json.key("decided_by");
  json.text(estimate.needs[estimate.decider].key);
  number(json, "headroom", estimate.headroom);
  json.key("needs");
  json.begin_array();
  for (const Need& need : estimate.needs) {
    json.begin_object();
    json.key("what");
    json.text(need.key);
    number(json, "per_second", need.load);
    number(json, "shard_takes_per_second", need.shard_takes);
    json.key("shards");
    json.number(need.shards);
    json.end_object();
  }
  json.end_array();
  if (subject.sizing) write_sizing(json, *subject.sizing);
  if (subject.seen) write_seen(json, subject, estimate.headroom);
  json.end_object();
  return text + "\n";
}

}  // namespace weir::meter
