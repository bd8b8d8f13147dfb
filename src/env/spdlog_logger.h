// SpdlogLogger: log lines on standard error, by spdlog, for people or for machines:
//     2026-02-03T04:05:06.789Z info event=stream_created stream=orders shards=4
//     {"time":"2026-02-03T04:05:06.789Z","level":"info","event":"stream_created","stream":"orders"}
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "env/log_format.h"
#include "env/logger.h"

namespace spdlog {
class logger;
}

namespace weir::env {

// Threads: any. Lines are whole and never lost: each is written before write() returns. What
// standard error refuses is dropped.
class SpdlogLogger final : public Logger {
 public:
  explicit SpdlogLogger(LogFormat format = LogFormat::text);
  ~SpdlogLogger() override;
  SpdlogLogger(const SpdlogLogger&) = delete;
  SpdlogLogger& operator=(const SpdlogLogger&) = delete;

  void write(Severity severity, std::string_view event,
             std::initializer_list<Field> fields) override;

 private:
  const LogFormat format_;
  std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace weir::env
