#include "monitoring/stream_counters.h"

#include <fmt/format.h>

#include <utility>

namespace weir::monitoring {
namespace {

constexpr std::string_view bytes_unit = "Bytes";
constexpr std::string_view count_unit = "Count";
constexpr std::string_view ms_unit = "Milliseconds";

struct NamedShardMetric {
  std::string_view name;
  std::string_view unit;
};
constexpr std::array<NamedShardMetric, shard_metric_count> shard_metrics{{
    {"IncomingBytes", bytes_unit},
    {"IncomingRecords", count_unit},
    {"OutgoingBytes", bytes_unit},
    {"OutgoingRecords", count_unit},
    {"WriteProvisionedThroughputExceeded", count_unit},
    {"ReadProvisionedThroughputExceeded", count_unit},
    {"IteratorAgeMilliseconds", ms_unit},
}};

// Values of one stream in one minute, by the name of their metric.
class Values {
 public:
  Values(const StreamIdentity& stream, WallTime minute, std::vector<MetricValue>& values)
      : stream_(stream), minute_(minute), values_(values) {}

  // Sorted by name: ConsumerName and ShardId come before StreamName.
  void also_of(std::string_view name, std::string value) {
    dimensions_ = {{std::string(name), std::move(value)}};
  }

  void add(std::string_view name, std::string_view unit, Statistics statistics) {
    if (statistics.sample_count == 0) return;
    std::vector<Dimension> dimensions = dimensions_;
    dimensions.push_back({"StreamName", stream_.name});
    values_.push_back({.metric = {.account_id = stream_.account_id,
                                  .region = stream_.region,
                                  .name_space = "AWS/Kinesis",
                                  .name = std::string(name),
                                  .dimensions = std::move(dimensions)},
                       .unit = std::string(unit),
                       .time = minute_,
                       .statistics = std::move(statistics)});
  }
  void add(std::string_view name, std::string_view unit, const Distribution& distribution) {
    if (distribution.count() > 0) add(name, unit, distribution.statistics());
  }
  // So many ones and so many zeros.
  void add_flags(std::string_view name, std::uint64_t ones, std::uint64_t zeros) {
    add(name, count_unit, flags(ones, zeros));
  }

  static Statistics flags(std::uint64_t ones, std::uint64_t zeros) {
    Statistics statistics;
    statistics.record(0, static_cast<double>(zeros));
    statistics.record(1, static_cast<double>(ones));
    return statistics;
  }

 private:
  const StreamIdentity& stream_;
  const WallTime minute_;
  std::vector<MetricValue>& values_;
  std::vector<Dimension> dimensions_;
};

void add_calls(Values& values, std::string_view operation, const CallCounters& calls) {
  values.add_flags(fmt::format("{}.Success", operation), calls.succeeded, calls.failed);
  values.add(fmt::format("{}.Latency", operation), ms_unit, calls.latency_ms);
}

void add_puts(Values& values, const StreamCounters& counters) {
  add_calls(values, "PutRecord", counters.put_record);
  values.add("PutRecord.Bytes", bytes_unit, counters.put_record_bytes);
  add_calls(values, "PutRecords", counters.put_records);
  values.add("PutRecords.Bytes", bytes_unit, counters.put_records_bytes);
  values.add("PutRecords.TotalRecords", count_unit, counters.put_records_total);
  values.add("PutRecords.SuccessfulRecords", count_unit, counters.put_records_successful);
  values.add("PutRecords.Records", count_unit, counters.put_records_successful);
  values.add("PutRecords.FailedRecords", count_unit, counters.put_records_failed);
  values.add("PutRecords.ThrottledRecords", count_unit, counters.put_records_throttled);

  Statistics bytes = counters.put_record_bytes.statistics();
  bytes.merge(counters.put_records_bytes.statistics());
  values.add("IncomingBytes", bytes_unit, std::move(bytes));
  // A call that wrote nothing is no incoming one.
  Statistics records = Values::flags(counters.put_record_bytes.count(), 0);
  records.merge(counters.put_records_written.statistics());
  values.add("IncomingRecords", count_unit, std::move(records));

  const std::uint64_t calls = counters.put_record.succeeded + counters.put_record.failed;
  Statistics throttled =
      Values::flags(counters.put_record_throttled, calls - counters.put_record_throttled);
  throttled.merge(counters.put_records_throttled.statistics());
  values.add("WriteProvisionedThroughputExceeded", count_unit, std::move(throttled));
}

void add_gets(Values& values, const StreamCounters& counters) {
  add_calls(values, "GetRecords", counters.get_records);
  values.add("GetRecords.Bytes", bytes_unit, counters.get_records_bytes);
  values.add("GetRecords.Records", count_unit, counters.get_records_records);
  values.add("GetRecords.IteratorAge", ms_unit, counters.get_records_age_ms);
  values.add("GetRecords.IteratorAgeMilliseconds", ms_unit, counters.get_records_age_ms);
  const std::uint64_t calls = counters.get_records.succeeded + counters.get_records.failed;
  values.add_flags("ReadProvisionedThroughputExceeded", counters.get_records_throttled,
                   calls - counters.get_records_throttled);
}

void add_consumer(Values& values, const ConsumerCounters& consumer) {
  values.add_flags("SubscribeToShard.Success", consumer.subscribed, consumer.refused);
  values.add_flags("SubscribeToShard.RateExceeded", consumer.rate_exceeded,
                   consumer.subscribed + consumer.refused - consumer.rate_exceeded);
  values.add_flags("SubscribeToShardEvent.Success", consumer.events, 0);
  values.add("SubscribeToShardEvent.Bytes", bytes_unit, consumer.event_bytes);
  values.add("SubscribeToShardEvent.Records", count_unit, consumer.event_records);
  values.add("SubscribeToShardEvent.MillisBehindLatest", ms_unit, consumer.event_behind_ms);
}

void clear(CallCounters& calls) {
  calls.succeeded = 0;
  calls.failed = 0;
  calls.latency_ms.clear();
}

}  // namespace

ConsumerCounters& StreamCounters::consumer(std::string_view name) {
  const auto found = consumers_.find(name);
  return found != consumers_.end() ? found->second : consumers_[std::string(name)];
}

bool StreamCounters::is_empty() const {
  return put_record.latency_ms.count() == 0 && put_records.latency_ms.count() == 0 &&
         get_records.latency_ms.count() == 0 && shards_.empty() && consumers_.empty();
}

void StreamCounters::take(WallTime minute, std::vector<MetricValue>& to) {
  Values values(identity_, minute, to);
  add_puts(values, *this);
  add_gets(values, *this);
  for (const auto& [name, consumer] : consumers_) {
    values.also_of("ConsumerName", name);
    add_consumer(values, consumer);
  }
  for (const auto& [index, shard] : shards_) {
    values.also_of("ShardId", fmt::format("shardId-{:012}", index));
    for (std::size_t metric = 0; metric < shard_metric_count; ++metric) {
      if ((shard_metrics_ >> metric & 1u) == 0) continue;
      values.add(shard_metrics[metric].name, shard_metrics[metric].unit,
                 shard.tallies[metric].statistics());
    }
  }
  consumers_.clear();
  shards_.clear();
  for (CallCounters* const calls : {&put_record, &put_records, &get_records}) clear(*calls);
  for (Distribution* const distribution :
       {&put_record_bytes, &put_records_bytes, &put_records_total, &put_records_successful,
        &put_records_written, &put_records_failed, &put_records_throttled, &get_records_bytes,
        &get_records_records, &get_records_age_ms}) {
    distribution->clear();
  }
  put_record_throttled = 0;
  get_records_throttled = 0;
}

}  // namespace weir::monitoring
