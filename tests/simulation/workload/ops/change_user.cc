// Adds a user, gives one another key, or removes one.
//
// Draws: the loop; then on it the name and what to do.

#include <fmt/format.h>

#include "workload/names.h"
#include "workload/operations.h"

namespace weir::simulation {
namespace {

void add(const Bench& bench, env::EventLoop& loop, const std::string& name) {
  bench.shadow.catalog.user(name).under_way = UserChange::add;
  auto done = bench.process.expect<stream::AccessKey>(
      fmt::format("adding {}", name), [bench, name](const Result<stream::AccessKey>& answer) {
        bench.shadow.catalog.end_add(name, answer, *bench.process.catalog()->view());
      });
  bench.process.call([&] {
    bench.process.users()->add(loop, name, "000000000001", std::nullopt, {}, std::move(done));
  });
}

void rotate(const Bench& bench, env::EventLoop& loop, const std::string& name) {
  bench.shadow.catalog.user(name).under_way = UserChange::rotate;
  auto done = bench.process.expect<stream::AccessKey>(
      fmt::format("rotating {}", name), [bench, name](const Result<stream::AccessKey>& answer) {
        bench.shadow.catalog.end_rotate(name, answer, *bench.process.catalog()->view());
      });
  bench.process.call(
      [&] { bench.process.users()->rotate(loop, name, std::nullopt, std::move(done)); });
}

void remove(const Bench& bench, env::EventLoop& loop, const std::string& name) {
  bench.shadow.catalog.user(name).under_way = UserChange::remove;
  auto done = bench.process.expect<void>(
      fmt::format("removing {}", name), [bench, name](const Result<void>& answer) {
        bench.shadow.catalog.end_remove_user(name, answer, *bench.process.catalog()->view());
      });
  bench.process.call([&] { bench.process.users()->remove(loop, name, std::move(done)); });
}

}  // namespace

void change_user(const Bench& bench) {
  bench.on_some_loop([bench](env::EventLoop& loop) {
    const std::string name = draw_user_name(bench.random);
    const bool rotates = percent(bench.random, 50);
    const UserShadow& shadow = bench.shadow.catalog.user(name);
    if (shadow.under_way != UserChange::none) return;
    if (shadow.presence == Presence::absent) return add(bench, loop, name);
    if (rotates) return rotate(bench, loop, name);
    remove(bench, loop, name);
  });
}

}  // namespace weir::simulation
