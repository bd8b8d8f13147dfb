#include "meter/report/stored_sample.h"

#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "base/bytes.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"
#include "codec/utf8.h"
#include "meter/report/jtl.h"
#include "meter/report/markup.h"

namespace weir::meter {
namespace {

using codec::JsonReader;
using codec::JsonWriter;

constexpr std::size_t records_max = 10'000;  // A GetRecords call has no more.

void text(JsonWriter& json, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  json.key(name);
  json.text(valid_utf8(value));
}

template <class Integer>
void number(JsonWriter& json, std::string_view name, Integer value) {
  if (value == 0) return;
  json.key(name);
  json.number(value);
}

void write_record(JsonWriter& json, const Sample::Record& record) {
  json.begin_object();
  text(json, "partition_key", record.partition_key);
  if (codec::is_utf8(record.data)) {
    text(json, "data", record.data);
  } else {
    json.key("data_base64");
    json.base64(bytes_of(record.data));
  }
  text(json, "shard_id", record.shard_id);
  text(json, "sequence_number", record.sequence_number);
  text(json, "encryption_type", record.encryption_type);
  text(json, "error_code", record.error_code);
  json.end_object();
}

// Reads one line. What is of the wrong kind makes the reader fail, what is out of range sets
// is_bad_.
class LineReader {
 public:
  explicit LineReader(std::string& line) : json_(line) {}

  Result<StoredSample> read() {
    json_.enter_object();
    // What is bad is left where it is found, so nothing more may be asked of the reader.
    while (const auto name = next_key()) read_member(*name);
    if (is_bad_ || !json_.finish()) {
      return fail(ErrorCode::corrupt, "Not a sample that a run has kept.");
    }
    return std::move(stored_);
  }

 private:
  std::optional<std::string_view> next_key() { return is_bad_ ? std::nullopt : json_.next_key(); }

  template <class Integer>
  Integer whole() {
    const std::string_view digits = json_.read_number();
    Integer value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [last, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc() || last != end) is_bad_ = true;
    return value;
  }

  bool read_text(std::string_view name) {
    const std::map<std::string_view, std::string*> places{
        {"label", &stored_.label},
        {"thread", &stored_.thread_name},
        {"error_code", &stored_.sample.error_code},
        {"error_message", &stored_.sample.error_message},
        {"url", &stored_.sample.url},
        {"stream", &stored_.sample.stream}};
    const auto place = places.find(name);
    if (place == places.end()) return false;
    *place->second = json_.read_text();
    return true;
  }

  bool read_time(std::string_view name) {
    Sample& sample = stored_.sample;
    if (name == "connect_ns") {
      sample.connect = nanoseconds(whole<std::int64_t>());
      return true;
    }
    if (name == "idle_ns") {
      sample.idle = nanoseconds(whole<std::int64_t>());
      return true;
    }
    const std::map<std::string_view, std::int64_t*> places{{"started_at_ms", &sample.started_at.ms},
                                                           {"sent_ns", &sample.sent.ns},
                                                           {"first_byte_ns", &sample.first_byte.ns},
                                                           {"ended_ns", &sample.ended.ns}};
    const auto place = places.find(name);
    if (place == places.end()) return false;
    *place->second = whole<std::int64_t>();
    return true;
  }

  bool read_count(std::string_view name) {
    Sample& sample = stored_.sample;
    const std::map<std::string_view, std::uint32_t*> small{
        {"attempts", &sample.attempts},
        {"records", &sample.records},
        {"records_failed", &sample.records_failed},
        {"group_threads", &sample.group_threads},
        {"all_threads", &sample.all_threads}};
    if (const auto place = small.find(name); place != small.end()) {
      *place->second = whole<std::uint32_t>();
      return true;
    }
    const std::map<std::string_view, std::uint64_t*> large{
        {"payload_bytes", &sample.payload_bytes},
        {"bytes_sent", &sample.bytes_sent},
        {"bytes_received", &sample.bytes_received}};
    const auto place = large.find(name);
    if (place == large.end()) return false;
    *place->second = whole<std::uint64_t>();
    return true;
  }

  void read_member(std::string_view name) {
    if (read_text(name) || read_time(name) || read_count(name)) return;
    if (name == "ok") {
      stored_.sample.is_ok = json_.read_boolean();
    } else if (name == "status") {
      stored_.sample.status = whole<std::int32_t>();
    } else if (name == "details") {
      json_.enter_array();
      while (!is_bad_ && json_.next_element()) read_record();
    } else {
      json_.skip_value();
    }
  }

  void read_record() {
    if (stored_.sample.details.size() == records_max) {
      is_bad_ = true;
      return;
    }
    Sample::Record& record = stored_.sample.details.emplace_back();
    const std::map<std::string_view, std::string*> places{
        {"partition_key", &record.partition_key},
        {"data", &record.data},
        {"shard_id", &record.shard_id},
        {"sequence_number", &record.sequence_number},
        {"encryption_type", &record.encryption_type},
        {"error_code", &record.error_code}};
    json_.enter_object();
    while (const auto name = next_key()) {
      const auto place = places.find(*name);
      if (place != places.end()) {
        *place->second = json_.read_text();
      } else if (*name == "data_base64") {
        const auto data = json_.read_base64();
        is_bad_ = is_bad_ || !data;
        if (data) record.data = text_of(*data);
      } else {
        json_.skip_value();
      }
    }
  }

  JsonReader json_;
  StoredSample stored_;
  bool is_bad_ = false;
};

}  // namespace

void append_stored_sample(std::string& out, const Sample& sample, const SampleNames& names) {
  append_stored_sample(out, sample, label_name(sample, names), thread_name(sample, names));
}

void append_stored_sample(std::string& out, const Sample& sample, std::string_view label,
                          std::string_view thread_name) {
  JsonWriter json(out);
  json.begin_object();
  text(json, "label", label);
  text(json, "thread", thread_name);
  number(json, "started_at_ms", sample.started_at.ms);
  number(json, "sent_ns", (sample.sent - sample.planned).count());
  number(json, "first_byte_ns",
         sample.first_byte < sample.planned ? 0 : (sample.first_byte - sample.planned).count());
  number(json, "ended_ns", (sample.ended - sample.planned).count());
  number(json, "connect_ns", sample.connect.count());
  number(json, "idle_ns", sample.idle.count());
  json.key("ok");
  json.boolean(sample.is_ok);
  json.key("status");
  json.number(sample.status);
  json.key("attempts");
  json.number(sample.attempts);
  json.key("records");
  json.number(sample.records);
  number(json, "records_failed", sample.records_failed);
  number(json, "payload_bytes", sample.payload_bytes);
  number(json, "bytes_sent", sample.bytes_sent);
  number(json, "bytes_received", sample.bytes_received);
  number(json, "group_threads", sample.group_threads);
  number(json, "all_threads", sample.all_threads);
  text(json, "error_code", sample.error_code);
  text(json, "error_message", sample.error_message);
  text(json, "url", sample.url);
  text(json, "stream", sample.stream);
  if (!sample.details.empty()) {
    json.key("details");
    json.begin_array();
    for (const Sample::Record& record : sample.details) write_record(json, record);
    json.end_array();
  }
  json.end_object();
  out += '\n';
}

Result<StoredSample> read_stored_sample(std::string& line) { return LineReader(line).read(); }

}  // namespace weir::meter
