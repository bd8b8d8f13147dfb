#include "api/autoscaling/names.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>

#include "api/autoscaling/errors.h"
#include "codec/uuid.h"

namespace weir::api::autoscaling {
namespace {

constexpr std::string_view resource_type = "stream/";

// What stands before `end`, which goes away with it.
std::string_view take_until(std::string_view& text, std::string_view end) {
  const std::size_t found = text.find(end);
  const std::string_view taken = text.substr(0, found);
  text = found == std::string_view::npos ? std::string_view{} : text.substr(found + end.size());
  return taken;
}

}  // namespace

std::string resource_id_of(std::string_view stream_name) {
  return fmt::format("{}{}", resource_type, stream_name);
}

std::optional<std::string_view> stream_of_resource_id(std::string_view resource_id) {
  if (!resource_id.starts_with(resource_type)) return std::nullopt;
  return resource_id.substr(resource_type.size());
}

aws::Outcome<stream::StreamKey> stream_of(const Context& context,
                                          const aws::autoscaling::TargetRef& ref) {
  const auto name = stream_of_resource_id(ref.resource_id);
  if (!name || !may_be_streams(ref.service_namespace, ref.scalable_dimension)) {
    return validation("Unsupported service namespace, resource type or scalable dimension");
  }
  return context.key_of(*name).to_key();
}

bool may_be_streams(std::string_view service_namespace,
                    const std::optional<std::string_view>& dimension) {
  return service_namespace == aws::autoscaling::kinesis_namespace &&
         (!dimension || *dimension == aws::autoscaling::shard_count_dimension);
}

std::string target_arn(const stream::StreamScaling& scaling) {
  return fmt::format("arn:aws:application-autoscaling:{}:{}:scalable-target/{}", scaling.key.region,
                     scaling.key.account_id, scaling.id);
}

std::string policy_arn(const stream::StreamKey& key, const stream::ScalingPolicy& policy) {
  return fmt::format(
      "arn:aws:autoscaling:{}:{}:scalingPolicy:{}:resource/kinesis/stream/{}:policyName/{}",
      key.region, key.account_id, policy.id, key.name, policy.name);
}

std::string action_arn(const stream::StreamKey& key, const stream::ScheduledAction& action) {
  return fmt::format(
      "arn:aws:autoscaling:{}:{}:scheduledAction:{}:resource/kinesis/stream/{}:"
      "scheduledActionName/{}",
      key.region, key.account_id, action.id, key.name, action.name);
}

std::optional<PolicyDesignation> read_policy_arn(std::string_view arn) {
  constexpr std::string_view prefix = "arn:aws:autoscaling:";
  if (!arn.starts_with(prefix)) return std::nullopt;
  arn.remove_prefix(prefix.size());
  const std::string_view region = take_until(arn, ":");
  const std::string_view account = take_until(arn, ":scalingPolicy:");
  const std::string_view id = take_until(arn, ":resource/kinesis/stream/");
  const std::string_view stream = take_until(arn, ":policyName/");
  if (region.empty() || account.empty() || id.empty() || stream.empty() || arn.empty()) {
    return std::nullopt;
  }
  return PolicyDesignation{.key = {account, region, stream}, .id = id, .name = arn};
}

std::string new_uuid(env::Random& random) {
  std::array<std::byte, 16> bytes;
  random.fill(bytes);
  return codec::uuid_text(bytes);
}

}  // namespace weir::api::autoscaling
