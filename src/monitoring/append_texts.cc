#include "monitoring/append_texts.h"

#include <optional>
#include <utility>

#include "base/bytes.h"

namespace weir::monitoring {
namespace {

constexpr std::size_t append_bytes_max = 512u << 10;

struct Appending {
  env::EventLoop& home;
  std::shared_ptr<log::ShardLog> log;
  std::shared_ptr<const std::vector<std::string>> texts;
  std::size_t next = 0;
  std::optional<log::Offset> first;
  Done<log::Offset> done;
};

void go_on(std::unique_ptr<Appending> appending) {
  const std::vector<std::string>& texts = *appending->texts;
  log::RecordBatch batch;
  batch.owner = appending->texts;
  std::size_t bytes = 0;
  while (appending->next < texts.size() && (bytes == 0 || bytes < append_bytes_max)) {
    const std::string& text = texts[appending->next++];
    batch.records.push_back({.partition_key = {}, .data = bytes_of(text)});
    bytes += text.size();
  }
  Appending& parts = *appending;
  parts.log->append(parts.home, std::move(batch),
                    [appending = std::move(appending)](Result<log::Appended> appended) mutable {
                      if (!appended) {
                        return appending->done(std::unexpected(std::move(appended).error()));
                      }
                      if (!appending->first) appending->first = appended->first;
                      if (appending->next == appending->texts->size()) {
                        return appending->done(*appending->first);
                      }
                      go_on(std::move(appending));
                    });
}

struct Reading {
  env::EventLoop& home;
  std::shared_ptr<log::ShardLog> log;
  log::Offset from;
  std::move_only_function<void(const log::StoredRecord&)> take;
  Done<void> done;
};

constexpr log::ReadLimits limits{.records_max = 1'000, .bytes_max = 1u << 20};

void go_on(std::unique_ptr<Reading> reading) {
  Reading& parts = *reading;
  parts.log->read(parts.home, parts.from, limits,
                  [reading = std::move(reading)](Result<log::ReadBatch> batch) mutable {
                    if (!batch) return reading->done(std::unexpected(std::move(batch).error()));
                    for (const log::StoredRecord& record : batch->records) reading->take(record);
                    if (batch->records.empty()) return reading->done({});
                    reading->from = batch->next;
                    go_on(std::move(reading));
                  });
}

}  // namespace

void append_texts(env::EventLoop& home, const std::shared_ptr<log::ShardLog>& log,
                  std::vector<std::string> texts, Done<log::Offset> done) {
  if (texts.empty()) {
    return home.post([done = std::move(done)]() mutable { done(log::Offset{0}); });
  }
  go_on(std::make_unique<Appending>(
      Appending{.home = home,
                .log = log,
                .texts = std::make_shared<const std::vector<std::string>>(std::move(texts)),
                .first = std::nullopt,
                .done = std::move(done)}));
}

void read_all(env::EventLoop& home, const std::shared_ptr<log::ShardLog>& log, log::Offset from,
              std::move_only_function<void(const log::StoredRecord&)> take, Done<void> done) {
  go_on(std::make_unique<Reading>(Reading{
      .home = home, .log = log, .from = from, .take = std::move(take), .done = std::move(done)}));
}

}  // namespace weir::monitoring
