// GetDashboard: the body as it was put.

#include <fmt/format.h>

#include "api/dashboards/dashboard_errors.h"
#include "api/dashboards/operations.h"

namespace weir::api::dashboards {

using aws::cloudwatch::GetDashboard;

void handle(const Services& services, const WireCall& call, GetDashboard::Request request,
            Reply<GetDashboard> reply) {
  const stream::DashboardPointer found =
      services.state(call.home).find_dashboard(key_of(call.caller, request.name));
  if (found == nullptr) {
    return reply(dashboard_not_found(fmt::format("Dashboard {} does not exist", request.name)));
  }
  reply(GetDashboard::Response{
      .arn = arn_of(found->key), .body = found->body, .name = found->key.name});
}

}  // namespace weir::api::dashboards
