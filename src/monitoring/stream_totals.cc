#include "monitoring/stream_totals.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "monitoring/store_logs.h"

namespace weir::monitoring {
namespace {

using metrics::FamilyType;

enum class Level : std::uint8_t { stream, shard, consumer };

struct Entry {
  std::string_view name;  // CloudWatch's.
  Level level;
  std::string_view unit;
  std::string_view prometheus;  // Its family.
  FamilyType type;              // A gauge is the largest value of the last minutes.
  std::string_view help;
};

constexpr Level of_stream = Level::stream;
constexpr Level of_shard = Level::shard;
constexpr Level of_consumer = Level::consumer;
constexpr FamilyType summary = FamilyType::summary;
constexpr FamilyType histogram = FamilyType::histogram;
constexpr FamilyType gauge = FamilyType::gauge;

constexpr std::array<Entry, 32> table = {{
    {"GetRecords.Bytes", of_stream, "Bytes", "weir_stream_get_records_bytes", summary,
     "Data and partition keys that calls of GetRecords answered with."},
    {"GetRecords.IteratorAgeMilliseconds", of_stream, "Milliseconds",
     "weir_stream_get_records_iterator_age_seconds", gauge,
     "Age of the last record of GetRecords, 0 at the tip; the largest of the last minutes."},
    {"GetRecords.Latency", of_stream, "Milliseconds", "weir_stream_get_records_latency_seconds",
     histogram, "Time that calls of GetRecords took."},
    {"GetRecords.Records", of_stream, "Count", "weir_stream_get_records_records", summary,
     "Records that calls of GetRecords answered with."},
    {"GetRecords.Success", of_stream, "Count", "weir_stream_get_records_success", summary,
     "Calls of GetRecords: the sum is of those that succeeded."},
    {"IncomingBytes", of_stream, "Bytes", "weir_stream_incoming_bytes", summary,
     "Data and partition keys written, by call."},
    {"IncomingRecords", of_stream, "Count", "weir_stream_incoming_records", summary,
     "Records written, by call."},
    {"PutRecord.Bytes", of_stream, "Bytes", "weir_stream_put_record_bytes", summary,
     "Data and partition keys that calls of PutRecord wrote."},
    {"PutRecord.Latency", of_stream, "Milliseconds", "weir_stream_put_record_latency_seconds",
     histogram, "Time that calls of PutRecord took."},
    {"PutRecord.Success", of_stream, "Count", "weir_stream_put_record_success", summary,
     "Calls of PutRecord: the sum is of those that succeeded."},
    {"PutRecords.Bytes", of_stream, "Bytes", "weir_stream_put_records_bytes", summary,
     "Data and partition keys that calls of PutRecords wrote."},
    {"PutRecords.Latency", of_stream, "Milliseconds", "weir_stream_put_records_latency_seconds",
     histogram, "Time that calls of PutRecords took."},
    {"PutRecords.Success", of_stream, "Count", "weir_stream_put_records_success", summary,
     "Calls of PutRecords: the sum is of those that wrote at least one record."},
    {"PutRecords.TotalRecords", of_stream, "Count", "weir_stream_put_records_total_records",
     summary, "Records that calls of PutRecords sent."},
    {"PutRecords.SuccessfulRecords", of_stream, "Count",
     "weir_stream_put_records_successful_records", summary,
     "Records that calls of PutRecords wrote."},
    {"PutRecords.FailedRecords", of_stream, "Count", "weir_stream_put_records_failed_records",
     summary, "Records of PutRecords that failed for another reason than their shard's rate."},
    {"PutRecords.ThrottledRecords", of_stream, "Count", "weir_stream_put_records_throttled_records",
     summary, "Records of PutRecords that their shard's rate refused."},
    {"ReadProvisionedThroughputExceeded", of_stream, "Count",
     "weir_stream_read_throughput_exceeded", summary,
     "Calls of GetRecords that the shard's rate refused."},
    {"WriteProvisionedThroughputExceeded", of_stream, "Count",
     "weir_stream_write_throughput_exceeded", summary,
     "Records that their shard's rate refused, by call."},
    {"SubscribeToShard.RateExceeded", of_consumer, "Count", "weir_consumer_subscribe_rate_exceeded",
     summary, "Calls of SubscribeToShard that came too soon after another."},
    {"SubscribeToShard.Success", of_consumer, "Count", "weir_consumer_subscribe_success", summary,
     "Calls of SubscribeToShard: the sum is of those that succeeded."},
    {"SubscribeToShardEvent.Bytes", of_consumer, "Bytes", "weir_consumer_event_bytes", summary,
     "Data and partition keys pushed, by event."},
    {"SubscribeToShardEvent.MillisBehindLatest", of_consumer, "Milliseconds",
     "weir_consumer_event_behind_latest_seconds", gauge,
     "How far events are behind the tip; the largest of the last minutes."},
    {"SubscribeToShardEvent.Records", of_consumer, "Count", "weir_consumer_event_records", summary,
     "Records pushed, by event."},
    {"SubscribeToShardEvent.Success", of_consumer, "Count", "weir_consumer_event_success", summary,
     "Events pushed."},
    {"IncomingBytes", of_shard, "Bytes", "weir_shard_incoming_bytes", summary,
     "Data and partition keys written into the shard, by call."},
    {"IncomingRecords", of_shard, "Count", "weir_shard_incoming_records", summary,
     "Records written into the shard, by call."},
    {"IteratorAgeMilliseconds", of_shard, "Milliseconds", "weir_shard_iterator_age_seconds", gauge,
     "Age of the last record of GetRecords; the largest of the last minutes."},
    {"OutgoingBytes", of_shard, "Bytes", "weir_shard_outgoing_bytes", summary,
     "Data and partition keys read from the shard, by call or event."},
    {"OutgoingRecords", of_shard, "Count", "weir_shard_outgoing_records", summary,
     "Records read from the shard, by call or event."},
    {"ReadProvisionedThroughputExceeded", of_shard, "Count", "weir_shard_read_throughput_exceeded",
     summary, "Calls of GetRecords that the shard's rate refused."},
    {"WriteProvisionedThroughputExceeded", of_shard, "Count",
     "weir_shard_write_throughput_exceeded", summary, "Records that the shard's rate refused."},
}};

Level level_of(const Metric& metric) {
  const std::string& first = metric.dimensions.front().name;
  if (first == "ShardId") return Level::shard;
  return first == "ConsumerName" ? Level::consumer : Level::stream;
}

std::optional<std::size_t> place_of(const Metric& metric) {
  const Level level = level_of(metric);
  const auto entry = std::ranges::find_if(
      table, [&](const Entry& one) { return one.name == metric.name && one.level == level; });
  if (entry == table.end()) return std::nullopt;
  return static_cast<std::size_t>(entry - table.begin());
}

metrics::Labels labels_of(const Metric& metric) {
  metrics::Labels labels{{"account", metric.account_id}, {"region", metric.region}};
  for (const Dimension& dimension : metric.dimensions) {
    const std::string_view label = dimension.name == "StreamName" ? "stream"
                                   : dimension.name == "ShardId"  ? "shard"
                                                                  : "consumer";
    labels.emplace_back(label, dimension.value);
  }
  return labels;
}

// From half a millisecond to ten seconds.
constexpr std::array<double, 14> latency_bounds_ms{0.5, 1,   2,   3,   5,     10,    20,
                                                   50,  100, 250, 500, 1'000, 2'500, 10'000};

void write_histogram(metrics::Exposition& page, const metrics::Labels& labels,
                     const Statistics& statistics) {
  for (const double bound : latency_bounds_ms) {
    double count = 0;
    for (const auto& [bucket, values] : statistics.sketch.buckets()) {
      if (Sketch::value_of(bucket) <= bound) count += values;
    }
    metrics::Labels bounded = labels;
    const std::string text = fmt::format("{}", bound / 1'000);
    bounded.emplace_back("le", text);
    page.sample(bounded, count, "_bucket");
  }
  metrics::Labels all = labels;
  all.emplace_back("le", "+Inf");
  page.sample(all, statistics.sample_count, "_bucket");
}

std::string_view level_text(Level level) {
  switch (level) {
    case Level::stream:
      return "StreamName";
    case Level::shard:
      return "StreamName, ShardId";
    case Level::consumer:
      return "StreamName, ConsumerName";
  }
  return "";
}

}  // namespace

void StreamTotals::add(const std::vector<MetricValue>& values) {
  MutexLock lock(mutex_);
  for (const MetricValue& value : values) {
    const std::optional<std::size_t> place = place_of(value.metric);
    if (!place) continue;
    std::string key = value.metric.account_id + '/' + value.metric.region;
    for (const Dimension& dimension : value.metric.dimensions) key += '/' + dimension.value;
    auto& family = totals_[*place];
    auto total = family.find(key);
    if (total == family.end()) {
      if (count_ == series_max) continue;
      ++count_;
      total = family.emplace(std::move(key), Total{.metric = value.metric}).first;
    }
    Total& sum = total->second;
    sum.statistics.merge(value.statistics);
    if (table[*place].type != histogram) sum.statistics.forget_spread();
    if (value.time > sum.minute) {
      const bool follows = value.time - sum.minute <= milliseconds(minute_ms);
      sum.maximum_before = follows ? sum.maximum : 0;
      sum.maximum = value.statistics.maximum;
      sum.minute = value.time;
    } else {
      sum.maximum = std::max(sum.maximum, value.statistics.maximum);
    }
  }
}

void StreamTotals::write(metrics::Exposition& page, WallTime now) const {
  MutexLock lock(mutex_);
  for (const auto& [place, family] : totals_) {
    const Entry& entry = table[place];
    const double scale = entry.unit == "Milliseconds" ? 0.001 : 1;
    page.family(entry.prometheus, entry.type, entry.help);
    for (const auto& [key, total] : family) {
      const metrics::Labels labels = labels_of(total.metric);
      if (entry.type == gauge) {
        if (now - total.minute > milliseconds(2 * minute_ms)) continue;
        page.sample(labels, std::max(total.maximum, total.maximum_before) * scale);
        continue;
      }
      if (entry.type == histogram) write_histogram(page, labels, total.statistics);
      page.sample(labels, total.statistics.sum * scale, "_sum");
      page.sample(labels, total.statistics.sample_count, "_count");
    }
  }
}

std::string stream_metrics_table() {
  std::string text =
      "| CloudWatch, namespace AWS/Kinesis | Dimensions | Unit | Prometheus | Type | What it says "
      "|\n"
      "| --- | --- | --- | --- | --- | --- |\n";
  for (const Entry& entry : table) {
    const std::string_view type = entry.type == gauge       ? "gauge"
                                  : entry.type == histogram ? "histogram"
                                                            : "summary";
    text += fmt::format("| `{}` | {} | {} | `{}` | {} | {} |\n", entry.name,
                        level_text(entry.level), entry.unit, entry.prometheus, type, entry.help);
  }
  return text;
}

}  // namespace weir::monitoring
