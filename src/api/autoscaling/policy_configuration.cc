#include "api/autoscaling/policy_configuration.h"

#include <fmt/format.h>

#include <cmath>
#include <span>
#include <utility>

#include "api/autoscaling/errors.h"
#include "aws/protocol.h"

namespace weir::api::autoscaling {
namespace {

constexpr seconds step_cooldown{300};

template <class Configuration>
std::string encode(const Configuration& configuration) {
  std::string document;
  aws::encode_document(aws::Protocol::json_1_1, configuration, document);
  return document;
}

template <class Configuration>
std::shared_ptr<const KeptConfiguration<Configuration>> decode(std::string document) {
  auto kept = std::make_shared<KeptConfiguration<Configuration>>();
  kept->document = std::move(document);
  const auto decoded = aws::decode_document(aws::Protocol::json_1_1,
                                            std::span<char>(kept->document), kept->configuration);
  return decoded ? kept : nullptr;
}

// Errors: ValidationException.
aws::Outcome<seconds> cooldown_of(const std::optional<std::int32_t>& given, seconds otherwise,
                                  std::string_view member) {
  if (!given) return otherwise;
  if (*given < 0) return validation(fmt::format("{} must not be negative.", member));
  return seconds(*given);
}

aws::Outcome<void> check_metric(const TargetTrackingScalingPolicyConfiguration& configuration) {
  if (configuration.predefined.has_value() == configuration.customized.has_value()) {
    return validation(
        "Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be "
        "specified.");
  }
  if (!configuration.customized) return {};
  const auto& metric = *configuration.customized;
  const bool has_one = metric.metric_name || metric.name_space || metric.statistic;
  if (has_one && metric.metrics) {
    return validation(
        "Metrics cannot be specified together with MetricName, Namespace and Statistic.");
  }
  if (metric.metrics) return {};
  if (!metric.metric_name || !metric.name_space || !metric.statistic) {
    return validation("MetricName, Namespace and Statistic must be specified.");
  }
  return {};
}

}  // namespace

std::string document_of(const StepScalingPolicyConfiguration& configuration) {
  return encode(configuration);
}

std::string document_of(const TargetTrackingScalingPolicyConfiguration& configuration) {
  return encode(configuration);
}

std::shared_ptr<const KeptConfiguration<StepScalingPolicyConfiguration>> read_step_scaling(
    std::string document) {
  return decode<StepScalingPolicyConfiguration>(std::move(document));
}

std::shared_ptr<const KeptConfiguration<TargetTrackingScalingPolicyConfiguration>>
read_target_tracking(std::string document) {
  return decode<TargetTrackingScalingPolicyConfiguration>(std::move(document));
}

aws::Outcome<monitoring::StepScaling> to_step_scaling(
    const StepScalingPolicyConfiguration& configuration) {
  if (!configuration.adjustment_type) return validation("AdjustmentType must be specified.");
  if (!configuration.step_adjustments) return validation("StepAdjustments must be specified.");
  monitoring::StepScaling policy;
  policy.type = *monitoring::adjustment_type_named(*configuration.adjustment_type);
  policy.steps.reserve(configuration.step_adjustments->size());
  for (const auto& step : *configuration.step_adjustments) {
    policy.steps.push_back(
        {.lower = step.lower, .upper = step.upper, .adjustment = *step.adjustment});
  }
  policy.magnitude_min = configuration.min_adjustment_magnitude.value_or(0);
  if (policy.magnitude_min < 0) return validation("MinAdjustmentMagnitude must not be negative.");
  // As for the resources of Amazon's that are slow to change.
  policy.cooldown = TRY(cooldown_of(configuration.cooldown, step_cooldown, "Cooldown"));
  if (const auto good = monitoring::check_steps(policy); !good) {
    return validation(good.error().message);
  }
  return policy;
}

aws::Outcome<monitoring::TargetTracking> to_target_tracking(
    const TargetTrackingScalingPolicyConfiguration& configuration) {
  monitoring::TargetTracking policy{.target = *configuration.target_value};
  if (!std::isfinite(policy.target) || policy.target <= 0) {
    return validation("TargetValue must be greater than 0.");
  }
  policy.scale_out_cooldown = TRY(
      cooldown_of(configuration.scale_out_cooldown, policy.scale_out_cooldown, "ScaleOutCooldown"));
  policy.scale_in_cooldown = TRY(
      cooldown_of(configuration.scale_in_cooldown, policy.scale_in_cooldown, "ScaleInCooldown"));
  policy.disable_scale_in = configuration.disable_scale_in.value_or(false);
  TRY(check_metric(configuration));
  return policy;
}

}  // namespace weir::api::autoscaling
