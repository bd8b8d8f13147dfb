#include "api/dashboards/operations.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "api/cloudwatch/authorise.h"
#include "api/cloudwatch/tags.h"

namespace weir::api::dashboards {
namespace {

constexpr std::string_view arn_prefix = "arn:aws:cloudwatch::";
constexpr std::string_view resource_prefix = ":dashboard/";

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

template <class Operation>
aws::Outcome<void> authorise(const Services& services, const WireCall& call,
                             const typename Operation::Request& request) {
  return cloudwatch::authorise_each(services.authorise, call, Operation::info.name,
                                    resources_of(call.caller, request),
                                    cloudwatch::tags_of(request));
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
  return fmt::format("{}{}{}{}", arn_prefix, key.account_id, resource_prefix, key.name);
}

std::optional<stream::DashboardKey> parse_arn(std::string_view arn) {
  if (!arn.starts_with(arn_prefix)) return std::nullopt;
  arn.remove_prefix(arn_prefix.size());
  const std::size_t end = arn.find(resource_prefix);
  if (end == std::string_view::npos) return std::nullopt;
  return stream::DashboardKey{.account_id = std::string(arn.substr(0, end)),
                              .name = std::string(arn.substr(end + resource_prefix.size()))};
}

}  // namespace weir::api::dashboards
