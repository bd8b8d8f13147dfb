#include "monitoring/metric_read.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "monitoring/append_texts.h"
#include "monitoring/store_logs.h"

namespace weir::monitoring {
namespace {

class Read : public std::enable_shared_from_this<Read> {
 public:
  Read(env::EventLoop& home, MetricLogs& logs, MetricRange range, Done<std::vector<Datapoint>> done)
      : home_(home), logs_(logs), range_(std::move(range)), done_(std::move(done)) {}

  void start(const OpenPoints& open) {
    look_ = open.look(range_);
    first_hour_ = hour_of_minute(minute_of(range_.start));
    last_hour_ = std::min(hour_of_minute(minute_of({range_.end.ms - 1})), look_.done_hour);
    if (range_.period < seconds(60) || last_hour_ < first_hour_ || look_.series.empty()) {
      return home_.post([self = shared_from_this()] { self->answer(); });
    }
    read_windows();
  }

 private:
  // The coarsest points that the periods are sums of: the fewest bytes, and the longest kept.
  std::pair<WindowLog*, std::int64_t> resolution() const {
    const std::int64_t period = milliseconds(range_.period).count();
    if (period % hour_ms == 0 && range_.start.ms % hour_ms == 0) {
      return {&logs_.one_hour, hour_ms};
    }
    if (period % (5 * minute_ms) == 0 && range_.start.ms % (5 * minute_ms) == 0) {
      return {&logs_.five_minutes, 5 * minute_ms};
    }
    return {&logs_.one_minute, minute_ms};
  }

  void read_windows() {
    if (series_ == look_.series.size()) return read_late();
    const auto [log, step] = resolution();
    log->read(home_, look_.series[series_].id, first_hour_, last_hour_,
              [self = shared_from_this(), step_ms = step](Result<Windows> windows) {
                if (!windows) return self->fail_with(std::move(windows).error());
                const std::string& unit = self->look_.series[self->series_++].unit;
                for (const auto& [hour, points] : *windows) {
                  for (const Point& point : points) {
                    add_to(self->look_.found, self->range_, hour * hour_ms + point.index * step_ms,
                           unit, point.statistics);
                  }
                }
                self->read_windows();
              });
  }

  // What is late for an hour came after it.
  void read_late() {
    if (logs_.late->bounds().trim_horizon == logs_.late->bounds().tail) return answer();
    logs_.late->find(home_, WallTime{(first_hour_ + 1) * hour_ms},
                     [self = shared_from_this()](Result<log::Offset> from) {
                       if (!from) return self->fail_with(std::move(from).error());
                       read_all(
                           self->home_, self->logs_.late, *from,
                           [self](const log::StoredRecord& record) { self->take_late(record); },
                           [self](const Result<void>& outcome) {
                             if (!outcome) return self->fail_with(outcome.error());
                             self->add_late();
                             self->answer();
                           });
                     });
  }

  void take_late(const log::StoredRecord& stored) {
    const std::optional<RowsRecord> record = decode_rows(text_of(stored.data));
    if (!record || record->hour < first_hour_ || record->hour > last_hour_) return;
    if (record->batch > look_.batches) return;  // Was in memory when that was looked at.
    for (const Series& series : look_.series) {
      const auto rows = record->rows.find(series.id);
      if (rows == record->rows.end()) continue;
      // Begun again after a kill, a batch counts as it was written last.
      late_[{record->hour, record->batch, series.unit}] = rows->second;
    }
  }

  void add_late() {
    for (const auto& [key, rows] : late_) {
      const auto& [hour, batch, unit] = key;
      for (const Point& point : points_of_rows(rows).value_or(Points())) {
        add_to(look_.found, range_, hour * hour_ms + point.index * minute_ms, unit,
               point.statistics);
      }
    }
  }

  void answer() {
    std::vector<Datapoint> datapoints;
    datapoints.reserve(look_.found.size());
    for (auto& [key, statistics] : look_.found) {
      datapoints.push_back(
          {.time = WallTime{key.first}, .statistics = std::move(statistics), .unit = key.second});
    }
    done_(std::move(datapoints));
  }

  void fail_with(Error error) {
    error.code = ErrorCode::unavailable;
    done_(std::unexpected(std::move(error)));
  }

  env::EventLoop& home_;
  MetricLogs& logs_;
  const MetricRange range_;
  Done<std::vector<Datapoint>> done_;
  OpenPoints::Look look_;
  std::int64_t first_hour_ = 0;
  std::int64_t last_hour_ = 0;
  std::size_t series_ = 0;  // The next to be read.
  std::map<std::tuple<std::int64_t, std::uint64_t, std::string>, std::string> late_;
};

}  // namespace

void read_metric(env::EventLoop& home, MetricLogs& logs, const OpenPoints& open,
                 const MetricRange& range, Done<std::vector<Datapoint>> done) {
  const std::int64_t period = milliseconds(range.period).count();
  if (range.end > range.start && (range.end - range.start).count() / period > periods_max) {
    return home.post([done = std::move(done)]() mutable {
      done(fail(ErrorCode::limit_exceeded, "The range has more than 100,800 periods."));
    });
  }
  std::make_shared<Read>(home, logs, range, std::move(done))->start(open);
}

}  // namespace weir::monitoring
