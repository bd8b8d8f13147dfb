// TagResource, UntagResource, ListTagsForResource.

#include "api/autoscaling/target_tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "api/autoscaling/errors.h"
#include "api/autoscaling/names.h"
#include "api/autoscaling/operations.h"
#include "api/autoscaling/target_change.h"

namespace weir::api::autoscaling {
namespace {

using aws::autoscaling::ListTagsForResource;
using aws::autoscaling::TagResource;
using aws::autoscaling::UntagResource;

using Tag = std::pair<std::string, std::string>;

// Errors: ResourceNotFoundException.
aws::Outcome<stream::StreamScalingPointer> find_target(const Context& context,
                                                       std::string_view arn) {
  stream::StreamScalingPointer found;
  for_each_target(context, "", [&](const stream::StreamScaling& target) {
    if (target_arn(target) != arn) return true;
    found = context.state().find_scaling(target.key);
    return false;
  });
  if (found == nullptr) {
    return resource_not_found(fmt::format("The specified resource doesn't exist: {}", arn));
  }
  return found;
}

void remove_tag(stream::Tags& tags, std::string_view key) {
  std::erase_if(tags, [key](const Tag& tag) { return tag.first == key; });
}

}  // namespace

aws::Outcome<void> add_tags(stream::StreamScaling& target, const aws::TextMap& tags) {
  for (const auto& [key, value] : tags) {
    remove_tag(target.tags, key);
    target.tags.emplace_back(key, value);
  }
  std::ranges::sort(target.tags, {}, &Tag::first);
  if (target.tags.size() <= tags_max) return {};
  return too_many_tags(
      fmt::format("A resource can have {} tags, not {}.", tags_max, target.tags.size()));
}

void handle(const Context& context, TagResource::Request request, Reply<TagResource> reply) {
  const auto target = find_target(context, request.resource_arn);
  if (!target) return reply(aws::Failure(target.error()));
  change_target(
      context, (*target)->key, MissingTarget::is_an_error,
      [request = std::move(request)](stream::StreamScaling& changed) {
        return add_tags(changed, *request.tags);
      },
      answer_empty<TagResource>(std::move(reply)));
}

void handle(const Context& context, UntagResource::Request request, Reply<UntagResource> reply) {
  const auto target = find_target(context, request.resource_arn);
  if (!target) return reply(aws::Failure(target.error()));
  change_target(
      context, (*target)->key, MissingTarget::is_an_error,
      [request = std::move(request)](stream::StreamScaling& changed) -> aws::Outcome<void> {
        for (const std::string_view key : *request.tag_keys) remove_tag(changed.tags, key);
        return {};
      },
      answer_empty<UntagResource>(std::move(reply)));
}

void handle(const Context& context, ListTagsForResource::Request request,
            Reply<ListTagsForResource> reply) {
  const auto target = find_target(context, request.resource_arn);
  if (!target) return reply(aws::Failure(target.error()));
  ListTagsForResource::Response response;
  response.owner = *target;
  for (const auto& [key, value] : (*target)->tags) response.tags.emplace_back(key, value);
  reply(std::move(response));
}

}  // namespace weir::api::autoscaling
