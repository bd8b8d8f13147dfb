// Probes: what operators' tools ask over HTTP without a signature: /metrics, /healthz and /readyz.
//
// Only from this machine unless a setting says otherwise; a request that a proxy has passed on is
// never from this machine.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "api/request_counts.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "http/message.h"
#include "http/server.h"
#include "metrics/exposition.h"
#include "server/settings.h"
#include "server/storage.h"

namespace weir::server {

// What one loop knows of itself.
struct LoopFacts {
  std::size_t connections = 0;
  http::ServerCounters http{};
  api::RequestCounts::Counts requests{};
};

// Threads: any loop's.
class Probes {
 public:
  // Asked on the loop of that index.
  using Facts = std::function<LoopFacts(std::size_t loop)>;

  // All must outlive it.
  Probes(Storage& storage, const env::Clock& clock, MetricsAccess access, Facts facts);

  // Whether the request is one of these.
  static bool concerns(const http::Request& request);
  // Answers on `home`, which is the caller's loop.
  void handle(env::EventLoop& home, const http::Request& request, http::Reply reply);

  // From now on the server is not ready.
  void drain() { is_draining_ = true; }

 private:
  struct Gathering;

  bool lets_in(const http::Request& request) const;
  void answer_metrics(env::EventLoop& home, metrics::ExpositionFormat format, http::Reply reply);
  std::string page_of(const std::vector<LoopFacts>& facts, metrics::ExpositionFormat format) const;
  void answer_ready(env::EventLoop& home, http::Reply reply);

  Storage& storage_;
  const env::Clock& clock_;
  const MetricsAccess access_;
  const Facts facts_;
  const WallTime started_;
  std::atomic<bool> is_draining_ = false;
};

}  // namespace weir::server
