#include "auditor.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "invariants.h"
#include "workload/operations.h"
#include "world/chance.h"

namespace weir::simulation {
namespace {

constexpr seconds patience{60};

// Reads one log from its beginning to its tail, each part when the one before has come.
class WholeRead : public std::enable_shared_from_this<WholeRead> {
 public:
  WholeRead(const Bench& bench, LogShadow& shadow, env::EventLoop& loop, std::size_t& under_way)
      : bench_(bench), shadow_(shadow), loop_(loop), under_way_(under_way) {
    ++under_way_;
  }

  void go_on(log::Offset from) {
    const log::ReadLimits limits{
        .records_max = one_of<std::size_t>(bench_.random, {3, 50, 10'000}),
        .bytes_max = one_of<std::size_t>(bench_.random, {2'000, 100'000, 10u << 20})};
    auto done = bench_.process.expect<log::ReadBatch>(
        fmt::format("reading all of log {} from {}", shadow_.id().value, from.value),
        [self = shared_from_this(), from,
         question = shadow_.ask_read(from, limits)](const Result<log::ReadBatch>& answer) {
          self->shadow_.check_read(question, answer);
          self->came(from, answer);
        });
    const auto log = bench_.process.store().log(shadow_.id());
    bench_.process.call([&] { log->read(loop_, from, limits, std::move(done)); });
  }

 private:
  void came(log::Offset from, const Result<log::ReadBatch>& answer) {
    if (answer) {
      const bool more = !answer->records.empty() && !answer->ended;
      if (more) return go_on(answer->next);
    } else if (answer.error().code == ErrorCode::corrupt) {
      // What is behind the damage is intact, and may be more than is known.
      auto next = shadow_.damage().end_of(from);
      if (!next) next = shadow_.next_known(from + 1);
      if (next) return go_on(*next);
    }
    --under_way_;
  }

  const Bench bench_;
  LogShadow& shadow_;
  env::EventLoop& loop_;
  std::size_t& under_way_;
};

void read_all_logs(const Bench& bench, std::size_t& under_way) {
  for (auto& [id, shadow] : bench.shadow.logs) {
    if (shadow.may_be_removed()) continue;
    env::SimLoop& loop = bench.process.loop(bench.random.below(bench.process.loop_count()));
    const auto read = std::make_shared<WholeRead>(bench, shadow, loop, under_way);
    loop.post([read] { read->go_on({}); });
  }
}

void check_list_of_logs(const Bench& bench) {
  const std::vector<log::LogId> ids = bench.process.store().log_ids();
  for (auto& [id, shadow] : bench.shadow.logs) {
    if (shadow.has_entries() && !shadow.may_be_removed() && !shadow.damage().may_be_anything() &&
        std::ranges::find(ids, id) == ids.end()) {
      bench.world.findings.report("log {} is not among the logs", id.value);
    }
  }
  for (const log::LogId id : ids) {
    if (id == stream::catalog_log_id && bench.process.catalog() != nullptr) continue;
    const auto known = bench.shadow.logs.find(id);
    if (known == bench.shadow.logs.end()) {
      bench.world.findings.report("log {} is there, and nobody wrote to it", id.value);
    }
  }
}

// Logs of streams that are gone may be gone too, and others may not.
void settle_removals(const Bench& bench) {
  for (auto& [id, shadow] : bench.shadow.logs) {
    const stream::StreamNumber number{static_cast<std::uint32_t>(id.value >> 32)};
    const auto description = bench.process.catalog()->view()->state.find(number);
    shadow.set_removal_possible(!description ||
                                description->status == stream::StreamStatus::deleting);
  }
}

}  // namespace

bool look_at_everything(const Bench& bench) {
  check_invariants(bench);
  check_list_of_logs(bench);
  std::size_t under_way = 0;
  read_all_logs(bench, under_way);
  for (int i = 0; i < 10; ++i) find_time(bench);
  if (!bench.world.run_until([&under_way] { return under_way == 0; }, patience)) {
    if (!bench.world.is_interrupted()) bench.world.findings.report("the logs cannot be read");
    return false;
  }
  return !bench.world.is_interrupted();
}

bool settle(const Bench& bench) {
  if (stream::Catalog* catalog = bench.process.catalog()) {
    const auto view = catalog->view();
    bench.shadow.catalog.check(view);
    bench.shadow.catalog.settle(*view);
    bench.shadow.catalog.check_settled(view);
    settle_removals(bench);
  }
  allow_expiry(bench, {});
  if (!look_at_everything(bench)) return false;
  for (auto& [id, shadow] : bench.shadow.logs) {
    if (!shadow.may_be_removed()) {
      shadow.settle(bench.process.store().log(id)->bounds());
    } else if (bench.process.catalog() == nullptr) {
      bench.process.store().remove(id);
    }
  }
  return true;
}

bool come_to_rest(const Bench& bench) {
  Process& process = bench.process;
  allow_expiry(bench, patience);
  bench.world.run_until([&] { return process.unanswered().empty(); }, patience);
  if (bench.world.is_interrupted()) return false;
  if (!process.unanswered().empty()) {
    bench.world.findings.report("no answer came: {}", process.unanswered().begin()->second);
    return false;
  }
  // Transitions of streams and retries of the catalog take this long.
  if (!bench.world.run_for(seconds(2))) return false;
  for (const auto& [number, waiter] : process.waiters()) {
    if (bench.shadow.log(waiter.log).must_wake_reader_at(waiter.from)) {
      bench.world.findings.report("log {}: the reader that waits at {} was not woken",
                                  waiter.log.value, waiter.from.value);
    }
  }
  if (process.catalog() != nullptr) {
    bench.shadow.catalog.check(process.catalog()->view());
    bench.shadow.catalog.check_at_rest(*process.catalog()->view());
  }
  check_invariants(bench);
  return !bench.world.is_interrupted();
}

}  // namespace weir::simulation
