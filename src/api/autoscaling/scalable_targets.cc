// RegisterScalableTarget, DeregisterScalableTarget, DescribeScalableTargets.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/autoscaling/errors.h"
#include "api/autoscaling/names.h"
#include "api/autoscaling/operations.h"
#include "api/autoscaling/pages.h"
#include "api/autoscaling/target_change.h"
#include "api/autoscaling/target_tags.h"

namespace weir::api::autoscaling {
namespace {

using aws::autoscaling::DeregisterScalableTarget;
using aws::autoscaling::DescribeScalableTargets;
using aws::autoscaling::RegisterScalableTarget;
using aws::autoscaling::SuspendedState;

// As the roles that Amazon's service makes for itself are called.
std::string default_role_arn(std::string_view account_id) {
  return fmt::format(
      "arn:aws:iam::{}:role/aws-service-role/kinesis.application-autoscaling.amazonaws.com/"
      "AWSServiceRoleForApplicationAutoScaling_KinesisStream",
      account_id);
}

void set_bit(std::uint8_t& bits, std::uint8_t bit, const std::optional<bool>& value) {
  if (value) bits = static_cast<std::uint8_t>(*value ? bits | bit : bits & ~bit);
}

SuspendedState to_shape(std::uint8_t suspended) {
  return {.scaling_in = (suspended & stream::scaling_in_suspended) != 0,
          .scaling_out = (suspended & stream::scaling_out_suspended) != 0,
          .scheduled = (suspended & stream::scheduled_scaling_suspended) != 0};
}

aws::autoscaling::ScalableTarget to_shape(const stream::StreamScaling& target) {
  return {.names = {.resource_id = resource_id_of(target.key.name)},
          .min_capacity = target.capacity_min,
          .max_capacity = target.capacity_max,
          .role_arn = target.role_arn,
          .creation_time = target.created,
          .suspended_state = to_shape(target.suspended),
          .scalable_target_arn = target_arn(target)};
}

aws::Outcome<void> check_bounds(const stream::StreamScaling& target) {
  if (target.capacity_min < 1)
    return validation("MinCapacity must be at least 1: a stream has a shard");
  if (target.capacity_max < target.capacity_min) {
    return validation("Maximum capacity cannot be less than minimum capacity");
  }
  return {};
}

struct NewTarget {
  std::string id;
  WallTime created;
  std::string role_arn;
};

aws::Outcome<void> edit(stream::StreamScaling& target,
                        const RegisterScalableTarget::Request& request, const NewTarget& made) {
  if (target.revision == 0) {
    if (!request.min_capacity || !request.max_capacity) {
      return validation(
          "Minimum capacity and maximum capacity are required for a new scalable target");
    }
    target.id = made.id;
    target.created = made.created;
    target.role_arn = made.role_arn;
  }
  if (request.min_capacity) target.capacity_min = *request.min_capacity;
  if (request.max_capacity) target.capacity_max = *request.max_capacity;
  if (request.role_arn) target.role_arn = *request.role_arn;
  if (request.suspended_state) {
    set_bit(target.suspended, stream::scaling_in_suspended, request.suspended_state->scaling_in);
    set_bit(target.suspended, stream::scaling_out_suspended, request.suspended_state->scaling_out);
    set_bit(target.suspended, stream::scheduled_scaling_suspended,
            request.suspended_state->scheduled);
  }
  TRY(check_bounds(target));
  if (request.tags) TRY(add_tags(target, *request.tags));
  return {};
}

}  // namespace

void handle(const Context& context, RegisterScalableTarget::Request request,
            Reply<RegisterScalableTarget> reply) {
  const aws::Outcome<stream::StreamKey> key = stream_of(context, request.target);
  if (!key) return reply(aws::Failure(key.error()));
  const stream::DescriptionPointer stream = context.state().find(*key);
  if (stream == nullptr || stream->status == stream::StreamStatus::deleting) {
    return reply(
        validation(fmt::format("Kinesis stream does not exist: {}", request.target.resource_id)));
  }
  NewTarget made{.id = new_uuid(context.services.random),
                 .created = context.services.time.wall_now(),
                 .role_arn = default_role_arn(context.account_id())};
  std::erase(made.id, '-');
  change_target(
      context, *key, MissingTarget::is_made,
      [request = std::move(request), made = std::move(made)](stream::StreamScaling& target) {
        return edit(target, request, made);
      },
      [reply = std::move(reply)](aws::Outcome<stream::StreamScaling> target) mutable {
        if (!target) return reply(aws::Failure(std::move(target).error()));
        reply(RegisterScalableTarget::Response{.scalable_target_arn = target_arn(*target)});
      });
}

void handle(const Context& context, DeregisterScalableTarget::Request request,
            Reply<DeregisterScalableTarget> reply) {
  const aws::Outcome<stream::StreamKey> key = stream_of(context, request.target);
  if (!key) return reply(aws::Failure(key.error()));
  context.services.catalog.submit(
      context.home, stream::commands::RemoveStreamScaling{*key},
      [id = std::string(request.target.resource_id),
       reply = std::move(reply)](Result<void> removed) mutable {
        if (removed) return reply(DeregisterScalableTarget::Response{});
        if (removed.error().code != ErrorCode::not_found) {
          return reply(failure_of_catalog(std::move(removed).error(), id));
        }
        reply(object_not_found(fmt::format(
            "No scalable target found for service namespace: kinesis, resource ID: {}, scalable "
            "dimension: {}",
            id, aws::autoscaling::shard_count_dimension)));
      });
}

void handle(const Context& context, DescribeScalableTargets::Request request,
            Reply<DescribeScalableTargets> reply) {
  const aws::Outcome<std::size_t> size = page_size(request.max_results, page_max);
  if (!size) return reply(aws::Failure(size.error()));
  const aws::Outcome<PagePlace> after = place_of(request.next_token, 1);
  if (!after) return reply(aws::Failure(after.error()));
  DescribeScalableTargets::Response response;
  if (!may_be_streams(request.service_namespace, request.scalable_dimension)) {
    return reply(std::move(response));
  }
  const auto is_asked_for = [&](const stream::StreamKey& key) {
    const auto& ids = request.resource_ids;
    return !ids || ids->empty() || std::ranges::find(*ids, resource_id_of(key.name)) != ids->end();
  };
  const std::string from = after->empty() ? std::string() : after->front();
  for_each_target(context, from, [&](const stream::StreamScaling& target) {
    if (target.key.name == from || !is_asked_for(target.key)) return true;
    if (response.scalable_targets.size() == *size) {
      const auto last = stream_of_resource_id(response.scalable_targets.back().names.resource_id);
      response.next_token = token_of({std::string(*last)});
      return false;
    }
    response.scalable_targets.push_back(to_shape(target));
    return true;
  });
  reply(std::move(response));
}

}  // namespace weir::api::autoscaling
