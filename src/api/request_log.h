// RequestLog: lines about requests, in the log: those that the server failed, those that took long,
// and, if the operator asks for it, those that were refused, or all.
//
// What a line says is chosen here: names, numbers and ids. Nothing that a client sent gets into it
// but its account and its address, so that no secret and no record can.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/time.h"
#include "env/clock.h"
#include "env/logger.h"

namespace weir::api {

enum class LoggedRequests : std::uint8_t {
  none,    // None but those that the server failed and those that took long.
  failed,  // Also those that were refused.
  all,
};

struct RequestLogSettings {
  LoggedRequests requests = LoggedRequests::none;
  milliseconds slow{1'000};  // From so long on a request is slow; 0: none is.
};

// Views of what a line says. Empty: not known, or there is none.
struct AnsweredRequest {
  std::string_view request_id;
  std::string_view service;
  std::string_view operation;
  std::string_view account_id;
  std::string_view source_ip;
  std::string_view error;   // Its type.
  std::string_view detail;  // Of an error of the server's: what the client is not told.
};

// Of one loop. Threads: the loop's.
class RequestLog {
 public:
  // Of slow and failed requests: a disk that stands still makes thousands at once.
  static constexpr std::uint64_t lines_per_second_max = 20;

  RequestLog(const env::Clock& clock, env::Logger& logger, const RequestLogSettings& settings)
      : clock_(clock), logger_(logger), settings_(settings) {}

  // When a request has come in: to be given to answered().
  MonotonicTime start() const { return clock_.monotonic_now(); }

  // A request is answered now with that status of HTTP. `describe` gives an AnsweredRequest; it is
  // called if a line is due.
  template <class Describe>
  void answered(MonotonicTime started, int status, const Describe& describe) {
    const MonotonicTime now = clock_.monotonic_now();
    const nanoseconds took = now - started;
    if (concerns(status, took)) write(now, took, status, describe());
  }

 private:
  bool is_slow(nanoseconds took) const {
    return settings_.slow > milliseconds(0) && took >= settings_.slow;
  }
  bool is_asked_for(int status) const {
    return settings_.requests >= (status >= 400 ? LoggedRequests::failed : LoggedRequests::all);
  }
  bool concerns(int status, nanoseconds took) const {
    return status >= 500 || is_slow(took) || is_asked_for(status);
  }
  // Whether there is room for a line that nobody has asked for.
  bool has_room(MonotonicTime now);
  void write(MonotonicTime now, nanoseconds took, int status, const AnsweredRequest& request);

  const env::Clock& clock_;
  env::Logger& logger_;
  const RequestLogSettings settings_;
  MonotonicTime second_end_;  // Of the second in which so many lines were written and left out.
  std::uint64_t written_ = 0;
  std::uint64_t left_out_ = 0;
};

}  // namespace weir::api
