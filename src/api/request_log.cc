#include "api/request_log.h"

#include <fmt/format.h>

#include <cstdint>
#include <utility>

namespace weir::api {

bool RequestLog::has_room(MonotonicTime now) {
  if (now >= second_end_) {
    const std::uint64_t left_out = std::exchange(left_out_, 0);
    if (left_out > 0) logger_.warning("requests_not_logged", {{"count", left_out}});
    second_end_ = now + seconds(1);
    written_ = 0;
  }
  if (written_ < lines_per_second_max) {
    ++written_;
    return true;
  }
  ++left_out_;
  return false;
}

void RequestLog::write(MonotonicTime now, nanoseconds took, int status,
                       const AnsweredRequest& request) {
  const bool is_ours = status >= 500;
  if (!is_asked_for(status) && !has_room(now)) return;
  const std::string_view event = is_ours         ? "request_failed"
                                 : is_slow(took) ? "slow_request"
                                 : status >= 400 ? "request_refused"
                                                 : "request";
  const env::Severity severity =
      is_ours || is_slow(took) ? env::Severity::warning : env::Severity::info;
  const env::Field id("request_id", request.request_id);
  const env::Field service("service", request.service);
  const env::Field operation("operation", request.operation);
  const env::Field with("status", status);
  const std::int64_t microseconds_taken = took.count() / 1000;
  const env::Field duration("duration_ms",
                            fmt::format("{:.3f}", static_cast<double>(microseconds_taken) / 1000));
  const env::Field account("account", request.account_id);
  const env::Field source("source_ip", request.source_ip);
  const env::Field error("error", request.error);
  if (is_ours) {
    return logger_.write(severity, event,
                         {id,
                          service,
                          operation,
                          with,
                          error,
                          {"detail", request.detail},
                          duration,
                          account,
                          source});
  }
  if (status >= 400) {
    return logger_.write(severity, event,
                         {id, service, operation, with, error, duration, account, source});
  }
  logger_.write(severity, event, {id, service, operation, with, duration, account, source});
}

}  // namespace weir::api
