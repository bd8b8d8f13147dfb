#include "monitoring/window_log.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/bytes.h"
#include "base/check.h"
#include "monitoring/append_texts.h"
#include "monitoring/number_encoding.h"
#include "monitoring/store_logs.h"

namespace weir::monitoring {
namespace {

// A pack is decoded whole for one series of it; larger ones compress no better.
constexpr std::size_t points_per_pack = 4'000;

enum class RecordKind : std::uint8_t { contents = 1, pack = 2 };

// What a record of the log says before its points.
struct Head {
  RecordKind kind = RecordKind::contents;
  std::int64_t hour = 0;
  std::uint64_t number = 0;        // Of a pack, from 0.
  std::vector<SeriesId> firsts{};  // Of contents: the first series of each pack.
  std::string_view points{};       // Of a pack: the rest.
};

std::optional<Head> head_of(ByteView record) {
  NumberReader reader(text_of(record));
  Head head;
  const std::uint64_t kind = reader.integer();
  head.hour = reader.signed_integer();
  if (kind == static_cast<std::uint64_t>(RecordKind::pack)) {
    head.kind = RecordKind::pack;
    head.number = reader.integer();
    head.points = reader.text();
  } else if (kind == static_cast<std::uint64_t>(RecordKind::contents)) {
    head.firsts.resize(reader.count());
    std::uint64_t id = 0;
    for (SeriesId& first : head.firsts) {
      id += reader.integer();
      first.value = static_cast<std::uint32_t>(id);
    }
  } else {
    reader.reject();
  }
  return reader.failed() ? std::nullopt : std::optional(std::move(head));
}

std::string pack_text(std::int64_t hour, std::size_t number,
                      const std::vector<SeriesPoints>& series) {
  std::string text;
  NumberWriter writer(text);
  writer.integer(static_cast<std::uint64_t>(RecordKind::pack));
  writer.signed_integer(hour);
  writer.integer(number);
  writer.text(encode_columns(series));
  return text;
}

// Goes from contents to the pack it wants to the next contents.
class Reader : public std::enable_shared_from_this<Reader> {
 public:
  Reader(env::EventLoop& home, std::shared_ptr<log::ShardLog> log, SeriesId series,
         std::int64_t first, std::int64_t last, Done<Windows> done)
      : home_(home),
        log_(std::move(log)),
        series_(series),
        first_(first),
        last_(last),
        done_(std::move(done)) {}

  // A window is written once its hour is over.
  void start() {
    log_->find(home_, WallTime{(first_ + 1) * hour_ms},
               [self = shared_from_this()](Result<log::Offset> found) {
                 if (!found) return self->fail_with(std::move(found).error());
                 self->wanted_ = *found;
                 self->go_on();
               });
  }

 private:
  void go_on() {
    // A window of few series comes with its neighbours in one read.
    log_->read(home_, wanted_, {.records_max = 64, .bytes_max = 64u << 10},
               [self = shared_from_this()](Result<log::ReadBatch> batch) {
                 if (!batch) return self->fail_with(std::move(batch).error());
                 self->take(*batch);
               });
  }

  void take(const log::ReadBatch& batch) {
    if (batch.records.empty()) return done_(std::move(windows_));
    // What was trimmed meanwhile is left out.
    wanted_ = std::max(wanted_, batch.records.front().offset);
    for (const log::StoredRecord& record : batch.records) {
      if (record.offset < wanted_) continue;
      const std::optional<Head> head = head_of(record.data);
      if (!head) return fail_with({ErrorCode::corrupt, "A record of metrics makes no sense."});
      const bool is_contents = head->kind == RecordKind::contents;
      if (is_contents && head->hour > last_) return done_(std::move(windows_));
      is_contents ? take_contents(record.offset, *head) : take_pack(record.offset, *head);
      if (wanted_ <= record.offset) break;
    }
    go_on();
  }

  void take_contents(log::Offset offset, const Head& head) {
    contents_ = offset;
    is_searching_ = false;
    hour_ = head.hour;
    after_ = offset + 1 + head.firsts.size();
    const auto behind = std::ranges::upper_bound(head.firsts, series_);
    pack_.reset();
    wanted_ = after_;
    windows_.erase(hour_);  // The window that counts is this one.
    if (head.hour < first_ || behind == head.firsts.begin()) return;
    pack_ = static_cast<std::uint64_t>(behind - head.firsts.begin()) - 1;
    wanted_ = offset + 1 + *pack_;
  }

  void take_pack(log::Offset offset, const Head& head) {
    if (!is_searching_ && pack_ && head.hour == hour_ && head.number == *pack_) {
      take_points(head);
      pack_.reset();
      wanted_ = after_;
      return;
    }
    // Not what the contents say: the window was cut off, and whatever begins behind it is nearer.
    wanted_ = is_searching_ || !contents_ ? offset + 1 : *contents_ + 1;
    is_searching_ = true;
  }

  void take_points(const Head& head) {
    const auto decoded = decode_columns(head.points);
    if (!decoded) return;
    const auto found = std::ranges::lower_bound(*decoded, series_, {}, &SeriesPoints::series);
    if (found != decoded->end() && found->series == series_) windows_[hour_] = found->points;
  }

  void fail_with(Error error) { done_(std::unexpected(std::move(error))); }

  env::EventLoop& home_;
  const std::shared_ptr<log::ShardLog> log_;
  const SeriesId series_;
  const std::int64_t first_;
  const std::int64_t last_;
  Done<Windows> done_;
  Windows windows_;
  log::Offset wanted_;
  std::optional<log::Offset> contents_{};  // Of the last window.
  bool is_searching_ = false;              // For the next contents.
  std::int64_t hour_ = 0;
  std::optional<std::uint64_t> pack_{};  // Which one of the window is wanted.
  log::Offset after_;
};

}  // namespace

std::vector<std::string> WindowLog::encode(std::int64_t hour, std::vector<SeriesPoints> series) {
  std::vector<std::string> records(1);
  std::vector<SeriesPoints> pack;
  std::vector<SeriesId> firsts;
  std::size_t points = 0;
  const auto close_pack = [&] {
    if (pack.empty()) return;
    firsts.push_back(pack.front().series);
    records.push_back(pack_text(hour, firsts.size() - 1, pack));
    pack.clear();
    points = 0;
  };
  for (SeriesPoints& one : series) {
    points += one.points.size();
    pack.push_back(std::move(one));
    if (points >= points_per_pack) close_pack();
  }
  close_pack();
  NumberWriter writer(records.front());
  writer.integer(static_cast<std::uint64_t>(RecordKind::contents));
  writer.signed_integer(hour);
  writer.integer(firsts.size());
  std::uint32_t last = 0;
  for (const SeriesId first : firsts) {
    CHECK(first.value >= last, "series {} follows {}", first.value, last);
    writer.integer(first.value - std::exchange(last, first.value));
  }
  return records;
}

void WindowLog::append(env::EventLoop& home, std::vector<std::string> window, Done<void> done) {
  append_texts(home, log_, std::move(window),
               [done = std::move(done)](Result<log::Offset> appended) mutable {
                 if (!appended) return done(std::unexpected(std::move(appended).error()));
                 done({});
               });
}

void WindowLog::read(env::EventLoop& home, SeriesId series, std::int64_t first, std::int64_t last,
                     Done<Windows> done) {
  if (last < first) {
    return home.post([done = std::move(done)]() mutable { done(Windows()); });
  }
  std::make_shared<Reader>(home, log_, series, first, last, std::move(done))->start();
}

void WindowLog::trim(env::EventLoop& home, WallTime time, Done<void> done) {
  log_->find(home, time,
             [&home, log = log_, done = std::move(done)](Result<log::Offset> found) mutable {
               if (!found) return done(std::unexpected(std::move(found).error()));
               log->trim(home, *found, std::move(done));
             });
}

}  // namespace weir::monitoring
