// DeleteDashboards: all of those that are named, or none.

#include <utility>

#include "api/dashboards/dashboard_errors.h"
#include "api/dashboards/operations.h"

namespace weir::api::dashboards {
using aws::cloudwatch::DeleteDashboards;

void handle(const Services& services, const WireCall& call, DeleteDashboards::Request request,
            Reply<DeleteDashboards> reply) {
  stream::commands::DeleteDashboards command{.account_id = call.caller.principal.account_id,
                                             .names = {}};
  command.names.reserve(request.names->size());
  for (const std::string_view name : *request.names) command.names.emplace_back(name);
  services.submit(call.home, std::move(command),
                  [reply = std::move(reply)](Result<void> done) mutable {
                    if (!done) return reply(failure_of_catalog(std::move(done).error()));
                    reply(aws::cloudwatch::EmptyOutput{});
                  });
}

}  // namespace weir::api::dashboards
