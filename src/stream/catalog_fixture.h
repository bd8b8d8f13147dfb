// CatalogFixture: a catalog and what stands on it, on logs in memory and on virtual time. It can be
// restarted: the logs stay, everything else begins anew.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "env/memory_logger.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "stream/catalog.h"
#include "stream/consumer_service.h"
#include "stream/retention.h"
#include "stream/sim_log_store_fixture.h"
#include "stream/stream_service.h"
#include "stream/users.h"

namespace weir::stream {

// One process that follows the catalog; several can share a store.
struct CatalogNode {
  CatalogNode(env::SimLoop& home, env::SimLoop& other, log::LogStore& store,
              const env::Clock& clock, env::Random& random, env::Logger& logger,
              const CatalogSettings& settings, const StreamServiceSettings& stream_settings)
      : time(clock),
        catalog(home, 2, store, time, random, logger, settings),
        streams(home, catalog, store, time, logger, stream_settings),
        consumers(home, catalog, time, logger,
                  {.transition_time = stream_settings.transition_time}),
        users(catalog, time, random),
        sweeper(home, catalog, store, time, logger),
        home_loop(home),
        other_loop(other) {}

  ServiceTime time;
  Catalog catalog;
  StreamService streams;
  ConsumerService consumers;
  Users users;
  RetentionSweeper sweeper;
  env::SimLoop& home_loop;
  env::SimLoop& other_loop;
};

class CatalogFixture : public testing::Test {
 protected:
  ~CatalogFixture() override {
    if (node_) node_->catalog.stop();
  }

  // Starts a process on the logs there are. The one before, if any, stops first.
  Result<void> start() {
    if (node_) node_->catalog.stop();
    node_.reset();
    node_ = make_node();
    return open(*node_);
  }

  std::unique_ptr<CatalogNode> make_node() {
    return std::make_unique<CatalogNode>(home_, other_, store_, clock_, random_, logger_,
                                         catalog_settings_, stream_settings_);
  }

  Result<void> open(CatalogNode& node) {
    return ask<void>([&](env::EventLoop&, Done<void> done) { node.catalog.open(std::move(done)); });
  }

  // Makes the call `start(loop, done)` on the home loop and runs until it is answered; after a
  // minute it counts as unavailable.
  template <class T, class Start>
  Result<T> ask(Start start) {
    return ask_on<T>(home_, std::move(start));
  }
  template <class T, class Start>
  Result<T> ask_on(env::SimLoop& loop, Start start) {
    auto answer = std::make_shared<std::optional<Result<T>>>();
    loop.post([&loop, answer, start = std::move(start)]() mutable {
      start(loop, Done<T>([answer](Result<T> result) { answer->emplace(std::move(result)); }));
    });
    const MonotonicTime limit = clock_.monotonic_now() + seconds(60);
    while (!*answer && clock_.monotonic_now() < limit && scheduler_.step()) {
    }
    if (!*answer) return fail(ErrorCode::unavailable, "no answer within a minute");
    return std::move(**answer);
  }

  Result<void> submit(CommandBody body) {
    return ask<void>([&](env::EventLoop& loop, Done<void> done) {
      catalog().submit(loop, std::move(body), std::move(done));
    });
  }

  Result<void> create(const StreamKey& key, std::uint32_t shards = 1) {
    return ask<void>([&](env::EventLoop& loop, Done<void> done) {
      streams().create(loop, {.key = key, .shard_count = shards, .tags = {}}, std::move(done));
    });
  }

  Result<void> remove(const StreamKey& key) {
    return ask<void>([&](env::EventLoop& loop, Done<void> done) {
      streams().remove(loop, key, std::move(done));
    });
  }

  Result<void> increase_retention(const StreamKey& key, std::int64_t hours) {
    return ask<void>([&](env::EventLoop& loop, Done<void> done) {
      streams().increase_retention(loop, key, hours, std::move(done));
    });
  }

  Result<void> decrease_retention(const StreamKey& key, std::int64_t hours) {
    return ask<void>([&](env::EventLoop& loop, Done<void> done) {
      streams().decrease_retention(loop, key, hours, std::move(done));
    });
  }

  void let_pass(nanoseconds duration) { scheduler_.run_for(duration); }

  Catalog& catalog() { return node_->catalog; }
  StreamService& streams() { return node_->streams; }
  ConsumerService& consumers() { return node_->consumers; }
  Users& users() { return node_->users; }
  const ServiceTime& time() { return node_->time; }
  std::shared_ptr<const CatalogView> view() { return catalog().view(); }
  log::ShardLog& catalog_log() { return *store_.log(catalog_log_id); }
  LogFaults& catalog_faults() { return store_.faults(catalog_log_id); }

  // The status of a stream; nothing if there is none.
  std::optional<StreamStatus> status(const StreamKey& key) {
    const DescriptionPointer stream = view()->state.find(key);
    if (stream == nullptr) return std::nullopt;
    return stream->status;
  }

  // The only shard of a stream, or the first.
  ShardPlace place(const StreamKey& key) {
    Result<ShardPlace> found = find_shard(*view(), key, "shardId-000000000000");
    EXPECT_TRUE(found);
    return found ? *found : ShardPlace{};
  }

  env::SimClock clock_;
  env::SeededRandom random_{1};
  env::SimScheduler scheduler_{clock_, random_};
  env::MemoryLogger logger_;
  SimLogStore store_{clock_};
  CatalogSettings catalog_settings_;
  StreamServiceSettings stream_settings_;
  std::unique_ptr<CatalogNode> node_;
  // Dropped first: their tasks may hold what is above.
  env::SimLoop home_{scheduler_, 0};
  env::SimLoop other_{scheduler_, 1};
};

template <class T>
ErrorCode code_of(const Result<T>& result) {
  EXPECT_FALSE(result.has_value());
  return result.has_value() ? ErrorCode::unavailable : result.error().code;
}

template <class T>
std::string message_of(const Result<T>& result) {
  return result.has_value() ? "" : result.error().message;
}

}  // namespace weir::stream
