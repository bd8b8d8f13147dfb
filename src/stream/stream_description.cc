#include "stream/stream_description.h"

#include <fmt/format.h>

#include "base/check.h"

namespace weir::stream {

std::string_view status_text(StreamStatus status) {
  switch (status) {
    case StreamStatus::creating:
      return "CREATING";
    case StreamStatus::active:
      return "ACTIVE";
    case StreamStatus::updating:
      return "UPDATING";
    case StreamStatus::deleting:
      return "DELETING";
  }
  check_failed(__FILE__, __LINE__, "a stream status", std::to_string(static_cast<int>(status)));
}

std::string_view mode_text(StreamMode mode) {
  return mode == StreamMode::provisioned ? "PROVISIONED" : "ON_DEMAND";
}

std::string StreamDescription::arn() const {
  return fmt::format("arn:aws:kinesis:{}:{}:stream/{}", key.region, key.account_id, key.name);
}

}  // namespace weir::stream
