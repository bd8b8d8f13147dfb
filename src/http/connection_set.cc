#include "http/connection_set.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/check.h"
#include "base/done.h"
#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/body_source.h"
#include "http/message.h"
#include "http/server.h"
#include "http/server_connection.h"
#include "http/tls/acceptor.h"

namespace weir::http {

ConnectionSet::ConnectionSet(env::EventLoop& loop, const env::Clock& clock, Handler& handler,
                             const ServerLimits& limits, const TlsAcceptor* tls)
    : loop_(loop),
      handler_(handler),
      limits_(limits),
      tls_(tls),
      handshake_steps_(loop),
      date_(clock) {}

ConnectionSet::~ConnectionSet() = default;

void ConnectionSet::accept(std::unique_ptr<env::ByteStream> stream) {
  if (is_draining_ || connections_.size() >= limits_.connections_max) {
    ++counters_.connections_refused;
    return;
  }
  ++counters_.connections_accepted;
  connections_.push_back(
      std::make_unique<ServerConnection>(*this, std::move(stream), connections_.size()));
  if (!timer_) arm_timer();
  connections_.back()->start();
}

void ConnectionSet::arm_timer() {
  timer_ = loop_.after(seconds(1), [this] { pass_second(); });
}

void ConnectionSet::pass_second() {
  ++second_;
  // From the back: a connection that closes is replaced by the last one, which was looked at
  // before.
  for (std::size_t i = connections_.size(); i > 0; --i) connections_[i - 1]->on_second();
  timer_.reset();
  if (!connections_.empty()) arm_timer();
}

bool ConnectionSet::has_passed(std::uint32_t start, seconds limit) const {
  // `start` may have been noted just before second() went up: one more makes the time full.
  return second_ - start >= static_cast<std::uint64_t>(limit.count()) + 1;
}

void ConnectionSet::give_turn(ServerConnection& connection) {
  turns_.push_back(&connection);
  post_batch();
}

void ConnectionSet::retire(ServerConnection& connection) {
  const std::size_t index = connection.index();
  CHECK(index < connections_.size() && connections_[index].get() == &connection);
  retired_.push_back(std::move(connections_[index]));
  if (index + 1 < connections_.size()) {
    connections_[index] = std::move(connections_.back());
    connections_[index]->set_index(index);
  }
  connections_.pop_back();
  post_batch();
}

void ConnectionSet::retire(std::unique_ptr<BodySource> source) {
  retired_sources_.push_back(std::move(source));
  post_batch();
}

void ConnectionSet::post_batch() {
  if (std::exchange(has_batch_, true)) return;
  loop_.post([set = weak_from_this()] {
    if (const auto alive = set.lock()) alive->run_batch();
  });
}

void ConnectionSet::run_batch() {
  has_batch_ = false;
  // A closed connection asks for no turn: those retired by now are in turns_running_ at most.
  const auto retired = std::exchange(retired_, {});
  const auto retired_sources = std::exchange(retired_sources_, {});
  turns_running_.swap(turns_);
  for (ServerConnection* connection : turns_running_) connection->on_turn();
  turns_running_.clear();
  if (connections_.empty() && drained_) {
    patience_.reset();
    std::exchange(drained_, nullptr)({});
  }
}

void ConnectionSet::drain(seconds patience, Done<void> done) {
  CHECK(!is_draining_, "drained twice");
  is_draining_ = true;
  drained_ = std::move(done);
  patience_ = loop_.after(patience, [this] { cut_off(); });
  for (std::size_t i = connections_.size(); i > 0; --i) connections_[i - 1]->on_drain();
  post_batch();
}

void ConnectionSet::cut_off() {
  for (std::size_t i = connections_.size(); i > 0; --i) connections_[i - 1]->close();
}

}  // namespace weir::http
