// Reads the configuration file: flat TOML, a key for each setting.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "server/limit_settings.h"
#include "server/topic_settings.h"

namespace weir::server {

struct SettingsFile {
  std::vector<std::pair<std::string, std::string>> pairs;  // In the file's order, values as text.
  std::vector<LimitTable> limits;                          // [limits.account.…], [limits.stream.…].
  std::vector<TopicTable> topics;                          // [notifications.…].
};

// Errors: invalid_argument, with line and column.
Result<SettingsFile> parse_settings_file(const std::string& text);

}  // namespace weir::server
