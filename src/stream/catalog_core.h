// Catalog::Core: what stands behind catalog.h: replays the log, follows it, applies commands,
// publishes views, takes snapshots.
//
// Threads: the catalog's home loop, except the publisher.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "stream/catalog.h"
#include "stream/catalog_replay.h"
#include "stream/command_writer.h"
#include "stream/log_follower.h"
#include "stream/running_streams.h"
#include "stream/view_publisher.h"

namespace weir::stream {

class Catalog::Core : public std::enable_shared_from_this<Catalog::Core> {
 public:
  Core(env::EventLoop& home, std::size_t loops, log::LogStore& store, const ServiceTime& time,
       env::Random& random, env::Logger& logger, CatalogSettings settings);

  void open(Done<void> done);
  void stop();
  void submit(env::EventLoop& home, CommandBody body, Done<void> done);

  env::EventLoop& home() { return home_; }
  const ViewPublisher& publisher() const { return publisher_; }
  void wait_for_change(env::EventLoop& loop, Done<void> done) {
    publisher_.wait_for_newer(loop, std::move(done));
  }
  std::vector<std::function<void(const CatalogView&)>>& listeners() { return listeners_; }

 private:
  StreamParts stream_parts() const { return {.store = store_, .keyring = settings_.keyring}; }
  void install(Replayed replayed);
  void opened(Replayed replayed, Done<void> done);
  void initialise(Done<void> done);
  void remove_unknown_logs();
  Result<void> apply(const log::ReadBatch& batch);
  void publish(std::shared_ptr<const CatalogView> view);
  void follower_failed(const Error& error);
  void give_up(const Error& error);
  bool snapshot_is_due() const;
  void take_snapshot();
  using SnapshotTexts = std::shared_ptr<const std::vector<std::string>>;  // Its chunks, encoded.
  // Those from `from` on.
  void append_snapshot(const SnapshotTexts& texts, std::size_t from, log::Offset through);
  void trim(log::Offset below);

  env::EventLoop& home_;
  log::LogStore& store_;
  const ServiceTime& time_;
  env::Random& random_;
  env::Logger& logger_;
  const CatalogSettings settings_;
  ViewPublisher publisher_;
  std::shared_ptr<const CatalogView> view_;  // The published one.
  std::vector<std::function<void(const CatalogView&)>> listeners_;
  std::shared_ptr<log::ShardLog> log_;  // Null before open() and after stop().
  std::shared_ptr<LogFollower> follower_;
  std::shared_ptr<CommandWriter> writer_;
  std::size_t commands_since_snapshot_ = 0;
  std::size_t bytes_since_snapshot_ = 0;
  std::size_t snapshot_bytes_ = 0;     // Of the last one; 0: not known.
  CatalogState without_last_command_;  // For a planted bug.
  bool snapshot_under_way_ = false;
};

}  // namespace weir::stream
