#include "api/alarms/arns.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <vector>

#include "api/cloudwatch/errors.h"

namespace weir::api::alarms {
namespace {

constexpr std::string_view alarm_prefix = "alarm:";

aws::Outcome<void> check_list(const std::optional<std::vector<std::string_view>>& actions) {
  if (!actions) return {};
  for (const std::string_view action : *actions) {
    const auto arn = parse_action_arn(action);
    if (!arn) return cloudwatch::validation_error(fmt::format("Invalid arn syntax: {}", action));
    if (!kind_of(*arn)) {
      return cloudwatch::validation_error(fmt::format(
          "The action {} is not supported: alarms call topics (sns) and scaling policies "
          "(autoscaling).",
          action));
    }
  }
  return {};
}

}  // namespace

stream::AlarmKey key_of(const aws::Caller& caller, std::string_view name) {
  return {.account_id = caller.principal.account_id,
          .region = caller.region,
          .name = std::string(name)};
}

std::string arn_of(const stream::AlarmKey& key) {
  return fmt::format("arn:aws:cloudwatch:{}:{}:alarm:{}", key.region, key.account_id, key.name);
}

std::optional<ActionArn> parse_action_arn(std::string_view arn) {
  std::array<std::string_view, 5> parts{};
  for (std::string_view& part : parts) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    part = arn.substr(0, colon);
    arn.remove_prefix(colon + 1);
  }
  if (parts[0] != "arn" || parts[1].empty() || parts[2].empty() || arn.empty()) return std::nullopt;
  return ActionArn{.service = parts[2], .region = parts[3], .account = parts[4], .resource = arn};
}

std::optional<stream::AlarmKey> parse_alarm_arn(std::string_view arn) {
  const auto parts = parse_action_arn(arn);
  if (!parts || parts->service != "cloudwatch" || !parts->resource.starts_with(alarm_prefix)) {
    return std::nullopt;
  }
  return stream::AlarmKey{.account_id = std::string(parts->account),
                          .region = std::string(parts->region),
                          .name = std::string(parts->resource.substr(alarm_prefix.size()))};
}

std::optional<ActionKind> kind_of(const ActionArn& action) {
  if (action.service == "sns") return ActionKind::notification;
  if (action.service == "autoscaling" && action.resource.starts_with("scalingPolicy:")) {
    return ActionKind::scaling;
  }
  return std::nullopt;
}

aws::Outcome<void> check_actions(const aws::cloudwatch::AlarmActions& actions) {
  TRY(check_list(actions.ok));
  TRY(check_list(actions.alarm));
  return check_list(actions.insufficient_data);
}

}  // namespace weir::api::alarms
