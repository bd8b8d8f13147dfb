#include "api/dashboards/operations.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

namespace weir::api::dashboards {
namespace {

// What a request is about, for policies: the dashboards that it names, or all.
template <class Request>
std::vector<std::string> resources_of(const aws::Caller& caller, const Request& request) {
  std::vector<std::string> arns;
  if constexpr (requires { request.names; }) {
    arns.reserve(request.names->size());
    for (const std::string_view name : *request.names) {
      arns.push_back(arn_of(key_of(caller, name)));
    }
  } else if constexpr (requires { request.name; }) {
    arns.push_back(arn_of(key_of(caller, request.name)));
  } else {
    arns.emplace_back("*");
  }
  return arns;
}

template <class Request>
std::optional<aws::policy::TagViews> tags_of(const Request& request) {
  if constexpr (requires { request.tags; }) {
    aws::policy::TagViews views;
    if (!request.tags) return views;
    views.reserve(request.tags->size());
    for (const auto& tag : *request.tags) views.emplace_back(tag.key, tag.value);
    return views;
  } else {
    return std::nullopt;
  }
}

template <class Operation>
aws::Outcome<void> authorise(const Services& services, const WireCall& call,
                             const typename Operation::Request& request) {
  const std::string action = fmt::format("cloudwatch:{}", Operation::info.name);
  for (const std::string& resource : resources_of(call.caller, request)) {
    call.resource = resource;
    TRY(services.authorise(call.home, {.caller = call.caller,
                                       .action = action,
                                       .resource = resource,
                                       .resource_account = call.caller.principal.account_id,
                                       .request_tags = tags_of(request)}));
  }
  return {};
}

template <class Operation>
WireOperation entry(const Services& services) {
  return wire_operation<Operation>(
      services, authorise<Operation>,
      [](const Services& with, const WireCall& call, typename Operation::Request request,
         Reply<Operation> reply) { handle(with, call, std::move(request), std::move(reply)); });
}

}  // namespace

std::vector<WireOperation> operations(const Services& services) {
  using namespace aws::cloudwatch;
  return {entry<DeleteDashboards>(services), entry<GetDashboard>(services),
          entry<ListDashboards>(services), entry<PutDashboard>(services)};
}

stream::DashboardKey key_of(const aws::Caller& caller, std::string_view name) {
  return {.account_id = caller.principal.account_id, .name = std::string(name)};
}

std::string arn_of(const stream::DashboardKey& key) {
  return fmt::format("arn:aws:cloudwatch::{}:dashboard/{}", key.account_id, key.name);
}

}  // namespace weir::api::dashboards
