// Catalog: the durable state of everything but records, on log 0 of the store.
//
// Commands are appended to the log; what they do is decided where they stand in it, by
// CatalogState. One reader follows the log, applies what it reads, publishes a new CatalogView and
// then answers whoever wrote the command: so an answer means durable and visible on every loop, and
// of two racing creates exactly one succeeds, whichever process wrote them. Now and then the whole
// state goes into the log as a snapshot, and what stands before it is trimmed.
//
// An append whose outcome is unknown is settled by reading on, and repeated under the same id until
// it is known or the catalog gives up.
//
// Must be opened before anything else, and stopped before the store closes. Construction, open(),
// stop() and destruction happen on `home`, or while no loop runs.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/done.h"
#include "crypto/keyring.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "env/random.h"
#include "log/shard_log.h"
#include "stream/catalog_view.h"
#include "stream/command.h"
#include "stream/service_time.h"

namespace weir::stream {

// Mistakes that the simulator must find, as those in log/journal/settings.h. Compiled in with
// WEIR_PLANTED_BUGS only.
enum class CatalogBug : std::uint8_t {
  none,
  snapshot_one_short,       // A snapshot lacks the last command that it says it has.
  trimmed_before_snapshot,  // The log is trimmed before the snapshot is durable.
};

struct CatalogSettings {
  // A snapshot is taken after this many commands, or a quarter as many as there are entries in the
  // state, whichever is more. Smaller: quicker start, more writing.
  std::size_t snapshot_commands = 1'000;
  // How often an append of unknown outcome is repeated, and how long apart.
  int attempts_max = 5;
  milliseconds retry_delay{200};
  // For encrypted streams; must outlive the catalog. Null: their records can be neither put nor
  // read.
  const crypto::Keyring* keyring = nullptr;
#ifdef WEIR_PLANTED_BUGS
  CatalogBug planted_bug = CatalogBug::none;
#endif
};

constexpr bool is_planted([[maybe_unused]] const CatalogSettings& settings,
                          [[maybe_unused]] CatalogBug bug) {
#ifdef WEIR_PLANTED_BUGS
  return settings.planted_bug == bug;
#else
  return false;
#endif
}

class Catalog {
 public:
  // `loops` is the number of event loops, whose index() is below it. All references must outlive
  // it.
  Catalog(env::EventLoop& home, std::size_t loops, log::LogStore& store, const ServiceTime& time,
          env::Random& random, env::Logger& logger, CatalogSettings settings = {});
  ~Catalog();

  // Replays the log from its newest snapshot, makes a new catalog if the log is empty, removes logs
  // that belong to no stream, and answers on `home`. Errors: corrupt      the log cannot be
  // understood: damaged, or written by a newer version.
  //         unavailable, no_space, throttled  as the log has it.
  void open(Done<void> done);

  // Takes no more commands; those under way are answered with unavailable. Readers keep their
  // views.
  void stop();

  // The present picture, for the loop that calls. One atomic load when nothing has changed; else
  // the loop's own pointer is renewed under a mutex. The reference is good until the next call of
  // view() on the same loop: copy the pointers that must live longer. Threads: `loop`'s only.
  const CatalogView& view(const env::EventLoop& loop) const;

  // The same for anyone, through the mutex. Threads: any.
  std::shared_ptr<const CatalogView> view() const;

  // Answers on `loop` once the catalog has changed from what view(loop) gave last: for who found
  // there something that is about to change. Errors: unavailable: the catalog has stopped before.
  // Threads: `loop`'s only.
  void wait_for_change(env::EventLoop& loop, Done<void> done) const;

  // Carries out a change. The answer comes on `home` after the command is durable and applied and
  // every loop sees it. Threads: `home`'s only. Errors: those of the command (command.h), and
  //         throttled, no_space  nothing was written.
  //         unavailable          OUTCOME UNKNOWN: it may yet be applied.
  void submit(env::EventLoop& home, CommandBody body, Done<void> done);

  // Calls `listener` on the catalog's home loop after each change, with the new view, for as long
  // as the catalog lives. Set before open().
  void on_change(std::function<void(const CatalogView&)> listener);

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace weir::stream
