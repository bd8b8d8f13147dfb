#include "monitoring/points.h"

#include <map>
#include <utility>

#include "monitoring/number_encoding.h"

namespace weir::monitoring {
namespace {

// What is known of the spread: nothing; that all values are the same; or so many buckets, and then
// the number is this and the count of buckets.
constexpr std::uint64_t spread_unknown = 0;
constexpr std::uint64_t spread_of_one_value = 1;

constexpr std::size_t columns_bytes_max = 16u << 20;
constexpr std::uint32_t index_max = 3'600;

// Where the buckets of a point are written; the other statistics have columns of their own.
void write_spread(NumberWriter& writer, const Statistics& statistics) {
  const Sketch::Buckets& buckets = statistics.sketch.buckets();
  if (buckets.empty()) return writer.integer(spread_unknown);
  if (statistics.minimum == statistics.maximum) return writer.integer(spread_of_one_value);
  writer.integer(spread_of_one_value + buckets.size());
  std::int32_t number = 0;
  double none = 0;
  for (const auto& [bucket, count] : buckets) {
    writer.signed_integer(std::int64_t{bucket} - number);
    number = bucket;
    none = 0;
    writer.value(count, none);
  }
}

void read_spread(NumberReader& reader, Statistics& statistics) {
  const std::uint64_t code = reader.integer();
  if (code == spread_unknown) return;
  if (code == spread_of_one_value) {
    statistics.sketch.record(statistics.minimum, statistics.sample_count);
    return;
  }
  if (code - spread_of_one_value > Sketch::buckets_max) return reader.reject();
  Sketch::Buckets buckets(code - spread_of_one_value);
  std::int64_t number = 0;
  for (auto& [bucket, count] : buckets) {
    number += reader.signed_integer();
    bucket = static_cast<std::int32_t>(number);
    double none = 0;
    count = reader.value(none);
  }
  statistics.sketch = Sketch::of(std::move(buckets));
}

// The last value of each column.
struct Before {
  double sample_count = 0;
  double sum = 0;
  double minimum = 0;
  double maximum = 0;
};

// What a sum is likely to be: as many values as there are, each as large as the average so far.
// Records of one size then cost nothing beside their number.
class SumGuess {
 public:
  double of(double sample_count) const { return count_ == 0 ? 0 : sum_ / count_ * sample_count; }
  void note(double sample_count, double sum) {
    count_ += sample_count;
    sum_ += sum;
  }

 private:
  double count_ = 0;
  double sum_ = 0;
};

constexpr std::size_t column_count = 6;  // Series and indexes, four numbers, the spread.

}  // namespace

void append_row(std::string& rows, std::uint32_t index, const Statistics& statistics) {
  NumberWriter writer(rows);
  Before before;
  writer.integer(index);
  writer.value(statistics.sample_count, before.sample_count);
  writer.value(statistics.sum, before.sum);
  writer.value(statistics.minimum, before.minimum);
  writer.value(statistics.maximum, before.maximum);
  write_spread(writer, statistics);
}

std::optional<Points> points_of_rows(std::string_view rows) {
  std::map<std::uint32_t, Statistics> by_index;
  NumberReader reader(rows);
  while (!reader.is_at_end()) {
    const std::uint64_t index = reader.integer();
    Before before;
    Statistics statistics;
    statistics.sample_count = reader.value(before.sample_count);
    statistics.sum = reader.value(before.sum);
    statistics.minimum = reader.value(before.minimum);
    statistics.maximum = reader.value(before.maximum);
    read_spread(reader, statistics);
    if (reader.failed() || index >= index_max) return std::nullopt;
    by_index[static_cast<std::uint32_t>(index)].merge(statistics);
  }
  Points points;
  points.reserve(by_index.size());
  for (auto& [index, statistics] : by_index) points.push_back({index, std::move(statistics)});
  return reader.failed() ? std::nullopt : std::optional(std::move(points));
}

Points coarser(const Points& points, std::uint32_t factor) {
  Points result;
  for (const Point& point : points) {
    const std::uint32_t index = point.index / factor;
    if (result.empty() || result.back().index != index) result.push_back({index, {}});
    result.back().statistics.merge(point.statistics);
  }
  return result;
}

// Each kind of number by itself, series after series: neighbours are alike, so that zlib finds
// them.
std::string encode_columns(const std::vector<SeriesPoints>& series) {
  std::string columns[column_count];  // NOLINT(modernize-avoid-c-arrays)
  NumberWriter heads(columns[0]);
  heads.integer(series.size());
  std::uint32_t last_id = 0;
  for (const SeriesPoints& one : series) {
    heads.integer(one.series.value - std::exchange(last_id, one.series.value));
    heads.integer(one.points.size());
    Before before;
    SumGuess guess;
    std::uint32_t next = 0;
    for (const Point& point : one.points) {
      heads.integer(point.index - std::exchange(next, point.index + 1));
      NumberWriter(columns[1]).value(point.statistics.sample_count, before.sample_count);
      before.sum = guess.of(point.statistics.sample_count);
      NumberWriter(columns[2]).value(point.statistics.sum, before.sum);
      guess.note(point.statistics.sample_count, point.statistics.sum);
      NumberWriter(columns[3]).value(point.statistics.minimum, before.minimum);
      NumberWriter(columns[4]).value(point.statistics.maximum, before.maximum);
      NumberWriter spread(columns[5]);
      write_spread(spread, point.statistics);
    }
  }
  std::string plain;
  NumberWriter writer(plain);
  for (const std::string& column : columns) writer.text(column);
  return packed(plain);
}

std::optional<std::vector<SeriesPoints>> decode_columns(std::string_view encoded) {
  const std::string plain = unpacked(encoded, columns_bytes_max);
  NumberReader all(plain);
  NumberReader heads(all.text());
  NumberReader counts(all.text());
  NumberReader sums(all.text());
  NumberReader minima(all.text());
  NumberReader maxima(all.text());
  NumberReader spreads(all.text());
  std::vector<SeriesPoints> series(heads.count());
  std::uint64_t id = 0;
  for (SeriesPoints& one : series) {
    id += heads.integer();
    one.series = SeriesId{static_cast<std::uint32_t>(id)};
    one.points.resize(heads.count());
    Before before;
    SumGuess guess;
    std::uint64_t next = 0;
    for (Point& point : one.points) {
      next += heads.integer();
      if (next >= index_max) heads.reject();
      point.index = static_cast<std::uint32_t>(next++);
      point.statistics.sample_count = counts.value(before.sample_count);
      before.sum = guess.of(point.statistics.sample_count);
      point.statistics.sum = sums.value(before.sum);
      guess.note(point.statistics.sample_count, point.statistics.sum);
      point.statistics.minimum = minima.value(before.minimum);
      point.statistics.maximum = maxima.value(before.maximum);
      read_spread(spreads, point.statistics);
    }
    if (heads.failed()) return std::nullopt;
  }
  for (const NumberReader* reader : {&all, &heads, &counts, &sums, &minima, &maxima, &spreads}) {
    if (reader->failed() || !reader->is_at_end()) return std::nullopt;
  }
  return series;
}

}  // namespace weir::monitoring
