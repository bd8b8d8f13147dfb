// ShardLog: the append-only log of one shard. LogStore: all the logs of one engine.
//
// A ShardLog puts records in order, makes them durable and gives them back from any retained
// offset. It never changes a record. It knows nothing of streams, hash keys, iterators or HTTP:
// those live in stream/ and api/.
//
// Implementations: memory/ (keeps nothing, for tests), journal/ (one machine, synced to disk); a
// replicated engine, a network away, fits too: the outcome of an append can be unknown, offsets can
// have gaps, and what ended a log is decided by the end marker's place in it. Each must pass
// log/shard_log_contract.h; what that contract does not say, callers may not rely on.
//
// Threads: any event loop may call. `home` is the loop that calls; the callback runs on it, never
// inside the call itself. Implementations bring results home a whole batch at a time.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "base/done.h"
#include "env/event_loop.h"
#include "log/record.h"

namespace weir::log {

// Where the records of one append went.
struct Appended {
  Offset first;                   // Of the first record.
  WallTime arrival;               // Of all of them.
  std::vector<Offset> scattered;  // Empty when record i is at first + i; else the offset of each.

  Offset offset_of(std::size_t index) const {
    return scattered.empty() ? first + index : scattered[index];
  }
};

// A read stops at whichever limit it meets first, but returns at least one record if there is one,
// so that a reader with a small byte limit still makes progress.
struct ReadLimits {
  std::size_t records_max = 10'000;
  std::size_t bytes_max = 10u << 20;  // Payload plus partition key, before any encoding.
};

struct ReadBatch {
  std::vector<StoredRecord> records;  // In offset order. Empty at the tail.
  std::vector<Owner> owners;          // Keep what `records` points into.
  Offset next;                        // Where to read on from. Never goes backwards.
  bool ended = false;  // `next` is the end marker, or behind it: nothing will ever follow.
};

// What a log holds: offsets in [trim_horizon, tail). Equal when it is empty.
struct Bounds {
  Offset trim_horizon;
  Offset tail;                // Everything below is durable.
  std::optional<Offset> end;  // Of the end marker, once that is durable; then end + 1 == tail.
  WallTime last_arrival;      // Of the newest entry there ever was; 0 if none.
};

class ShardLog {
 public:
  virtual ~ShardLog() = default;

  // Appends the records in order, after everything appended before. Success means that they survive
  // a power cut (journal/) or the loss of a minority of replicas. Appends of one loop complete in
  // the order they were called. Arrival is the larger of the wall clock and the log's last arrival.
  // Errors: throttled    too much waits to be written; nothing was written.
  //         no_space     the disk is full; nothing was written, and it may work again later.
  //         expired      the log has ended before these records; nothing was written.
  //         unavailable  OUTCOME UNKNOWN: none, a prefix, or all of the records may yet appear.
  virtual void append(env::EventLoop& home, RecordBatch batch, Done<Appended> done) = 0;

  // Ends the log with a marker that is itself an entry: what lies behind it was never written.
  // Answers with the marker's offset; ending twice answers with the first one's. Errors: as append,
  // except expired.
  virtual void end(env::EventLoop& home, Done<Offset> done) = 0;

  // Reads records with offset >= `from`. At the tail it succeeds with no records; use
  // wait_for_records to sleep. If `from` was trimmed, reading starts at the trim horizon.
  // Errors: corrupt      the next record's bytes fail their checksum. Records before it are
  // returned
  //                      by the read before; the same read fails the same way each time.
  //         unavailable  the disk failed; nothing changed.
  virtual void read(env::EventLoop& home, Offset from, ReadLimits limits, Done<ReadBatch> done) = 0;

  // Answers once a record with offset >= `from` can be read, the log ends, or its store closes.
  virtual void wait_for_records(env::EventLoop& home, Offset from, Done<void> done) = 0;

  // The offset of the first record that arrived at or after `time`, or the tail if there is none.
  // Errors: corrupt, unavailable.
  virtual void find(env::EventLoop& home, WallTime time, Done<Offset> done) = 0;

  // Forgets records below `new_horizon` (at most the tail): once answered, they never come back,
  // not even after a power cut. Lower than the present horizon: nothing happens. Space is given
  // back later, in whole segments. Errors: no_space, throttled: nothing happened. unavailable:
  // OUTCOME UNKNOWN.
  virtual void trim(env::EventLoop& home, Offset new_horizon, Done<void> done) = 0;

  // A snapshot; never blocks. Threads: any.
  virtual Bounds bounds() const = 0;
};

class LogStore {
 public:
  virtual ~LogStore() = default;

  // The log `id`, which begins to exist with its first entry. The same object for the same id until
  // removed. Cheap: no I/O. Threads: any.
  virtual std::shared_ptr<ShardLog> log(LogId id) = 0;

  // The ids of all logs with an entry. Threads: any.
  virtual std::vector<LogId> log_ids() const = 0;

  // Forgets a log and all its records; its space is given back in the background. Appends under way
  // may answer either way, reads with not_found. Not durable by itself: after a restart the owner
  // removes again what it does not know. Threads: any.
  virtual void remove(LogId id) = 0;

  // Stops taking appends, finishes those under way, wakes waiting readers, then answers; after that
  // the owner may destroy the store.
  virtual void close(env::EventLoop& home, Done<void> done) = 0;
};

}  // namespace weir::log
