#include <charconv>
#include <map>
#include <utility>

#include "codec/json_reader.h"
#include "meter/report/result_json.h"

namespace weir::meter {
namespace {

using codec::JsonReader;

constexpr std::size_t labels_max = 256;
constexpr std::size_t seconds_max = 10'000'000;
constexpr std::size_t shards_max = 100'000;
constexpr std::size_t texts_max = 10'000;

// Reads front to back. What is wrong is kept until the end: the first thing counts.
class ResultReader {
 public:
  explicit ResultReader(std::string& document) : json_(document) {}

  Result<RunResult> read() {
    RunResult result;
    bool has_version = false;
    json_.enter_object();
    while (const auto name = json_.next_key()) {
      if (*name == "version") {
        const auto version = whole<std::int64_t>();
        has_version = version >= 1;
        if (version > result_json_version) refuse("it was written by a newer weir");
      } else {
        read_member(*name, result);
      }
      if (!why_.empty()) break;
    }
    if (!why_.empty()) return fail(ErrorCode::corrupt, "Not a result of a run: " + why_ + ".");
    if (!json_.finish()) return fail(ErrorCode::corrupt, "Not a result of a run: it is no JSON.");
    if (!has_version) return fail(ErrorCode::corrupt, "Not a result of a run: it has no version.");
    return check(std::move(result));
  }

 private:
  void refuse(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }

  template <class Integer>
  Integer whole() {
    const std::string_view digits = json_.read_number();
    Integer value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [last, error] = std::from_chars(digits.data(), end, value);
    if (!json_.failed() && (error != std::errc() || last != end)) {
      refuse("\"" + std::string(digits) + "\" is out of range");
    }
    return value;
  }

  std::string text() { return std::string(json_.read_text()); }

  template <class Visit>
  void each(const char* what, std::size_t most, const Visit& visit) {
    json_.enter_array();
    std::size_t count = 0;
    while (why_.empty() && json_.next_element()) {
      if (++count > most) return refuse(std::string("too many ") + what);
      visit();
    }
  }

  template <class Visit>
  void members(const Visit& visit) {
    json_.enter_object();
    while (const auto name = json_.next_key()) {
      visit(*name);
      if (!why_.empty()) return;
    }
  }

  void read_member(std::string_view name, RunResult& result) {
    if (name == "plan") {
      result.plan_name = text();
    } else if (name == "weir_version") {
      result.weir_version = text();
    } else if (name == "started_at_ms") {
      result.started_at.ms = whole<std::int64_t>();
    } else if (name == "duration_ns") {
      result.duration = nanoseconds(whole<std::int64_t>());
    } else if (name == "seed") {
      result.seed = whole<std::uint64_t>();
    } else if (name == "was_interrupted") {
      result.was_interrupted = json_.read_boolean();
    } else if (name == "abort_reason") {
      result.abort_reason = text();
    } else {
      read_part(name, result);
    }
  }

  void read_part(std::string_view name, RunResult& result) {
    if (name == "groups") {
      each("groups", texts_max, [&] { result.groups.push_back(text()); });
    } else if (name == "notes") {
      each("notes", texts_max, [&] { result.notes.push_back(text()); });
    } else if (name == "labels") {
      each("labels", labels_max, [&] { read_label(result.labels.emplace_back()); });
    } else if (name == "seconds") {
      each("seconds", seconds_max, [&] { read_second(result.seconds.emplace_back()); });
    } else if (name == "shards") {
      each("shards", shards_max, [&] { read_shard(result.shards.emplace_back()); });
    } else if (name == "trace") {
      read_trace(result.trace);
    } else if (name == "punctuality") {
      read_punctuality(result.punctuality);
    } else {
      json_.skip_value();
    }
  }

  // Members that are whole numbers, by name; others are skipped.
  void read_numbers(const std::map<std::string_view, std::uint64_t*>& places) {
    members([&](std::string_view name) {
      const auto place = places.find(name);
      if (place == places.end()) {
        json_.skip_value();
      } else {
        *place->second = whole<std::uint64_t>();
      }
    });
  }

  void read_counts(Counts& counts) {
    read_numbers({{"samples", &counts.samples},
                  {"samples_failed", &counts.samples_failed},
                  {"records", &counts.records},
                  {"records_failed", &counts.records_failed},
                  {"attempts", &counts.attempts},
                  {"throttles", &counts.throttles},
                  {"payload_bytes", &counts.payload_bytes},
                  {"bytes_sent", &counts.bytes_sent},
                  {"bytes_received", &counts.bytes_received}});
  }

  void read_trace(TraceResult& trace) {
    read_numbers({{"sent", &trace.sent},
                  {"received", &trace.received},
                  {"lost", &trace.lost},
                  {"duplicates", &trace.duplicates},
                  {"out_of_order", &trace.out_of_order}});
  }

  void read_histogram(metrics::Histogram& histogram) {
    members([&](std::string_view name) {
      if (name != "hdr") return json_.skip_value();
      auto decoded = metrics::Histogram::decode(json_.read_text());
      if (!decoded) return refuse("a histogram in it is damaged");
      if (decoded->layout() != latency_layout) return refuse("a histogram has another layout");
      histogram = std::move(*decoded);
    });
  }

  void read_punctuality(Punctuality& punctuality) {
    members([&](std::string_view name) {
      if (name == "late") {
        punctuality.late = whole<std::uint64_t>();
      } else if (name == "unsent") {
        punctuality.unsent = whole<std::uint64_t>();
      } else if (name == "lateness") {
        read_histogram(punctuality.lateness);
      } else {
        json_.skip_value();
      }
    });
  }

  void read_errors(std::map<std::string, std::uint64_t>& errors) {
    members([&](std::string_view name) {
      std::string code(name);
      errors[std::move(code)] = whole<std::uint64_t>();
      if (errors.size() > texts_max) refuse("too many codes of errors");
    });
  }

  void read_label(LabelResult& label) {
    members([&](std::string_view name) {
      if (name == "label") {
        label.label = text();
      } else if (name == "counts") {
        read_counts(label.counts);
      } else if (name == "latency") {
        read_histogram(label.latency);
      } else if (name == "service_time") {
        read_histogram(label.service_time);
      } else if (name == "connect") {
        read_histogram(label.connect);
      } else if (name == "end_to_end") {
        read_histogram(label.end_to_end);
      } else if (name == "errors") {
        read_errors(label.errors);
      } else {
        json_.skip_value();
      }
    });
  }

  void read_shard(ShardResult& shard) {
    members([&](std::string_view name) {
      if (name == "stream") {
        shard.stream = text();
      } else if (name == "shard_id") {
        shard.shard_id = text();
      } else if (name == "records") {
        shard.records = whole<std::uint64_t>();
      } else if (name == "bytes") {
        shard.bytes = whole<std::uint64_t>();
      } else if (name == "throttles") {
        shard.throttles = whole<std::uint64_t>();
      } else if (name == "records_each_second") {
        each("seconds of a shard", seconds_max,
             [&] { shard.records_each_second.push_back(whole<std::uint64_t>()); });
      } else {
        json_.skip_value();
      }
    });
  }

  void read_second(Second& second) {
    json_.enter_array();
    Counts& counts = second.counts;
    for (std::uint32_t* place : {&second.second, &second.label, &second.threads}) {
      if (next_column()) *place = whole<std::uint32_t>();
    }
    for (std::uint64_t* place :
         {&counts.samples, &counts.samples_failed, &counts.records, &counts.records_failed,
          &counts.attempts, &counts.throttles, &counts.payload_bytes, &counts.bytes_sent,
          &counts.bytes_received}) {
      if (next_column()) *place = whole<std::uint64_t>();
    }
    for (std::int64_t* place : {&second.p50, &second.p90, &second.p95, &second.p99, &second.max}) {
      if (next_column()) *place = whole<std::int64_t>();
    }
    if (next_column()) second.mean = static_cast<double>(whole<std::int64_t>());
    // Columns that a later version of this format adds behind.
    while (why_.empty() && json_.next_element()) json_.skip_value();
  }

  bool next_column() {
    if (!why_.empty()) return false;
    if (json_.next_element()) return true;
    if (!json_.failed()) refuse("a second has too few columns");
    return false;
  }

  // What readers rely on.
  static Result<RunResult> check(RunResult result) {
    for (const Second& second : result.seconds) {
      if (second.label >= result.labels.size()) {
        return fail(ErrorCode::corrupt, "Not a result of a run: a second is of no label.");
      }
    }
    if (result.duration < nanoseconds(0)) {
      return fail(ErrorCode::corrupt, "Not a result of a run: it ended before it began.");
    }
    return result;
  }

  JsonReader json_;
  std::string why_;
};

}  // namespace

Result<RunResult> read_result_json(std::string document) { return ResultReader(document).read(); }

}  // namespace weir::meter
