#include "monitoring/minute_rows.h"

#include <utility>

#include "monitoring/number_encoding.h"

namespace weir::monitoring {
namespace {

constexpr std::size_t text_bytes = 512u << 10;
constexpr std::size_t text_bytes_max = 64u << 20;

enum class RecordKind : std::uint8_t { rows = 1, done = 2 };

void write_head(NumberWriter& writer, RecordKind kind, std::int64_t hour) {
  writer.integer(static_cast<std::uint64_t>(kind));
  writer.signed_integer(hour);
}

}  // namespace

std::vector<std::string> encode_rows(std::int64_t hour, std::uint64_t batch,
                                     const SeriesRows& rows) {
  std::vector<std::string> texts;
  for (auto next = rows.begin(); next != rows.end();) {
    std::string plain;
    NumberWriter writer(plain);
    write_head(writer, RecordKind::rows, hour);
    writer.integer(batch);
    std::uint32_t last = 0;
    for (; next != rows.end() && plain.size() < text_bytes; ++next) {
      writer.integer(next->first.value - std::exchange(last, next->first.value));
      writer.text(next->second);
    }
    texts.push_back(packed(plain));
  }
  return texts;
}

std::string encode_done(const DoneRecord& done) {
  std::string plain;
  NumberWriter writer(plain);
  write_head(writer, RecordKind::done, done.hour);
  writer.integer(done.before);
  writer.integer(done.batches);
  return packed(plain);
}

std::optional<RowsRecord> decode_rows(std::string_view text) {
  const std::string plain = unpacked(text, text_bytes_max);
  NumberReader reader(plain);
  if (reader.integer() != static_cast<std::uint64_t>(RecordKind::rows)) return std::nullopt;
  RowsRecord record{.hour = reader.signed_integer(), .batch = reader.integer()};
  std::uint64_t id = 0;
  while (!reader.is_at_end()) {
    id += reader.integer();
    record.rows[SeriesId{static_cast<std::uint32_t>(id)}] += reader.text();
  }
  return reader.failed() ? std::nullopt : std::optional(std::move(record));
}

std::optional<DoneRecord> decode_done(std::string_view text) {
  const std::string plain = unpacked(text, text_bytes_max);
  NumberReader reader(plain);
  if (reader.integer() != static_cast<std::uint64_t>(RecordKind::done)) return std::nullopt;
  const DoneRecord done{
      .hour = reader.signed_integer(), .before = reader.integer(), .batches = reader.integer()};
  return reader.failed() ? std::nullopt : std::optional(done);
}

std::size_t add_rows(SeriesRows& rows, const SeriesRows& more) {
  std::size_t bytes = 0;
  for (const auto& [series, text] : more) {
    rows[series] += text;
    bytes += text.size();
  }
  return bytes;
}

}  // namespace weir::monitoring
