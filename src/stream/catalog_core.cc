#include "stream/catalog_core.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <variant>

#include "codec/uuid.h"
#include "stream/running_streams.h"
#include "stream/snapshot.h"

namespace weir::stream {
namespace {

constexpr std::size_t snapshot_part_bytes = 1u << 20;

const Error stopped{ErrorCode::unavailable, "The catalog has stopped."};

// The stream that a command is about, as it is called before the command is applied.
std::optional<StreamKey> stream_of(const CommandBody& body, const CatalogState& state) {
  return std::visit(
      [&]<class Body>(const Body& command) -> std::optional<StreamKey> {
        if constexpr (requires { command.stream; }) {
          const DescriptionPointer stream = state.find(command.stream);
          if (stream != nullptr) return stream->key;
        } else if constexpr (requires { StreamKeyView(command.key); }) {
          return command.key;
        }
        return std::nullopt;
      },
      body);
}

}  // namespace

Catalog::Core::Core(env::EventLoop& home, std::size_t loops, log::LogStore& store,
                    const ServiceTime& time, env::Random& random, env::Logger& logger,
                    CatalogSettings settings)
    : home_(home),
      store_(store),
      time_(time),
      random_(random),
      logger_(logger),
      settings_(settings),
      publisher_(loops),
      view_(publisher_.view()) {}

void Catalog::Core::open(Done<void> done) {
  log_ = store_.log(catalog_log_id);
  writer_ = std::make_shared<CommandWriter>(
      home_, log_, random_.next(), logger_,
      CommandWriterSettings{settings_.attempts_max, settings_.retry_delay},
      [this](Task then) { follower_->settle(std::move(then)); });
  replay_catalog(
      home_, log_,
      [self = weak_from_this(), done = std::move(done)](Result<Replayed> replayed) mutable {
        const auto core = self.lock();
        if (!core || !core->log_) return done(std::unexpected(stopped));
        if (!replayed) return done(std::unexpected(std::move(replayed).error()));
        core->opened(*std::move(replayed), std::move(done));
      });
}

void Catalog::Core::opened(Replayed replayed, Done<void> done) {
  const bool initialised = replayed.state.initialised();
  // A crash between a snapshot and the trim that follows it leaves what is not needed any more.
  const log::Offset snapshot = replayed.snapshot;
  if (log_->bounds().trim_horizon < snapshot) trim(snapshot);
  install(std::move(replayed));
  if (!initialised) return initialise(std::move(done));
  remove_unknown_logs();
  done({});
}

void Catalog::Core::initialise(Done<void> done) {
  std::array<std::byte, 16> cluster_id{};
  commands::Initialise command;
  random_.fill(cluster_id);
  random_.fill(command.token_secret);
  command.cluster_id = codec::uuid_text(cluster_id);
  submit(home_, std::move(command), [done = std::move(done)](Result<void> outcome) mutable {
    // Another process may have been first: that is as good.
    if (!outcome && outcome.error().code == ErrorCode::in_use) outcome = {};
    done(std::move(outcome));
  });
}

void Catalog::Core::install(Replayed replayed) {
  auto view = std::make_shared<CatalogView>(*view_);
  view->state = std::move(replayed.state);
  rebuild_streams(stream_parts(), *view);
  commands_since_snapshot_ = replayed.commands;
  follower_ = std::make_shared<LogFollower>(
      home_, log_, replayed.next, logger_,
      LogFollower::Events{.records = [this](const log::ReadBatch& batch) { return apply(batch); },
                          .at_tail =
                              [this] {
                                if (snapshot_is_due()) take_snapshot();
                              },
                          .failed = [this](const Error& error) { follower_failed(error); }});
  publish(std::move(view));
  follower_->start();
}

// Logs of streams and shards that were removed, but whose records a crash left behind. Numbers that
// have not been given out yet may be those that another process is creating now.
void Catalog::Core::remove_unknown_logs() {
  for (const log::LogId id : store_.log_ids()) {
    const StreamNumber number{static_cast<std::uint32_t>(id.value >> 32)};
    if (id == catalog_log_id || number >= view_->state.next_stream_number) continue;
    const ShardIndex shard{static_cast<std::int32_t>(id.value)};
    const DescriptionPointer stream = view_->state.find(number);
    const bool is_unknown = stream == nullptr || (shard < stream->shards->back().index &&
                                                  stream->find_shard(shard) == nullptr);
    if (is_unknown) store_.remove(id);
  }
}

Result<void> Catalog::Core::apply(const log::ReadBatch& batch) {
  auto view = std::make_shared<CatalogView>(*view_);
  std::vector<std::pair<CommandId, Result<void>>> outcomes;
  for (const log::StoredRecord& record : batch.records) {
    const CatalogEntry entry = TRY(decode_entry(record.data));
    const auto* const command = std::get_if<Command>(&entry);
    if (command == nullptr) continue;  // A snapshot of what is known already.
    const std::optional<StreamKey> stream = stream_of(command->body, view->state);
    if (is_planted(settings_, CatalogBug::snapshot_one_short)) without_last_command_ = view->state;
    outcomes.emplace_back(command->id, view->state.apply(*command));
    bytes_since_snapshot_ += record.data.size();
    if (stream) update_stream(stream_parts(), *view, *stream);
  }
  commands_since_snapshot_ += outcomes.size();
  publish(std::move(view));
  for (const auto& [id, outcome] : outcomes) writer_->applied(id, outcome);
  return {};
}

void Catalog::Core::publish(std::shared_ptr<const CatalogView> view) {
  view_ = std::move(view);
  publisher_.publish(view_);
  for (const auto& listener : listeners_) listener(*view_);
}

void Catalog::Core::submit(env::EventLoop& home, CommandBody body, Done<void> done) {
  if (!log_ || !follower_) {
    return home.post([done = std::move(done)]() mutable { done(std::unexpected(stopped)); });
  }
  writer_->submit(home, time_.wall_now(), std::move(body), std::move(done));
}

// Behind the trimming of other processes, the way on is their snapshot.
void Catalog::Core::follower_failed(const Error& error) {
  if (error.code != ErrorCode::expired) return give_up(error);
  logger_.warning("catalog_fell_behind", {{"next", follower_->next().value}});
  replay_catalog(home_, log_, [self = weak_from_this()](Result<Replayed> replayed) {
    const auto core = self.lock();
    if (!core || !core->log_) return;
    if (!replayed) return core->give_up(replayed.error());
    core->install(*std::move(replayed));
    core->writer_->lost_track(core->view_->state);
  });
}

// What is known stays readable; nothing can be changed any more.
void Catalog::Core::give_up(const Error& error) {
  logger_.error("catalog_failed", {{"reason", error.message}});
  writer_->stop(error);
}

void Catalog::Core::stop() {
  if (!log_) return;
  if (follower_) follower_->stop();
  writer_->stop(stopped);
  publisher_.stop();
  log_.reset();
}

// What is large, such as the histories of thousands of alarms, is not written again before the
// commands have come to as much.
bool Catalog::Core::snapshot_is_due() const {
  constexpr std::size_t large_bytes = 1u << 20;
  if (snapshot_bytes_ > large_bytes && bytes_since_snapshot_ < snapshot_bytes_) return false;
  const CatalogState& state = view_->state;
  const std::size_t entries =
      state.streams.size() + state.consumers.size() + state.users.size() + state.credentials.size();
  return !snapshot_under_way_ &&
         commands_since_snapshot_ >= std::max(settings_.snapshot_commands, entries / 4);
}

void Catalog::Core::take_snapshot() {
  snapshot_under_way_ = true;
  // Counted anew even if it fails: the next one comes after as many commands.
  commands_since_snapshot_ = 0;
  bytes_since_snapshot_ = 0;
  snapshot_bytes_ = 0;
  const log::Offset through = follower_->next();
  const bool is_short = is_planted(settings_, CatalogBug::snapshot_one_short);
  const CatalogState& state = is_short ? without_last_command_ : view_->state;
  auto texts = std::make_shared<std::vector<std::string>>();
  for (SnapshotChunk& chunk : cut_snapshot(state, through, random_.next())) {
    encode_entry(std::move(chunk), texts->emplace_back());
    snapshot_bytes_ += texts->back().size();
  }
  if (is_planted(settings_, CatalogBug::trimmed_before_snapshot)) {
    return log_->trim(home_, through,
                      [self = shared_from_this(), texts, through](const Result<void>&) {
                        if (self->log_) self->append_snapshot(texts, 0, through);
                      });
  }
  append_snapshot(std::move(texts), 0, through);
}

// A part at a time: what is appended at once is read at once, and others wait until it is written.
// Commands may come between the parts.
void Catalog::Core::append_snapshot(const SnapshotTexts& texts, std::size_t from,
                                    log::Offset through) {
  log::RecordBatch batch;
  std::size_t bytes = 0;
  std::size_t next = from;
  while (next < texts->size() && bytes < snapshot_part_bytes) {
    const std::string& text = (*texts)[next++];
    batch.records.push_back({{}, bytes_of(text)});
    bytes += text.size();
  }
  batch.owner = texts;
  log_->append(home_, std::move(batch),
               [self = weak_from_this(), texts, next, through](Result<log::Appended> appended) {
                 const auto core = self.lock();
                 if (!core || !core->log_) return;
                 if (appended && next < texts->size()) {
                   return core->append_snapshot(texts, next, through);
                 }
                 core->snapshot_under_way_ = false;
                 if (appended) return core->trim(through);
                 core->logger_.warning("catalog_snapshot_failed",
                                       {{"reason", appended.error().message}});
               });
}

void Catalog::Core::trim(log::Offset below) {
  log_->trim(home_, below, [self = weak_from_this()](Result<void> trimmed) {
    const auto core = self.lock();
    if (core && !trimmed) {
      core->logger_.warning("catalog_trim_failed", {{"reason", trimmed.error().message}});
    }
  });
}

}  // namespace weir::stream
