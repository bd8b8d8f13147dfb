// ListDashboards: an account's dashboards by name, 1,000 at a time. The token is the last name.

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "api/dashboards/operations.h"

namespace weir::api::dashboards {
namespace {

using aws::cloudwatch::ListDashboards;

constexpr std::size_t page_max = 1'000;

}  // namespace

void handle(const Services& services, const WireCall& call, ListDashboards::Request request,
            Reply<ListDashboards> reply) {
  const std::string prefix(request.prefix.value_or(""));
  const std::string after(request.next_token.value_or(""));
  ListDashboards::Response response;
  services.state(call.home).dashboards.for_each_from(
      key_of(call.caller, std::max(prefix, after)),
      [&](const stream::DashboardKey& key, const stream::DashboardPointer& dashboard) {
        if (key.account_id != call.caller.principal.account_id) return false;
        if (!key.name.starts_with(prefix)) return false;
        if (key.name == after) return true;
        if (response.entries.size() == page_max) {
          response.next_token = response.entries.back().name;
          return false;
        }
        response.entries.push_back({.name = key.name,
                                    .arn = arn_of(key),
                                    .last_modified = dashboard->modified,
                                    .size = static_cast<std::int64_t>(dashboard->body.size())});
        return true;
      });
  reply(std::move(response));
}

}  // namespace weir::api::dashboards
