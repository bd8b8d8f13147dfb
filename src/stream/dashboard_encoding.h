// Dashboards as bytes: the descriptions that encoding.h asks for.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stream/dashboard.h"
#include "stream/encoding.h"

namespace weir::stream {

void describe_bytes(auto& archive, Is<DashboardKey> auto& key) {
  archive(key.account_id, key.name);
}
void describe_bytes(auto& archive, Is<Dashboard> auto& dashboard) {
  archive(dashboard.key, dashboard.body, dashboard.modified, dashboard.tags);
}

}  // namespace weir::stream
