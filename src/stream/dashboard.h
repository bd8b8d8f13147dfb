// Dashboard: a page of graphs, as PutDashboard was given it; and the commands of the catalog that
// are about dashboards (command.h). What a body means is the business of whoever shows it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "stream/stream_description.h"

namespace weir::stream {

// Dashboards are an account's, in no region.
struct DashboardKey {
  std::string account_id;
  std::string name;

  friend auto operator<=>(const DashboardKey&, const DashboardKey&) = default;
};

struct Dashboard {
  DashboardKey key;
  std::string body;  // A document of JSON.
  WallTime modified;
  Tags tags;

  friend bool operator==(const Dashboard&, const Dashboard&) = default;
};

using DashboardPointer = std::shared_ptr<const Dashboard>;

namespace commands {

// A dashboard, or another body of one that is there, which keeps its tags. Fails with
// limit_exceeded.
struct PutDashboard {
  DashboardKey key;
  std::string body;
  Tags tags;                         // Of a new one; sorted by key.
  std::uint32_t dashboards_max = 0;  // Of the account; 0: no limit.
  std::uint32_t bytes_max = 0;       // Of all bodies of the account; 0: no limit.
  friend bool operator==(const PutDashboard&, const PutDashboard&) = default;
};

// All of them or none. Fails with not_found.
struct DeleteDashboards {
  std::string account_id;
  std::vector<std::string> names;
  friend bool operator==(const DeleteDashboards&, const DeleteDashboards&) = default;
};

// Tags are added or get new values, others go away. Fails with not_found, invalid_argument (too
// many).
struct ChangeDashboardTags {
  DashboardKey key;
  Tags set;                         // Sorted by key.
  std::vector<std::string> remove;  // Keys; those that are not there do not matter.
  std::uint32_t tags_max = 0;       // 0: no limit.
  friend bool operator==(const ChangeDashboardTags&, const ChangeDashboardTags&) = default;
};

}  // namespace commands
}  // namespace weir::stream
