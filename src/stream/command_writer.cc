#include "stream/command_writer.h"

#include <algorithm>
#include <string>
#include <utility>

namespace weir::stream {
namespace {

constexpr std::size_t batch_commands_max = 256;

log::RecordBatch to_records(const std::vector<Command>& commands) {
  auto texts = std::make_shared<std::vector<std::string>>();
  log::RecordBatch batch;
  for (const Command& command : commands) encode_entry(command, texts->emplace_back());
  for (const std::string& text : *texts) batch.records.push_back({{}, bytes_of(text)});
  batch.owner = std::move(texts);
  return batch;
}

}  // namespace

CommandWriter::CommandWriter(env::EventLoop& home, std::shared_ptr<log::ShardLog> log,
                             std::uint64_t writer, env::Logger& logger,
                             CommandWriterSettings settings, std::function<void(Task)> settle)
    : home_(home),
      log_(std::move(log)),
      writer_(writer),
      logger_(logger),
      settings_(settings),
      settle_(std::move(settle)) {}

void CommandWriter::submit(env::EventLoop& home, WallTime time, CommandBody body, Done<void> done) {
  const std::uint64_t counter = ++last_counter_;
  waiting_.emplace(counter, Waiting{.home = &home, .done = std::move(done)});
  if (stopped_) return answer(counter, std::unexpected(*stopped_));
  queue_.push_back(
      {.id = {.writer = writer_, .counter = counter}, .time = time, .body = std::move(body)});
  pump();
}

void CommandWriter::pump() {
  if (!batch_.empty() || queue_.empty() || stopped_) return;
  const std::size_t count = std::min(queue_.size(), batch_commands_max);
  for (std::size_t taken = 0; taken < count; ++taken) {
    batch_.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  attempts_ = 0;
  append();
}

void CommandWriter::append() {
  ++attempts_;
  log_->append(home_, to_records(batch_), [self = weak_from_this()](Result<log::Appended> result) {
    if (const auto writer = self.lock()) writer->appended(std::move(result));
  });
}

void CommandWriter::appended(Result<log::Appended> result) {
  if (stopped_) return;
  if (result) {
    // The follower answers when it gets there.
    batch_.clear();
    return pump();
  }
  const Error& error = result.error();
  const bool written_nothing =
      error.code == ErrorCode::throttled || error.code == ErrorCode::no_space;
  if (written_nothing && attempts_ == 1) return fail_batch(error);
  logger_.warning("catalog_append_unknown",
                  {{"attempt", attempts_}, {"commands", batch_.size()}, {"reason", error.message}});
  settling_ = true;
  settle_([self = weak_from_this()] {
    if (const auto writer = self.lock()) writer->repeat();
  });
}

void CommandWriter::repeat() {
  if (stopped_ || !std::exchange(settling_, false)) return;
  std::erase_if(batch_,
                [&](const Command& command) { return !waiting_.contains(command.id.counter); });
  if (batch_.empty()) return pump();
  if (attempts_ >= settings_.attempts_max) {
    return fail_batch({ErrorCode::unavailable, "The catalog's log does not answer."});
  }
  retry_timer_ = home_.after(settings_.retry_delay, [this] { append(); });
}

void CommandWriter::fail_batch(const Error& error) {
  for (const Command& command : std::exchange(batch_, {})) {
    answer(command.id.counter, std::unexpected(error));
  }
  pump();
}

void CommandWriter::applied(const CommandId& id, const Result<void>& outcome) {
  if (id.writer == writer_) answer(id.counter, outcome);
}

void CommandWriter::lost_track(const CatalogState& state) {
  std::vector<std::uint64_t> seen;
  for (const auto& [counter, waiting] : waiting_) {
    if (state.has_seen({writer_, counter})) seen.push_back(counter);
  }
  for (const std::uint64_t counter : seen) {
    answer(counter, fail(ErrorCode::unavailable, "The catalog's log went ahead."));
  }
  repeat();
}

void CommandWriter::answer(std::uint64_t counter, Result<void> outcome) {
  auto found = waiting_.extract(counter);
  if (found.empty()) return;
  Waiting& waiting = found.mapped();
  waiting.home->post([done = std::move(waiting.done), outcome = std::move(outcome)]() mutable {
    done(std::move(outcome));
  });
}

void CommandWriter::stop(const Error& error) {
  stopped_ = error;
  retry_timer_.reset();
  queue_.clear();
  batch_.clear();
  while (!waiting_.empty()) answer(waiting_.begin()->first, std::unexpected(error));
  log_.reset();
}

}  // namespace weir::stream
