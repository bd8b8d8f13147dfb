#include "env/spdlog_logger.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "env/json_log_line.h"
#include "env/log_line.h"

namespace weir::env {
namespace {

spdlog::level::level_enum level_of(Severity severity) {
  switch (severity) {
    case Severity::info:
      return spdlog::level::info;
    case Severity::warning:
      return spdlog::level::warn;
    case Severity::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

constexpr const char* text_pattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
constexpr const char* json_pattern =
    R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v)";  // %v has the brace that ends it.

}  // namespace

SpdlogLogger::SpdlogLogger(LogFormat format)
    : format_(format),
      logger_(std::make_unique<spdlog::logger>("weir",
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  logger_->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      format == LogFormat::json ? json_pattern : text_pattern, spdlog::pattern_time_type::utc));
}

SpdlogLogger::~SpdlogLogger() = default;

void SpdlogLogger::write(Severity severity, std::string_view event,
                         std::initializer_list<Field> fields) {
  const bool is_json = format_ == LogFormat::json;
  logger_->log(level_of(severity),
               is_json ? json_log_members(event, fields) : log_line(event, fields));
}

}  // namespace weir::env
