// Plan: what a load test does: to which streams, how fast, for how long, with what data.
//
// A value: read from a TOML file (toml_plan.h), a JMeter plan (meter/jmeter) or flags, changed by
// overrides, then checked and prepared by whoever runs it. The words are JMeter's where it has one
// for the thing, and Kinesis' where it has.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "meter/plan/position.h"
#include "meter/templates/template.h"

namespace weir::meter {

// How a file writes a text: as it is, with TOML's quotes and escapes, or with XML's entities.
enum class Writing : std::uint8_t { plain, toml, xml };

// A template's text where the plan has it; compiled when the plan is prepared.
struct TemplateText {
  std::string text;
  Language language = Language::literal;
  Position at{};
  // What stands in the file at `at`: position_in (template_position.h) finds an offset's line and
  // column with it. Empty if plain.
  std::string source{};
  Writing writing = Writing::plain;
};

// Where requests go and who signs them. In JMeter's plans each field may hold variables, which are
// filled once, when the run starts.
struct Target {
  TemplateText stream;    // A name or an ARN; of a delivery stream for Firehose.
  TemplateText endpoint;  // Empty: Amazon's of the region.
  TemplateText region;    // Empty: the profile's or the environment's.
  TemplateText profile;   // Empty: the environment's, else "default".
  // All empty: from the profile, the environment, the container or the instance.
  TemplateText access_key_id;
  TemplateText secret_access_key;  // Never printed.
  TemplateText session_token;      // Never printed.
};

enum class Operation : std::uint8_t {
  put_record,
  put_records,
  get_records,         // Polls every shard.
  subscribe_to_shard,  // A registered consumer, pushed to from every shard.
  firehose_put_record,
  firehose_put_record_batch,
};

// --- Data ---

struct RandomKey {};  // Sixteen hexadecimal digits.
struct UuidKey {};
struct ZipfKey {  // Key number k of `keys` comes with weight 1 / k^exponent.
  std::uint64_t keys = 1'000;
  double exponent = 1.0;
};
struct HotKey {  // One key has `share` of all records, the rest are random.
  double share = 0.5;
};
struct EachShardInTurn {};  // An explicit hash key in the middle of each open shard, in turn.
struct FieldKey {           // A member of the record's JSON: "customer.id".
  std::string path;
};
using PartitionKey =
    std::variant<TemplateText, RandomKey, UuidKey, ZipfKey, HotKey, EachShardInTurn, FieldKey>;

struct FileData {  // Line by line.
  std::string path;
  bool is_repeated = true;  // Else the run ends with the file.
  Position at{};
};
struct SizedData {  // Random bytes that do not compress.
  std::uint32_t bytes_min = 1'024;
  std::uint32_t bytes_max = 1'024;
  std::optional<double> mean;  // Normal within the bounds if given, else uniform.
  double deviation = 0;
};
using Data = std::variant<TemplateText, FileData, SizedData>;

struct Variable {
  std::string name;
  TemplateText value;
};

struct Counter {  // JMeter's element of that name.
  std::string name;
  std::int64_t start = 0;
  std::optional<std::int64_t> end;  // Begins again at `start` behind it.
  std::int64_t step = 1;
  std::string format;          // java.text.DecimalFormat: "00000". Empty: plain.
  bool is_per_thread = false;  // Else all threads share it.
};

struct CsvDataSet {
  std::string path;
  std::vector<std::string> names;  // Empty: the file's first line has them.
  std::string delimiter = ",";
  bool skips_first_line = false;  // With `names` given.
  bool is_quoted = false;
  bool is_repeated = true;     // At its end it begins anew;
  bool stops_thread = false;   // else the thread stops, or the variables are "<EOF>".
  bool is_per_thread = false;  // Else all threads share one place in the file.
  Position at{};
};

// --- What is sent ---

struct Batch {  // For put_records and firehose_put_record_batch.
  std::uint32_t records_max = 500;
  std::uint64_t bytes_max = 10u << 20;  // Data and partition keys. 4 MiB for Firehose.
  milliseconds linger{0};               // 0: a batch is filled before it is sent.
};

struct Retries {                   // Of throttled calls and records; each failed record on its own.
  std::uint32_t attempts_max = 1;  // 1: none, so that each sample is one call.
  milliseconds base_delay{50};     // Doubled each time, with full jitter, up to:
  milliseconds delay_max{2'000};
};

struct Aggregation {  // KPL's format: many user records in one Kinesis record.
  std::uint64_t bytes_max = 51'200;
  std::uint32_t records_max = 4'294'967'295;
};

// Waits before a sampler, as JMeter's timers of the same scope.
struct ConstantTimer {
  milliseconds delay{0};
};
struct UniformTimer {
  milliseconds delay{0};
  milliseconds range{0};
};
struct GaussianTimer {
  milliseconds delay{0};
  milliseconds deviation{0};
};
struct ThroughputTimer {  // Only ever slows down.
  double samples_per_minute = 60;
  // JMeter's calcMode.
  enum class Shares : std::uint8_t {
    this_thread,
    all_threads,
    threads_of_group,
    all_threads_shared,
    threads_of_group_shared,
  } shares = Shares::this_thread;
};
using Timer = std::variant<ConstantTimer, UniformTimer, GaussianTimer, ThroughputTimer>;

struct Sampler {
  std::string label;
  Operation operation = Operation::put_record;
  Target target;
  // Of `--create`: made before the run with so many shards, if it is not there.
  std::optional<std::uint32_t> create_shards;
  PartitionKey partition_key = RandomKey{};
  TemplateText explicit_hash_key;  // Empty: none.
  Data data;
  bool is_compressed = false;      // gzip, as the data generator can.
  bool ends_with_newline = false;  // As the data generator's records do.
  bool is_binary = false;          // CBOR on the wire instead of JSON.
  Batch batch;
  std::optional<Aggregation> aggregation;
  Retries retries;
  // The record carries when it was sent and its number under its key; readers of the same plan
  // check for loss, duplicates and order, and measure from end to end.
  bool is_traced = false;
  std::string consumer_name;  // Of subscribe_to_shard; made and removed if not there.
  std::vector<Timer> timers;
  double weight = 1;  // In a mix: how often, beside the others of an open group.
  Position at{};
};

// --- How fast ---

inline constexpr std::uint64_t loops_forever = 1'000'000'000'000;

struct ClosedLoad {  // Each thread sends when its last answer has come.
  std::uint32_t threads = 1;
  milliseconds ramp_up{0};  // All threads have started after it.
  std::optional<std::uint64_t>
      loops;  // Neither: once. loops_forever: until something else ends it.
  std::optional<milliseconds> duration;
};

enum class Arrivals : std::uint8_t { even, poisson };

// The rate moves in a straight line over the stage. It counts records of writing samplers, however
// they are batched, and calls of reading ones.
struct Stage {
  double from_per_second = 0;
  double to_per_second = 0;
  milliseconds duration{0};
};

struct HourlyRate {  // Records of each second are drawn from this normal distribution.
  double mean = 100;
  double deviation = 10;
};

struct PeriodicRate {                                 // The data generator's periodic mode.
  std::array<std::array<HourlyRate, 24>, 7> hours{};  // Sunday first.
  bool is_smoothed = false;  // Moves in a straight line to the next hour's.
  // Simulated time runs from `start` to `end`, `speed` times as fast as real time.
  std::optional<WallTime> start;  // Nothing: now.
  std::optional<WallTime> end;
  std::optional<milliseconds> duration;  // In real time; plans have this or `end`.
  double speed = 1;
  double utc_offset_hours = 0;  // Of the hours and weekdays.
};

struct OpenLoad {  // Sends are planned ahead and do not wait for answers.
  std::variant<std::vector<Stage>, PeriodicRate> rate;
  Arrivals arrivals = Arrivals::even;
  // Planned sends wait beyond it: they count from when they were planned all the same.
  std::uint32_t in_flight_max = 10'000;
  std::uint32_t connections_max = 64;
};

enum class GroupKind : std::uint8_t { setup, main, teardown };

// What a failed sample does; JMeter's on_sample_error.
enum class OnError : std::uint8_t { go_on, next_loop, stop_thread, stop_test, stop_test_now };

struct Group {
  std::string name;
  GroupKind kind = GroupKind::main;
  std::variant<ClosedLoad, OpenLoad> load;
  milliseconds start_delay{0};
  OnError on_error = OnError::go_on;
  std::vector<Variable> variables;
  std::vector<Counter> counters;
  std::vector<CsvDataSet> data_sets;
  std::vector<Sampler> samplers;  // In order; by weight in an open group.
  // Before every sampler, besides its own. A ThroughputTimer here is one for all samplers: each
  // thread has one clock for it, not one a sampler.
  std::vector<Timer> timers;
  // Of readers: the group ends once the plan's writers have ended and what they wrote was read, or
  // this long after them at the latest. Its load then has neither loops nor a duration.
  std::optional<milliseconds> follows_writers;
  Position at{};
};

// --- What a run must reach ---

enum class Comparison : std::uint8_t { less, at_most, greater, at_least, equal, not_equal };

enum class Measure : std::uint8_t { nanoseconds, fraction, count, per_second };

// What must hold at the end: "p99 < 50ms", "errors < 0.1%", "lost == 0", "records > 1000/s",
// "p99{Kinesis Producer} < 50ms". `weir meter run --abort-on "errors > 10%"` is the opposite, which
// must hold, with `aborts`. threshold.h has the metrics and what each can be measured in.
struct Threshold {
  std::string text;    // As written; of an abort the condition that must hold.
  std::string label;   // Of one sampler; empty: of the whole run.
  std::string metric;  // "p99", "p99.9", "mean", "max", "errors", "lost", …
  Comparison comparison = Comparison::less;
  Measure measure = Measure::count;
  double value = 0;     // 0.1% is 0.001.
  bool aborts = false;  // Ends the run as soon as it cannot hold any more.
  Position at{};
};

// A file that a JMeter plan's listener writes.
struct Output {
  enum class Format : std::uint8_t { jtl_csv, jtl_xml } format = Format::jtl_csv;
  std::string path;
  Position at{};
};

struct Plan {
  std::string name;
  std::uint64_t seed = 0;  // Same seed, same data, same arrivals. 0: a new one.
  std::string ca_file;     // Empty: the system's trusted authorities.
  bool is_http2 = false;
  std::vector<Variable> variables;
  std::map<std::string, std::string> properties;  // JMeter's, for its functions __P and __property.
  std::vector<Group> groups;
  bool groups_run_in_turn = false;  // JMeter's serialize_threadgroups.
  std::vector<Threshold> thresholds;
  std::vector<Output> outputs;
  std::vector<std::string> notes;  // What was left out of a JMeter plan, one line each.
};

}  // namespace weir::meter
