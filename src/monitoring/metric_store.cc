#include "monitoring/metric_store.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/check.h"
#include "monitoring/append_texts.h"
#include "monitoring/metric_read.h"
#include "monitoring/store_logs.h"

namespace weir::monitoring {
namespace {

// A window is written so long after its hour: KCL and KPL send the values of a minute when it has
// ended, and the next minutes' ends bring them here.
constexpr std::int64_t grace_minutes = 5;
// What happens at a time has been counted so much later.
constexpr std::int64_t counting_ms = 5'000;

constexpr std::int64_t hours_per_day = 24;
constexpr milliseconds one_minute_kept{15 * hours_per_day * hour_ms};
constexpr milliseconds five_minutes_kept{63 * hours_per_day * hour_ms};
constexpr std::int64_t days_kept = 455;
constexpr milliseconds one_hour_kept{days_kept * hours_per_day * hour_ms};

struct EncodedHour {
  std::vector<std::string> one_minute;
  std::vector<std::string> five_minutes;
  std::vector<std::string> one_hour;
};

EncodedHour encode_hour(std::int64_t hour, const SeriesRows& rows) {
  std::vector<SeriesPoints> one;
  std::vector<SeriesPoints> five;
  std::vector<SeriesPoints> sixty;
  for (const auto& [series, text] : rows) {
    std::optional<Points> points = points_of_rows(text);
    CHECK(points, "rows of series {} make no sense", series.value);
    five.push_back({series, coarser(*points, 5)});
    sixty.push_back({series, coarser(*points, minutes_per_hour)});
    one.push_back({series, *std::move(points)});
  }
  return {WindowLog::encode(hour, std::move(one)), WindowLog::encode(hour, std::move(five)),
          WindowLog::encode(hour, std::move(sixty))};
}

}  // namespace

MetricStore::MetricStore(const Parts& parts, const OpenPointsLimits& limits)
    : parts_(parts),
      open_(limits),
      logs_{.series = parts.logs.log(series_log_id),
            .minutes = parts.logs.log(minutes_log_id),
            .late = parts.logs.log(late_log_id),
            .one_minute = WindowLog(parts.logs.log(windows_1m_log_id)),
            .five_minutes = WindowLog(parts.logs.log(windows_5m_log_id)),
            .one_hour = WindowLog(parts.logs.log(windows_60m_log_id))} {}

// --- What was there before ---

void MetricStore::start(Gather gather) {
  gather_ = std::move(gather);
  is_busy_ = true;
  load([this](const Result<void>& loaded) {
    // Without what was there, series would get numbers that others have.
    if (!loaded) {
      parts_.logger.error("metrics_not_read", {{"reason", loaded.error().message}});
      return;
    }
    is_loaded_ = true;
    written_before_ = minute_of(parts_.clock.wall_now());
    for (Task& task : std::exchange(waiting_, {})) task();
    finish_tick({});
  });
}

Result<void> MetricStore::add(const std::vector<MetricValue>& values) {
  if (!is_loaded_) return fail(ErrorCode::throttled, "The metrics are still being read.");
  return open_.add(values);
}

void MetricStore::load(Done<void> done) {
  read_all(
      parts_.home, logs_.series, logs_.series->bounds().trim_horizon,
      [this](const log::StoredRecord& record) {
        if (open_.restore_series(text_of(record.data))) return;
        parts_.logger.warning("metrics_not_known", {{"offset", record.offset.value}});
      },
      [this, done = std::move(done)](Result<void> read) mutable {
        if (!read) return done(std::move(read));
        load_minutes(std::move(done));
      });
}

void MetricStore::load_minutes(Done<void> done) {
  auto records = std::make_shared<std::vector<std::pair<log::Offset, std::string>>>();
  minutes_next_ = logs_.minutes->bounds().tail;
  read_all(
      parts_.home, logs_.minutes, logs_.minutes->bounds().trim_horizon,
      [records](const log::StoredRecord& record) {
        records->emplace_back(record.offset, text_of(record.data));
      },
      [this, records, done = std::move(done)](Result<void> read) mutable {
        if (read) take_minutes(*records);
        done(std::move(read));
      });
}

void MetricStore::take_minutes(const std::vector<std::pair<log::Offset, std::string>>& records) {
  DoneRecord last{.hour = std::numeric_limits<std::int64_t>::min()};
  for (const auto& record : records) {
    if (const auto done = decode_done(record.second)) last = *done;
  }
  open_.restore_done(last);
  for (const auto& [offset, text] : records) {
    const std::optional<RowsRecord> record = decode_rows(text);
    if (!record || (record->hour <= last.hour && offset.value < last.before)) continue;
    open_.restore_rows(record->hour, record->rows);
    minutes_.emplace(offset, record->hour);
  }
}

WallTime MetricStore::written_before() const { return {written_before_ * minute_ms}; }

// --- Minutes and hours as they end ---

void MetricStore::tick_later() {
  const std::int64_t ms = parts_.clock.wall_now().ms;
  const std::int64_t rest = minute_ms - (ms - minute_of({ms}) * minute_ms);
  timer_ = parts_.home.after(milliseconds(rest), [this] { tick(); });
}

void MetricStore::tick() {
  is_busy_ = true;
  std::deque<Step> steps;
  if (gather_) steps.push_back([this](Done<void> done) { gather_(parts_.home, std::move(done)); });
  steps.push_back([this](Done<void> done) {
    const std::int64_t minute = minute_of(parts_.clock.wall_now());
    open_.drop_fine(minute * minute_ms - OpenPoints::fine_ms);
    write_minutes(minute, [this, minute, done = std::move(done)](Result<void> written) mutable {
      if (written) written_before_ = minute;
      done(std::move(written));
    });
  });
  steps.push_back([this](Done<void> done) {
    const std::int64_t minute = minute_of(parts_.clock.wall_now());
    flush(hour_of_minute(minute - grace_minutes) - 1, std::move(done));
  });
  run(std::move(steps), [this](const Result<void>& outcome) { finish_tick(outcome); });
}

// What failed stays in memory, and the next minute tries again.
void MetricStore::finish_tick(const Result<void>& outcome) {
  is_busy_ = false;
  if (!outcome && !has_warned_) {
    parts_.logger.warning("metrics_not_written", {{"reason", outcome.error().message}});
  }
  has_warned_ = !outcome;
  if (stopping_) return stop(std::exchange(stopping_, nullptr));
  tick_later();
}

void MetricStore::stop(Done<void> done) {
  timer_.reset();
  if (is_busy_) {
    stopping_ = std::move(done);
    return;
  }
  std::deque<Step> steps;
  if (gather_)
    steps.push_back([this](Done<void> go_on) { gather_(parts_.home, std::move(go_on)); });
  steps.push_back([this](Done<void> go_on) {
    write_minutes(std::numeric_limits<std::int64_t>::max(), std::move(go_on));
  });
  run(std::move(steps), std::move(done));
}

// Series first: rows of an unknown series mean nothing.
void MetricStore::write_minutes(std::int64_t before, Done<void> done) {
  OpenPoints::Taken taken = open_.take(before);
  std::ranges::move(taken.definitions, std::back_inserter(definitions_));
  std::vector<std::string> texts;
  std::vector<std::int64_t> hours;
  for (const auto& [hour, rows] : taken.rows) {
    for (std::string& text : encode_rows(hour, 0, rows)) {
      texts.push_back(std::move(text));
      hours.push_back(hour);
    }
  }
  append_texts(parts_.home, logs_.series, definitions_,
               [this, texts = std::move(texts), hours = std::move(hours),
                done = std::move(done)](const Result<log::Offset>& defined) mutable {
                 if (!defined) return done(std::unexpected(defined.error()));
                 definitions_.clear();
                 if (texts.empty()) return done({});
                 append_texts(parts_.home, logs_.minutes, std::move(texts),
                              [this, hours = std::move(hours),
                               done = std::move(done)](const Result<log::Offset>& written) mutable {
                                if (!written) return done(std::unexpected(written.error()));
                                log::Offset offset = *written;
                                for (const std::int64_t hour : hours) {
                                  minutes_.emplace(offset, hour);
                                  offset = offset + 1;
                                }
                                minutes_next_ = offset;
                                done({});
                              });
               });
}

void MetricStore::flush(std::int64_t hour, Done<void> done) {
  if (hour <= open_.done_hour()) return done({});
  std::deque<Step> steps;
  for (const std::int64_t one : open_.hours_through(hour)) {
    steps.push_back([this, one](Done<void> go_on) { flush_hour(one, std::move(go_on)); });
  }
  if (!open_.late().empty()) {
    steps.push_back([this](Done<void> go_on) { flush_late(std::move(go_on)); });
  }
  if (steps.empty()) {
    // Nothing was written, so nothing is to be said.
    open_.set_done(hour, open_.batches());
    return done({});
  }
  steps.push_back([this, hour](Done<void> go_on) { mark_done(hour, std::move(go_on)); });
  steps.push_back([this](Done<void> go_on) { keep_house(std::move(go_on)); });
  run(std::move(steps), std::move(done));
}

void MetricStore::flush_hour(std::int64_t hour, Done<void> done) {
  parts_.worker.run([this, hour, rows = open_.rows_of(hour), done = std::move(done)]() mutable {
    auto encoded = std::make_shared<EncodedHour>(encode_hour(hour, rows));
    parts_.home.post([this, encoded, done = std::move(done)]() mutable {
      std::deque<Step> steps;
      steps.push_back([this, encoded](Done<void> go_on) {
        logs_.one_minute.append(parts_.home, std::move(encoded->one_minute), std::move(go_on));
      });
      steps.push_back([this, encoded](Done<void> go_on) {
        logs_.five_minutes.append(parts_.home, std::move(encoded->five_minutes), std::move(go_on));
      });
      steps.push_back([this, encoded](Done<void> go_on) {
        logs_.one_hour.append(parts_.home, std::move(encoded->one_hour), std::move(go_on));
      });
      run(std::move(steps), std::move(done));
    });
  });
}

void MetricStore::flush_late(Done<void> done) {
  std::vector<std::string> texts;
  for (const auto& [hour, rows] : open_.late()) {
    std::ranges::move(encode_rows(hour, open_.batches() + 1, rows), std::back_inserter(texts));
  }
  append_texts(parts_.home, logs_.late, std::move(texts),
               [done = std::move(done)](const Result<log::Offset>& written) mutable {
                 if (!written) return done(std::unexpected(written.error()));
                 done({});
               });
}

// From here on the windows count, and not the minutes that they were made of.
void MetricStore::mark_done(std::int64_t hour, Done<void> done) {
  const DoneRecord record{
      .hour = hour, .before = minutes_next_.value, .batches = open_.batches() + 1};
  append_texts(parts_.home, logs_.minutes, {encode_done(record)},
               [this, record, done = std::move(done)](const Result<log::Offset>& written) mutable {
                 if (!written) return done(std::unexpected(written.error()));
                 open_.set_done(record.hour, record.batches);
                 std::erase_if(minutes_,
                               [&](const auto& entry) { return entry.second <= record.hour; });
                 const log::Offset needed =
                     minutes_.empty() ? *written : std::min(minutes_.begin()->first, *written);
                 minutes_next_ = *written + 1;
                 logs_.minutes->trim(parts_.home, needed, std::move(done));
               });
}

// Once a day: which series there are, written anew, and what is too old let go.
void MetricStore::keep_house(Done<void> done) {
  const WallTime now = parts_.clock.wall_now();
  const std::int64_t hour = hour_of_minute(minute_of(now));
  const std::int64_t day = hour / hours_per_day;
  if (day_kept_ == day) return done({});
  day_kept_ = day;
  std::deque<Step> steps;
  steps.push_back([this, hour](Done<void> go_on) {
    open_.expire(hour - days_kept * hours_per_day);
    append_texts(parts_.home, logs_.series, open_.all_definitions(),
                 [this, go_on = std::move(go_on)](const Result<log::Offset>& written) mutable {
                   if (!written) return go_on(std::unexpected(written.error()));
                   logs_.series->trim(parts_.home, *written, std::move(go_on));
                 });
  });
  const auto trim = [&](WindowLog& log, milliseconds kept) {
    steps.push_back([this, &log, time = now - kept](Done<void> go_on) {
      log.trim(parts_.home, time, std::move(go_on));
    });
  };
  trim(logs_.one_minute, one_minute_kept);
  trim(logs_.five_minutes, five_minutes_kept);
  trim(logs_.one_hour, one_hour_kept);
  steps.push_back([this, time = now - one_hour_kept](Done<void> go_on) {
    WindowLog(logs_.late).trim(parts_.home, time, std::move(go_on));
  });
  run(std::move(steps), std::move(done));
}

void MetricStore::run(std::deque<Step> steps, Done<void> done) {
  if (steps.empty()) return done({});
  Step step = std::move(steps.front());
  steps.pop_front();
  step([this, steps = std::move(steps), done = std::move(done)](Result<void> outcome) mutable {
    if (!outcome) return done(std::move(outcome));
    run(std::move(steps), std::move(done));
  });
}

void MetricStore::read(env::EventLoop& home, const MetricRange& range,
                       Done<std::vector<Datapoint>> done) {
  if (is_loaded_) return read_when_loaded(home, range, std::move(done));
  parts_.home.post([this, &home, range, done = std::move(done)]() mutable {
    Task task = [this, &home, range, done = std::move(done)]() mutable {
      home.post([this, &home, range, done = std::move(done)]() mutable {
        read_when_loaded(home, range, std::move(done));
      });
    };
    if (is_loaded_) return task();
    waiting_.push_back(std::move(task));
  });
}

// Thousands of alarms read the same minutes, one after the other: every loop is asked once.
bool MetricStore::has_all_before(WallTime end) const {
  const std::int64_t gathered_ms = gathered_ms_;
  return end.ms <= gathered_ms - counting_ms &&
         gathered_ms <= parts_.clock.wall_now().ms;  // Unless the clock has been set back.
}

void MetricStore::read_when_loaded(env::EventLoop& home, const MetricRange& range,
                                   Done<std::vector<Datapoint>> done) {
  if (!gather_ || has_all_before(range.end)) {
    return read_metric(home, logs_, open_, range, std::move(done));
  }
  gather_(home, [this, &home, range, asked_ms = parts_.clock.wall_now().ms,
                 done = std::move(done)](const Result<void>& gathered) mutable {
    if (gathered) gathered_ms_ = asked_ms;
    read_metric(home, logs_, open_, range, std::move(done));
  });
}

}  // namespace weir::monitoring
