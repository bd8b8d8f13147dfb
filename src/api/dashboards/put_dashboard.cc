// PutDashboard: makes a dashboard, or gives one another body.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "api/cloudwatch/tags.h"
#include "api/dashboards/dashboard_body.h"
#include "api/dashboards/dashboard_errors.h"
#include "api/dashboards/operations.h"
#include "codec/json_writer.h"

namespace weir::api::dashboards {
namespace {

using aws::cloudwatch::PutDashboard;

// Amazon's quota for an account.
constexpr std::uint32_t dashboards_max = 500;
// Amazon publishes no limit for a body; 500 widgets of half a kilobyte fit.
constexpr std::size_t body_bytes_max = 256U << 10;
constexpr std::uint32_t bodies_bytes_max = 8U << 20;
constexpr std::size_t name_max = 255;

bool is_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char character) {
    return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
           (character >= 'a' && character <= 'z') || character == '-' || character == '_';
  });
}

std::string quoted(std::string_view text) {
  std::string json;
  codec::JsonWriter(json).text(text);
  return json;
}

aws::Failure invalid_body(const std::vector<Finding>& findings) {
  std::string text = fmt::format(
      "The dashboard body is invalid, there are {} validation errors:\n[", findings.size());
  std::string_view separator = "\n";
  for (const Finding& finding : findings) {
    text += fmt::format("{}  {{\n    \"dataPath\": {},\n    \"message\": {}\n  }}", separator,
                        quoted(finding.path), quoted(finding.message));
    separator = ",\n";
  }
  return invalid_dashboard(text + "\n]");
}

aws::Outcome<PutDashboard::Response> check(const PutDashboard::Request& request) {
  if (request.name.size() > name_max) {
    return invalid_dashboard(
        fmt::format("The field DashboardName must have {} characters at most.", name_max));
  }
  if (!is_name(request.name)) {
    return invalid_dashboard(fmt::format(
        "The value {} for field DashboardName contains invalid characters. It can only contain "
        "alphanumerics, dash (-) and underscore (_).",
        request.name));
  }
  if (request.body.size() > body_bytes_max) {
    return invalid_dashboard(fmt::format("The field DashboardBody has {} bytes; {} are allowed.",
                                         request.body.size(), body_bytes_max));
  }
  const JsonRules rules = check_dashboard_body(request.body);
  if (!rules.errors().empty()) return invalid_body(rules.errors());
  PutDashboard::Response response;
  response.messages.reserve(rules.warnings().size());
  for (const Finding& warning : rules.warnings()) {
    response.messages.push_back({.data_path = warning.path, .message = warning.message});
  }
  return response;
}

}  // namespace

void handle(const Services& services, const WireCall& call, PutDashboard::Request request,
            Reply<PutDashboard> reply) {
  auto response = check(request);
  if (!response) return reply(aws::Failure(std::move(response).error()));
  auto tags = cloudwatch::to_tags(request.tags);
  if (!tags) return reply(aws::Failure(std::move(tags).error()));
  services.submit(
      call.home,
      stream::commands::PutDashboard{.key = key_of(call.caller, request.name),
                                     .body = std::string(request.body),
                                     .tags = *std::move(tags),
                                     .dashboards_max = dashboards_max,
                                     .bytes_max = bodies_bytes_max},
      [response = *std::move(response), reply = std::move(reply)](Result<void> done) mutable {
        if (!done) return reply(failure_of_catalog(std::move(done).error()));
        reply(std::move(response));
      });
}

}  // namespace weir::api::dashboards
