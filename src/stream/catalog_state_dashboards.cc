// What commands do to dashboards.

#include <fmt/format.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "stream/catalog_state.h"
#include "stream/change_tags.h"

namespace weir::stream {
namespace {

std::unexpected<Error> no_dashboard(const DashboardKey& key) {
  return fail(ErrorCode::not_found, fmt::format("Dashboard {} does not exist", key.name));
}

}  // namespace

DashboardPointer CatalogState::find_dashboard(const DashboardKey& key) const {
  const DashboardPointer* const found = dashboards.find(key);
  return found == nullptr ? nullptr : *found;
}

Result<void> CatalogState::check_dashboard_limits(const commands::PutDashboard& command) const {
  std::size_t count = 1;
  std::size_t bytes = command.body.size();
  dashboards.for_each_from(DashboardKey{.account_id = command.key.account_id, .name = {}},
                           [&](const DashboardKey& key, const DashboardPointer& dashboard) {
                             if (key.account_id != command.key.account_id) return false;
                             if (key == command.key) return true;
                             ++count;
                             bytes += dashboard->body.size();
                             return true;
                           });
  const bool is_new = dashboards.find(command.key) == nullptr;
  if (is_new && command.dashboards_max != 0 && count > command.dashboards_max) {
    return fail(ErrorCode::limit_exceeded,
                fmt::format("The account has {} dashboards, the most that it may have.",
                            command.dashboards_max));
  }
  if (command.bytes_max != 0 && bytes > command.bytes_max) {
    return fail(ErrorCode::limit_exceeded,
                fmt::format("The bodies of the account's dashboards would have {} bytes; {} are "
                            "allowed.",
                            bytes, command.bytes_max));
  }
  return {};
}

Result<void> CatalogState::run(const commands::PutDashboard& command, WallTime time) {
  TRY(check_dashboard_limits(command));
  const DashboardPointer former = find_dashboard(command.key);
  dashboards.set(command.key, std::make_shared<const Dashboard>(
                                  Dashboard{.key = command.key,
                                            .body = command.body,
                                            .modified = time,
                                            .tags = former ? former->tags : command.tags}));
  return {};
}

Result<void> CatalogState::run(const commands::DeleteDashboards& command, WallTime) {
  for (const std::string& name : command.names) {
    const DashboardKey key{.account_id = command.account_id, .name = name};
    if (find_dashboard(key) == nullptr) return no_dashboard(key);
  }
  for (const std::string& name : command.names) {
    dashboards.erase(DashboardKey{.account_id = command.account_id, .name = name});
  }
  return {};
}

Result<void> CatalogState::run(const commands::ChangeDashboardTags& command, WallTime) {
  const DashboardPointer former = find_dashboard(command.key);
  if (former == nullptr) return no_dashboard(command.key);
  Dashboard dashboard = *former;
  if (!change_tags(dashboard.tags, command.set, command.remove, command.tags_max)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("A dashboard may have {} tags.", command.tags_max));
  }
  dashboards.set(command.key, std::make_shared<const Dashboard>(std::move(dashboard)));
  return {};
}

}  // namespace weir::stream
