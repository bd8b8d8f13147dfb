#include "api/cloudwatch_tags/operations.h"

#include <fmt/format.h>

#include <functional>
#include <string>
#include <utility>

#include "api/cloudwatch/authorise.h"
#include "api/cloudwatch/errors.h"
#include "api/cloudwatch/tags.h"
#include "api/cloudwatch_tags/tagged_resource.h"
#include "aws/shapes/cloudwatch/tags.h"

namespace weir::api::cloudwatch_tags {
namespace {

using aws::cloudwatch::EmptyOutput;
using aws::cloudwatch::ListTagsForResource;
using aws::cloudwatch::TagResource;
using aws::cloudwatch::UntagResource;
using cloudwatch::CatalogAccess;

template <class Operation>
using Reply = std::move_only_function<void(aws::Outcome<typename Operation::Response>)>;

template <class Operation>
aws::Outcome<void> authorise(const CatalogAccess& catalog, const WireCall& call,
                             const typename Operation::Request& request) {
  return cloudwatch::authorise_each(catalog.authorise, call, Operation::info.name,
                                    {std::string(request.arn)}, cloudwatch::tags_of(request));
}

// The caller's resource of that ARN.
aws::Outcome<TaggedResource> find(const CatalogAccess& catalog, const WireCall& call,
                                  std::string_view arn) {
  const std::optional<TaggedResource::Key> key = parse_key(arn);
  if (!key) {
    return cloudwatch::invalid_parameter_value(
        fmt::format("{} is no ARN of an alarm or a dashboard.", arn));
  }
  if (is_of(*key, call.caller)) {
    if (auto found = find_resource(catalog.state(call.home), *key)) return *std::move(found);
  }
  return aws::Failure(aws::ServiceError{.type = "ResourceNotFoundException",
                                        .message = fmt::format("There is no resource {}.", arn),
                                        .http_status = 404});
}

void change(const CatalogAccess& catalog, const WireCall& call, std::string_view arn,
            TagChange tag_change, std::move_only_function<void(aws::Outcome<EmptyOutput>)> reply) {
  auto resource = find(catalog, call, arn);
  if (!resource) return reply(aws::Failure(std::move(resource).error()));
  catalog.submit(call.home, command_of(resource->key, std::move(tag_change)),
                 [reply = std::move(reply)](Result<void> done) mutable {
                   if (done) return reply(EmptyOutput{});
                   if (done.error().code == ErrorCode::invalid_argument) {
                     return reply(cloudwatch::validation_error(std::move(done.error().message)));
                   }
                   reply(cloudwatch::failure_of_store(std::move(done).error()));
                 });
}

void handle_tag(const CatalogAccess& catalog, const WireCall& call,
                const TagResource::Request& request, Reply<TagResource> reply) {
  auto tags = cloudwatch::to_tags(*request.tags);
  if (!tags) return reply(aws::Failure(std::move(tags).error()));
  change(catalog, call, request.arn, {.set = *std::move(tags), .remove = {}}, std::move(reply));
}

void handle_untag(const CatalogAccess& catalog, const WireCall& call,
                  const UntagResource::Request& request, Reply<UntagResource> reply) {
  change(catalog, call, request.arn,
         {.set = {}, .remove = {request.keys->begin(), request.keys->end()}}, std::move(reply));
}

void handle_list(const CatalogAccess& catalog, const WireCall& call,
                 const ListTagsForResource::Request& request, Reply<ListTagsForResource> reply) {
  auto resource = find(catalog, call, request.arn);
  if (!resource) return reply(aws::Failure(std::move(resource).error()));
  ListTagsForResource::Response response;
  response.tags.reserve(resource->tags.size());
  for (const auto& [key, value] : resource->tags) response.tags.push_back({key, value});
  reply(std::move(response));
}

}  // namespace

std::vector<WireOperation> operations(const CatalogAccess& catalog) {
  return {wire_operation<ListTagsForResource>(catalog, authorise<ListTagsForResource>, handle_list),
          wire_operation<TagResource>(catalog, authorise<TagResource>, handle_tag),
          wire_operation<UntagResource>(catalog, authorise<UntagResource>, handle_untag)};
}

}  // namespace weir::api::cloudwatch_tags
