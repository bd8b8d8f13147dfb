#include "stream/on_demand_scaler.h"

#include <algorithm>
#include <chrono>

namespace weir::stream {
namespace {

constexpr seconds look_interval{60};

// Per second, rounded up: a load of half a record a second is none of none.
std::uint64_t per_second(std::uint64_t amount, milliseconds elapsed) {
  const auto ms = static_cast<std::uint64_t>(elapsed.count());
  return (amount * 1'000 + ms - 1) / ms;
}

const DailyDemand* demand_of_day(const StreamDescription& stream, std::int64_t day) {
  const auto& demands = stream.on_demand.demands;
  const auto found = std::ranges::find(demands, day, &DailyDemand::day);
  return found == demands.end() ? nullptr : &*found;
}

}  // namespace

OnDemandScaler::OnDemandScaler(env::EventLoop& home, Catalog& catalog, const Limits& limits,
                               const ServiceTime& time, env::Logger& logger)
    : home_(home), catalog_(catalog), limits_(limits), time_(time), logger_(logger) {}

void OnDemandScaler::start() {
  last_look_ = time_.monotonic_now();
  look_later();
}

void OnDemandScaler::look_later() {
  timer_ = home_.after(look_interval, [this] {
    look();
    look_later();
  });
}

void OnDemandScaler::look() {
  const MonotonicTime now = time_.monotonic_now();
  const auto elapsed = std::chrono::duration_cast<milliseconds>(now - last_look_);
  if (elapsed.count() <= 0) return;
  last_look_ = now;
  ShardsTaken taken;
  const std::shared_ptr<const CatalogView> view = catalog_.view();
  view->state.streams.for_each([&](const StreamKey&, const DescriptionPointer& description) {
    if (description->mode != StreamMode::on_demand) return;
    const StreamPointer stream = view->find_stream(description->number);
    scale(*description, measure(*stream, elapsed, taken), time_.wall_now());
  });
  taken_ = std::move(taken);
}

std::vector<ShardLoad> OnDemandScaler::measure(const Stream& stream, milliseconds elapsed,
                                               ShardsTaken& taken) {
  std::vector<ShardLoad> loads;
  for (const std::shared_ptr<Shard>& shard : stream.shards->all()) {
    if (!shard->description.is_open()) continue;
    const std::pair key{stream.description->number, shard->description.index};
    const Taken now{.bytes = shard->write_limit.bytes_taken(),
                    .records = shard->write_limit.records_taken()};
    const auto known = taken_.find(key);
    const Taken before = known == taken_.end() ? Taken{} : known->second;
    loads.push_back({.shard = shard->description.index,
                     .rate = {.bytes = per_second(now.bytes - before.bytes, elapsed),
                              .records = per_second(now.records - before.records, elapsed)}});
    taken.emplace(key, now);
  }
  return loads;
}

void OnDemandScaler::scale(const StreamDescription& stream, const std::vector<ShardLoad>& loads,
                           WallTime now) {
  const WriteLimitSettings& write = limits_.of_stream(stream.key).write;
  const WriteRate capacity{.bytes = write.bytes_per_second, .records = write.records_per_second};
  const DailyDemand demand{.day = day_of(now), .shards = demanded_shards(stream, loads, capacity)};
  const DailyDemand* const known = demand_of_day(stream, demand.day);
  if (known == nullptr || known->shards < demand.shards) {
    submit(stream, commands::RecordDemand{.stream = stream.number, .demand = demand});
  }
  if (auto scaling = scaling_of(stream, loads, capacity, now)) {
    logger_.info("stream_scaled", {{"stream", stream.key.name},
                                   {"shards", stream.open_shard_count()},
                                   {"halved", scaling->split.size()},
                                   {"target", scaling->target}});
    submit(stream, *std::move(scaling));
  }
}

// What could not be written down is measured again in a minute.
void OnDemandScaler::submit(const StreamDescription& stream, CommandBody command) {
  catalog_.submit(home_, std::move(command),
                  [&logger = logger_, name = stream.key.name](const Result<void>& done) {
                    if (done) return;
                    logger.warning("scaling_failed",
                                   {{"stream", name}, {"reason", done.error().message}});
                  });
}

}  // namespace weir::stream
