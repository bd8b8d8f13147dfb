// A scaling policy's configuration: as a request gives it, as it is kept, and as scaling reads it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "aws/service_error.h"
#include "aws/shapes/autoscaling/scaling_policies.h"
#include "monitoring/scaling/step_scaling.h"
#include "monitoring/scaling/target_tracking.h"

namespace weir::api::autoscaling {

using aws::autoscaling::StepScalingPolicyConfiguration;
using aws::autoscaling::TargetTrackingScalingPolicyConfiguration;

// A configuration and the document that its texts point into.
template <class Configuration>
struct KeptConfiguration {
  std::string document{};
  Configuration configuration{};
};

// As it is kept.
std::string document_of(const StepScalingPolicyConfiguration& configuration);
std::string document_of(const TargetTrackingScalingPolicyConfiguration& configuration);

// Null if the document is none.
std::shared_ptr<const KeptConfiguration<StepScalingPolicyConfiguration>> read_step_scaling(
    std::string document);
std::shared_ptr<const KeptConfiguration<TargetTrackingScalingPolicyConfiguration>>
read_target_tracking(std::string document);

// What it means. Errors: ValidationException.
aws::Outcome<monitoring::StepScaling> to_step_scaling(
    const StepScalingPolicyConfiguration& configuration);
aws::Outcome<monitoring::TargetTracking> to_target_tracking(
    const TargetTrackingScalingPolicyConfiguration& configuration);

}  // namespace weir::api::autoscaling
