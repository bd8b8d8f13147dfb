// RecordSource and RecordMaker: the records that a group of a plan sends.
//
// A RecordSource is a group made ready once: templates compiled, files opened, counters set. Each
// virtual user has a RecordMaker of its own, which shares with the others what JMeter shares:
// counters, places in files. Neither sends, compresses, aggregates or traces anything, nor adds the
// newline of Sampler::ends_with_newline: that is the sender's, after make().
//
//     const auto source = RecordSource::prepare(plan, group, group_index, seed, files);
//     auto maker = (*source)->maker(thread_number);
//     while (*maker.begin_iteration(times) == Next::ready)           // Once a loop of the group.
//       if (*maker.make(sampler_index, times, record) == Next::ready) send(record);
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "env/file_system.h"
#include "meter/plan/plan.h"
#include "meter/plan/plan_error.h"

namespace weir::meter {

struct Record {
  std::string partition_key;
  // Decimal; empty: none. With EachShardInTurn it is empty too: the sender knows the shards.
  std::string explicit_hash_key;
  std::string data;
};

struct RecordTimes {
  WallTime now;
  WallTime simulated_now;  // The clock of a periodic load; else the same as `now`.
};

// Whether there is more.
enum class Next : std::uint8_t {
  ready,
  ended,  // A data set that stops the thread, or a file that is not repeated, has come to its end.
};

class RecordMaker;

// Immutable but for what its makers share. Threads: any.
class RecordSource : public std::enable_shared_from_this<RecordSource> {
 public:
  // Makes `group` of `plan` ready; both must outlive the source, `files` too. `seed` is the run's:
  // Plan::seed, or where that is 0 one that the caller has drawn. `group_index` tells the groups of
  // one seed apart. Blocks: opens files.
  static std::expected<std::shared_ptr<RecordSource>, PlanError> prepare(const Plan& plan,
                                                                         const Group& group,
                                                                         std::size_t group_index,
                                                                         std::uint64_t seed,
                                                                         env::FileSystem& files);
  ~RecordSource();
  RecordSource(const RecordSource&) = delete;
  RecordSource& operator=(const RecordSource&) = delete;

  // For the virtual user with this number within the group, from 1, as JMeter counts. The same seed
  // and number make the same records, but for what users share.
  RecordMaker maker(std::uint32_t thread_number);

  // A field that is filled once, when the run starts: of Target, say. Sees the plan's and the
  // group's variables.
  std::expected<std::string, PlanError> fill_once(const TemplateText& field, RecordTimes times);

 private:
  friend class RecordMaker;
  struct Prepared;
  explicit RecordSource(std::unique_ptr<Prepared> prepared);
  std::unique_ptr<Prepared> prepared_;
};

// Threads: one at a time.
class RecordMaker {
 public:
  RecordMaker(RecordMaker&&) noexcept;
  RecordMaker& operator=(RecordMaker&&) noexcept;
  ~RecordMaker();

  // Before each pass through the group's samplers (in an open load: before each record): moves
  // counters on and reads the next lines of data sets. Ended: this user stops. Now and then reads a
  // block of a file, which blocks. Errors: unavailable  the disk failed.
  Result<Next> begin_iteration(RecordTimes times);

  // Makes the next record of the group's sampler number `sampler`, from 0, a writing one. The
  // record's buffers are used again. Ended: its file has no more lines, and `record` is
  // unspecified. Errors: as begin_iteration.
  Result<Next> make(std::size_t sampler, RecordTimes times, Record& record);

 private:
  friend class RecordSource;
  struct State;
  explicit RecordMaker(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace weir::meter
