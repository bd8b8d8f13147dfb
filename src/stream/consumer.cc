#include "stream/consumer.h"

#include <fmt/format.h>

#include "base/check.h"

namespace weir::stream {

std::string_view status_text(ConsumerStatus status) {
  switch (status) {
    case ConsumerStatus::creating:
      return "CREATING";
    case ConsumerStatus::active:
      return "ACTIVE";
    case ConsumerStatus::deleting:
      return "DELETING";
  }
  check_failed(__FILE__, __LINE__, "a consumer status", std::to_string(static_cast<int>(status)));
}

std::string Consumer::arn() const {
  return fmt::format("{}/consumer/{}:{}", arn_of(stream), key.name, creation_seconds);
}

}  // namespace weir::stream
