// Settings of topics: what an alarm's actions stand for. From the configuration file only, so that
// nobody but the operator names an address or a program:
//
//     [notifications.ops]
//     url = "https://hooks.example.com/weir"
//     secret_file = "/etc/weir/ops.secret"
//
//     [notifications.page]
//     command = ["/usr/local/bin/page", "--urgent"]
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "env/file_system.h"
#include "notifications/topic.h"

namespace weir::server {

// A table of the configuration file.
struct TopicTable {
  std::string name;
  std::vector<std::pair<std::string, std::vector<std::string>>> pairs;  // Keys and texts.
};

struct TopicSetting {
  notifications::Topic topic;
  std::string secret_file;  // Where its key is. Empty: it has none.
};

// Errors: invalid_argument, as a sentence.
Result<TopicSetting> read_topic_table(const TopicTable& table);

// The topics with their keys. Errors: those of reading a file, and invalid_argument.
Result<std::vector<notifications::Topic>> topics_of(const std::vector<TopicSetting>& settings,
                                                    env::FileSystem& files);

}  // namespace weir::server
