// Encrypts the records of a stream from now on, under a new data key, or no longer.
//
// Draws: the loop; then on it one of the streams there are, whether it ends, and the master key.

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "stream/data_key.h"
#include "workload/operations.h"
#include "world/chance.h"

namespace weir::simulation {
namespace {

stream::commands::StartEncryption start_of(World& world, const stream::StreamDescription& stream,
                                           const std::string& key_id) {
  const std::uint32_t number = stream.encryption.next_number();
  const std::string purpose = stream::wrapping_context(stream.number, number);
  env::Random& random = world.keyring.random();
  return {
      .key = stream.key,
      .stream = stream.number,
      .key_id = key_id,
      .data_key = {.number = number,
                   .wrapped = wrap(*world.keyring.find(key_id), crypto::SecretKey::random(random),
                                   bytes_of(purpose), random)}};
}

stream::DescriptionPointer choose_stream(const Bench& bench, const env::EventLoop& loop) {
  std::vector<stream::DescriptionPointer> there;
  bench.process.catalog()->view(loop).state.streams.for_each(
      [&](const stream::StreamKey&, const auto& stream) { there.push_back(stream); });
  return there.empty() ? nullptr : there[bench.random.below(there.size())];
}

}  // namespace

void change_encryption(const Bench& bench) {
  bench.on_some_loop([bench](env::EventLoop& loop) {
    const auto description = choose_stream(bench, loop);
    if (!description) return;
    const stream::StreamKey& key = description->key;
    const bool stops = percent(bench.random, 25);
    const std::string& key_id = bench.world.key_ids[bench.random.below(bench.world.key_ids.size())];
    StreamShadow& shadow = bench.shadow.catalog.stream(key);
    if (shadow.under_way != StreamChange::none || shadow.presence != Presence::present) return;
    shadow.under_way = StreamChange::encryption;
    stream::CommandBody command = stream::commands::StopEncryption{.key = key};
    if (!stops) command = start_of(bench.world, *description, key_id);
    auto done = bench.process.expect<void>(
        fmt::format("encryption of {}", key.name), [bench, key, stops](const Result<void>& answer) {
          if (bench.world.verbose) {
            fmt::print("  encryption of {} {}: {}\n", key.name, stops ? "stops" : "starts",
                       answer ? "done" : answer.error().message);
          }
          bench.shadow.catalog.end_encryption(key, answer);
        });
    bench.process.call(
        [&] { bench.process.streams()->change(loop, key, std::move(command), std::move(done)); });
  });
}

}  // namespace weir::simulation
