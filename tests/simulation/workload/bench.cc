#include "workload/bench.h"

#include <utility>
#include <vector>

#include "world/chance.h"

namespace weir::simulation {
namespace {

constexpr std::size_t logs_max = 12;

ChosenLog choose_own_log(const Bench& bench) {
  std::vector<log::LogId> there;
  for (const auto& [id, log] : bench.shadow.logs) {
    if (!log.may_be_removed()) there.push_back(id);
  }
  const bool make_new = there.empty() || (there.size() < logs_max && percent(bench.random, 8));
  const log::LogId id =
      make_new ? log::LogId{bench.shadow.next_log_id++} : there[bench.random.below(there.size())];
  return {bench.shadow.log(id), bench.process.store().log(id)};
}

std::optional<ChosenLog> choose_shard(const Bench& bench, const env::EventLoop& loop) {
  const stream::CatalogView& view = bench.process.catalog()->view(loop);
  std::vector<stream::StreamPointer> there;
  view.state.streams.for_each([&](const stream::StreamKey& key, const auto&) {
    Result<stream::StreamPointer> stream = view.find_stream(key);
    if (stream && (*stream)->serves()) there.push_back(std::move(*stream));
  });
  if (there.empty()) return std::nullopt;
  const stream::StreamPointer& stream = there[bench.random.below(there.size())];
  const auto& shards = stream->shards->all();
  const stream::Shard& shard = *shards[bench.random.below(shards.size())];
  return ChosenLog{.shadow = bench.shard_shadow(*stream->description, shard.description.index),
                   .log = shard.log,
                   .stream = stream,
                   .shard = shard.description.index};
}

}  // namespace

void Bench::on_some_loop(std::function<void(env::EventLoop&)> task) const {
  env::SimLoop& loop = process.loop(random.below(process.loop_count()));
  loop.post([this_process = &process, &loop, task = std::move(task)] {
    // Its services are gone first when a process stops.
    const bool stops = this_process->catalog() != nullptr && this_process->streams() == nullptr;
    if (!stops) task(loop);
  });
}

LogShadow& Bench::shard_shadow(const stream::StreamDescription& stream,
                               stream::ShardIndex shard) const {
  LogShadow& log = shadow.log(stream::log_id_of(stream.number, shard));
  const StreamShadow& of_stream = shadow.catalog.stream(stream.key);
  if (of_stream.under_way == StreamChange::remove || of_stream.presence == Presence::leaving) {
    log.set_removal_possible(true);
  }
  return log;
}

std::optional<ChosenLog> Bench::choose_log(const env::EventLoop& loop) const {
  if (world.settings.mode == Mode::journal) return choose_own_log(*this);
  return choose_shard(*this, loop);
}

}  // namespace weir::simulation
