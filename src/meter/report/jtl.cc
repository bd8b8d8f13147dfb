#include "meter/report/jtl.h"

#include <fmt/format.h>

#include <iterator>

#include "meter/report/markup.h"

namespace weir::meter {
namespace {

constexpr std::size_t records_told_max = 500;

std::int64_t ms_of(nanoseconds time) { return (time.count() + 500'000) / 1'000'000; }

std::int64_t first_byte_ms(const Sample& sample) {
  if (sample.first_byte < sample.planned) return 0;  // No answer came.
  return ms_of(sample.first_byte - sample.planned);
}

std::string failure_message(const Sample& sample) {
  if (sample.records_failed == 0 || sample.records < 2) return "";
  return fmt::format("{} of {} records failed", sample.records_failed, sample.records);
}

std::string valid_csv_field(std::string_view text) { return csv_field(valid_utf8(text)); }

}  // namespace

std::string_view label_name(const Sample& sample, const SampleNames& names) {
  return sample.label < names.labels.size() ? std::string_view(names.labels[sample.label])
                                            : std::string_view();
}

std::string thread_name(const Sample& sample, const SampleNames& names) {
  const std::string_view group = sample.group < names.groups.size()
                                     ? std::string_view(names.groups[sample.group])
                                     : std::string_view();
  return fmt::format("{} {}-{}", group, sample.group + 1, sample.thread);
}

WallTime planned_at(const Sample& sample) {
  return sample.started_at - milliseconds(ms_of(sample.sent - sample.planned));
}

std::string response_code(const Sample& sample) {
  if (!sample.error_code.empty()) return sample.error_code;
  return sample.status == 0 ? "Non HTTP response" : std::to_string(sample.status);
}

std::string response_message(const Sample& sample) {
  if (!sample.error_message.empty()) return sample.error_message;
  return sample.is_ok ? "OK" : failure_message(sample);
}

std::string request_text(const Sample& sample) {
  std::string text = "Stream Name: " + sample.stream + "\n";
  for (const Sample::Record& record : sample.details) {
    text += fmt::format("Partition Key: {}\nData Record: {}\n", record.partition_key, record.data);
    if (&record - sample.details.data() + 1 == records_told_max) break;
  }
  return text;
}

std::string response_text(const Sample& sample) {
  std::string text;
  if (!sample.error_message.empty()) text = sample.error_message + "\n";
  for (const Sample::Record& record : sample.details) {
    if (!record.error_code.empty()) {
      text += fmt::format("Error Code: {}\n", record.error_code);
    } else if (!record.shard_id.empty()) {
      text += fmt::format("Shard id: {}\nSequence Number: {}\nEncryption Type: {}\n",
                          record.shard_id, record.sequence_number, record.encryption_type);
    }
    if (&record - sample.details.data() + 1 == records_told_max) break;
  }
  return text;
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char character : text) {
    if (character == '"') quoted += '"';
    quoted += character;
  }
  return quoted + '"';
}

std::string jtl_csv_head() {
  return "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,"
         "failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect\n";
}

void append_jtl_csv(std::string& out, const Sample& sample, const SampleNames& names) {
  fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},text,{},{},{},{},{},{},{},{},{},{}\n",
                 planned_at(sample).ms, ms_of(sample.latency()),
                 valid_csv_field(label_name(sample, names)), valid_csv_field(response_code(sample)),
                 valid_csv_field(response_message(sample)),
                 valid_csv_field(thread_name(sample, names)), sample.is_ok, failure_message(sample),
                 sample.bytes_received, sample.bytes_sent, sample.group_threads, sample.all_threads,
                 valid_csv_field(sample.url), first_byte_ms(sample), ms_of(sample.idle),
                 ms_of(sample.connect));
}

std::string jtl_xml_head() {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testResults version=\"1.2\">\n";
}

void append_jtl_xml(std::string& out, const Sample& sample, const SampleNames& names) {
  fmt::format_to(
      std::back_inserter(out),
      "<sample t=\"{}\" it=\"{}\" lt=\"{}\" ct=\"{}\" ts=\"{}\" s=\"{}\" lb=\"{}\" rc=\"{}\" "
      "rm=\"{}\" tn=\"{}\" dt=\"text\" by=\"{}\" sby=\"{}\" ng=\"{}\" na=\"{}\">\n",
      ms_of(sample.latency()), ms_of(sample.idle), first_byte_ms(sample), ms_of(sample.connect),
      planned_at(sample).ms, sample.is_ok, markup_escaped(label_name(sample, names)),
      markup_escaped(response_code(sample)), markup_escaped(response_message(sample)),
      markup_escaped(thread_name(sample, names)), sample.bytes_received, sample.bytes_sent,
      sample.group_threads, sample.all_threads);
  if (!sample.details.empty()) {
    out += "  <responseData class=\"java.lang.String\">" + markup_escaped(response_text(sample));
    out += "</responseData>\n  <samplerData class=\"java.lang.String\">";
    out += markup_escaped(request_text(sample)) + "</samplerData>\n";
  }
  out += "</sample>\n";
}

std::string jtl_xml_foot() { return "</testResults>\n"; }

}  // namespace weir::meter
