// MemoryAlarmCatalog: the state machine of the catalog without its log, for tests.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "api/alarms/alarm_catalog.h"
#include "env/clock.h"

namespace weir::api::alarms {

// Answers inside the call, unlike a real one.
class MemoryAlarmCatalog final : public AlarmCatalog {
 public:
  explicit MemoryAlarmCatalog(const env::Clock& clock) : clock_(clock) {}

  // What the next commands answer, without being applied.
  std::vector<Error> failures;
  // Whether no action can be marked as done.
  bool refuses_ends = false;

  std::shared_ptr<const stream::CatalogState> state(const env::EventLoop&) const override {
    return std::make_shared<const stream::CatalogState>(state_);
  }

  void submit(env::EventLoop&, stream::CommandBody body, Done<void> done) override {
    if (!failures.empty()) {
      const Error failure = failures.back();
      failures.pop_back();
      return done(std::unexpected(failure));
    }
    if (refuses_ends && std::holds_alternative<stream::commands::FinishAlarmAction>(body)) {
      return done(fail(ErrorCode::no_space, "The disk is full."));
    }
    done(state_.apply({.id = {.writer = 1, .counter = ++counter_},
                       .time = clock_.wall_now(),
                       .body = std::move(body)}));
  }

 private:
  const env::Clock& clock_;
  stream::CatalogState state_;
  std::uint64_t counter_ = 0;
};

}  // namespace weir::api::alarms
