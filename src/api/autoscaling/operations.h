// Every operation of Application Auto Scaling that the server answers. The namespace is kinesis:
// streams by their shard count.
//
// By the time handle() runs the request is authenticated, decoded, its constraints hold and the
// caller may do what it asks for. It answers exactly once, now or later, on context.home.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/autoscaling/services.h"
#include "api/wire_service.h"
#include "aws/shapes/autoscaling/scalable_targets.h"
#include "aws/shapes/autoscaling/scaling_policies.h"
#include "aws/shapes/autoscaling/scheduled_actions.h"

namespace weir::api::autoscaling {

// The service for the dispatcher. `services` must outlive it.
WireService service(const Services& services);

void handle(const Context&, aws::autoscaling::RegisterScalableTarget::Request,
            Reply<aws::autoscaling::RegisterScalableTarget>);
void handle(const Context&, aws::autoscaling::DeregisterScalableTarget::Request,
            Reply<aws::autoscaling::DeregisterScalableTarget>);
void handle(const Context&, aws::autoscaling::DescribeScalableTargets::Request,
            Reply<aws::autoscaling::DescribeScalableTargets>);
void handle(const Context&, aws::autoscaling::PutScalingPolicy::Request,
            Reply<aws::autoscaling::PutScalingPolicy>);
void handle(const Context&, aws::autoscaling::DescribeScalingPolicies::Request,
            Reply<aws::autoscaling::DescribeScalingPolicies>);
void handle(const Context&, aws::autoscaling::DeleteScalingPolicy::Request,
            Reply<aws::autoscaling::DeleteScalingPolicy>);
void handle(const Context&, aws::autoscaling::PutScheduledAction::Request,
            Reply<aws::autoscaling::PutScheduledAction>);
void handle(const Context&, aws::autoscaling::DescribeScheduledActions::Request,
            Reply<aws::autoscaling::DescribeScheduledActions>);
void handle(const Context&, aws::autoscaling::DeleteScheduledAction::Request,
            Reply<aws::autoscaling::DeleteScheduledAction>);
void handle(const Context&, aws::autoscaling::DescribeScalingActivities::Request,
            Reply<aws::autoscaling::DescribeScalingActivities>);
void handle(const Context&, aws::autoscaling::TagResource::Request,
            Reply<aws::autoscaling::TagResource>);
void handle(const Context&, aws::autoscaling::UntagResource::Request,
            Reply<aws::autoscaling::UntagResource>);
void handle(const Context&, aws::autoscaling::ListTagsForResource::Request,
            Reply<aws::autoscaling::ListTagsForResource>);

}  // namespace weir::api::autoscaling
