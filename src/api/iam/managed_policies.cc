// The operations on managed policies and their versions. Amazon's own can be read by everybody and
// changed by nobody.

#include "aws/policy/managed_policies.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "api/iam/entities.h"
#include "api/iam/operations.h"
#include "api/iam/parts.h"
#include "stream/identity_id.h"

namespace weir::api::iam {
namespace {

constexpr std::size_t policies_max = 1'500;  // Of all accounts together; Amazon's, of each.
constexpr std::size_t versions_max = 5;
constexpr std::size_t document_bytes_max = 6'144;
// When Amazon's policies count as made.
constexpr WallTime amazons_date{1'423'000'000'000};

std::string version_id(std::uint32_t number) { return fmt::format("v{}", number); }

// "v3"; the constraint on the member has let only such pass.
std::uint32_t parse_version_id(std::string_view text) {
  std::uint32_t number = 0;
  std::from_chars(text.data() + 1, text.data() + text.size(), number);
  return number;
}

struct Uses {
  std::int64_t attachments = 0;
  std::int64_t boundaries = 0;
};

Uses count_uses(const AccountContext& context, const std::string& arn) {
  Uses uses;
  const auto count = [&](const stream::PolicySet& set) {
    uses.attachments += std::ranges::count(set.attached, arn);
    uses.boundaries += set.boundary == arn ? 1 : 0;
  };
  const stream::CatalogState& state = context.view().state;
  state.users.for_each([&](const std::string&, const auto& user) {
    if (user->account_id == context.account()) count(user->policies);
  });
  state.roles.for_each([&](const stream::RoleKey& key, const auto& role) {
    if (key.account_id == context.account()) count(role->policies);
  });
  return uses;
}

// One of Amazon's, as if it were the account's: with one version.
stream::ManagedPolicy as_entity(const aws::policy::ManagedPolicy& amazons) {
  stream::ManagedPolicy policy;
  policy.arn = fmt::format("{}{}{}", aws::policy::managed_arn_prefix, amazons.path, amazons.name);
  policy.name = amazons.name;
  policy.path = amazons.path;
  policy.id = amazons.id;
  policy.created = amazons_date;
  policy.updated = amazons_date;
  policy.versions = {
      {.number = 1, .document = std::string(amazons.document), .created = amazons_date}};
  return policy;
}

// Amazon's or the account's own. Errors: NoSuchEntity.
aws::Outcome<stream::ManagedPolicy> find_policy(const AccountContext& context,
                                                std::string_view arn) {
  if (const auto* const amazons = aws::policy::find_managed_policy(arn)) {
    return as_entity(*amazons);
  }
  return *TRY(find_entity<PolicyKind>(context, arn));
}

aws::iam::Policy to_shape(const AccountContext& context, const stream::ManagedPolicy& policy) {
  const Uses uses = count_uses(context, policy.arn);
  aws::iam::Policy shape{.policy_name = policy.name,
                         .policy_id = policy.id,
                         .arn = policy.arn,
                         .path = policy.path,
                         .default_version_id = version_id(policy.default_version),
                         .attachment_count = uses.attachments,
                         .permissions_boundary_usage_count = uses.boundaries,
                         .is_attachable = true,
                         .description = std::nullopt,
                         .create_date = policy.created,
                         .update_date = policy.updated,
                         .tags = optional_tag_texts(policy.tags)};
  if (!policy.description.empty()) shape.description = policy.description;
  return shape;
}

aws::iam::PolicyVersion to_shape(const stream::ManagedPolicy& policy,
                                 const stream::PolicyVersion& version, bool with_document) {
  aws::iam::PolicyVersion shape{.document = std::nullopt,
                                .version_id = version_id(version.number),
                                .is_default_version = version.number == policy.default_version,
                                .create_date = version.created};
  if (with_document) shape.document = encoded_document(version.document);
  return shape;
}

aws::Failure version_not_found(std::string_view arn, std::string_view version) {
  return no_such_entity(
      fmt::format("Policy {} version {} does not exist or is not attachable.", arn, version));
}

aws::Outcome<void> check_policy_document(std::string_view document) {
  TRY(check_document(document, aws::policy::DocumentKind::identity));
  if (counted_bytes(document) <= document_bytes_max) return {};
  return limit_exceeded(fmt::format("Cannot exceed quota for PolicySize: {}", document_bytes_max));
}

aws::Outcome<stream::ManagedPolicy> new_policy(const AccountContext& context,
                                               const CreatePolicy::Request& request) {
  stream::ManagedPolicy policy;
  policy.account_id = context.account();
  policy.name = request.policy_name;
  policy.path = request.path.value_or("/");
  policy.arn =
      fmt::format("arn:aws:iam::{}:policy{}{}", policy.account_id, policy.path, policy.name);
  policy.id = stream::random_id("ANPA", context.services.users.random());
  policy.description = request.description.value_or("");
  TRY(check_policy_document(request.policy_document));
  policy.versions = {{.number = 1,
                      .document = std::string(request.policy_document),
                      .created = context.services.time.now()}};
  if (request.tags) TRY(set_tags(policy.tags, *request.tags));
  const stream::CatalogState& state = context.view().state;
  if (state.find_managed_policy(policy.arn)) {
    return entity_already_exists(fmt::format(
        "A policy called {} already exists. Duplicate names are not allowed.", policy.name));
  }
  if (state.managed_policies.size() >= policies_max) {
    return limit_exceeded(
        fmt::format("Cannot exceed quota for PoliciesPerAccount: {}", policies_max));
  }
  return policy;
}

aws::Outcome<void> add_version(stream::ManagedPolicy& policy,
                               const CreatePolicyVersion::Request& request, WallTime now) {
  TRY(check_policy_document(request.policy_document));
  if (policy.versions.size() >= versions_max) {
    return limit_exceeded(
        "A managed policy can have up to 5 versions. Before you create a new version, you must "
        "delete an existing version.");
  }
  policy.versions.push_back({.number = policy.next_version,
                             .document = std::string(request.policy_document),
                             .created = now});
  if (request.set_as_default.value_or(false)) policy.default_version = policy.next_version;
  ++policy.next_version;
  return {};
}

aws::Outcome<void> remove_version(stream::ManagedPolicy& policy, std::string_view id) {
  const std::uint32_t number = parse_version_id(id);
  if (policy.find_version(number) == nullptr) return version_not_found(policy.arn, id);
  if (number == policy.default_version) {
    return delete_conflict("Cannot delete the default version of a policy.");
  }
  std::erase_if(policy.versions, [&](const auto& version) { return version.number == number; });
  return {};
}

}  // namespace

void handle(const AccountContext& context, CreatePolicy::Request request,
            AccountReply<CreatePolicy> reply) {
  aws::Outcome<stream::ManagedPolicy> policy = new_policy(context, request);
  if (!policy) return reply(aws::Failure(std::move(policy).error()));
  context.services.catalog.submit(
      context.home, PolicyKind::put(*policy),
      [context, arn = policy->arn, reply = std::move(reply)](Result<void> put) mutable {
        if (!put) return reply(aws::Failure(to_iam_error(std::move(put).error())));
        const auto made = find_entity<PolicyKind>(context, arn);
        if (!made) return reply(aws::Failure(made.error()));
        reply(CreatePolicy::Response{.policy = to_shape(context, **made)});
      });
}

void handle(const AccountContext& context, GetPolicy::Request request,
            AccountReply<GetPolicy> reply) {
  const auto policy = find_policy(context, request.policy_arn);
  if (!policy) return reply(aws::Failure(policy.error()));
  reply(GetPolicy::Response{.policy = to_shape(context, *policy)});
}

void handle(const AccountContext& context, ListPolicies::Request request,
            AccountReply<ListPolicies> reply) {
  ListPolicies::Response response;
  const std::string_view scope = request.scope.value_or("All");
  const auto add = [&](const stream::ManagedPolicy& policy) {
    aws::iam::Policy shape = to_shape(context, policy);
    if (!shape.path.starts_with(request.path_prefix.value_or("/"))) return;
    if (request.only_attached.value_or(false) && shape.attachment_count == 0) return;
    shape.tags.reset();
    response.policies.push_back(std::move(shape));
  };
  if (scope != "AWS") {
    context.view().state.managed_policies.for_each([&](const std::string&, const auto& policy) {
      if (policy->account_id == context.account()) add(*policy);
    });
  }
  if (scope != "Local") {
    for (const auto& amazons : aws::policy::managed_policies()) add(as_entity(amazons));
  }
  std::ranges::sort(response.policies, {}, &aws::iam::Policy::arn);
  cut_page(
      response.policies, request.page,
      [](const aws::iam::Policy& policy) -> const std::string& { return policy.arn; },
      response.page);
  reply(std::move(response));
}

void handle(const AccountContext& context, DeletePolicy::Request request,
            AccountReply<DeletePolicy> reply) {
  const auto policy = find_entity<PolicyKind>(context, request.policy_arn);
  if (!policy) return reply(aws::Failure(policy.error()));
  if ((*policy)->versions.size() > 1) {
    return reply(delete_conflict(
        "This policy has more than one version. Before you delete a policy, you must delete the "
        "policy's versions. The default version is deleted with the policy."));
  }
  context.services.catalog.submit(
      context.home, stream::commands::RemoveManagedPolicy{(*policy)->arn},
      [reply = std::move(reply)](Result<void> removed) mutable {
        if (removed) return reply(DeletePolicy::Response{});
        if (removed.error().code == ErrorCode::in_use) {
          return reply(delete_conflict(std::move(removed).error().message));
        }
        reply(aws::Failure(to_iam_error(std::move(removed).error())));
      });
}

// Its answer says which number the version got, so it does not go by change_entity().
void handle(const AccountContext& context, CreatePolicyVersion::Request request,
            AccountReply<CreatePolicyVersion> reply) {
  const auto found = find_entity<PolicyKind>(context, request.policy_arn);
  if (!found) return reply(aws::Failure(found.error()));
  stream::ManagedPolicy policy = **found;
  if (auto added = add_version(policy, request, context.services.time.now()); !added) {
    return reply(aws::Failure(std::move(added).error()));
  }
  CreatePolicyVersion::Response response{.policy_version =
                                             to_shape(policy, policy.versions.back(), false)};
  context.services.catalog.submit(
      context.home, PolicyKind::put(std::move(policy)),
      [reply = std::move(reply), response = std::move(response)](Result<void> put) mutable {
        if (!put) return reply(aws::Failure(to_iam_error(std::move(put).error())));
        reply(std::move(response));
      });
}

void handle(const AccountContext& context, GetPolicyVersion::Request request,
            AccountReply<GetPolicyVersion> reply) {
  const auto policy = find_policy(context, request.policy_arn);
  if (!policy) return reply(aws::Failure(policy.error()));
  const auto* const version = policy->find_version(parse_version_id(request.version_id));
  if (version == nullptr) return reply(version_not_found(request.policy_arn, request.version_id));
  reply(GetPolicyVersion::Response{.policy_version = to_shape(*policy, *version, true)});
}

void handle(const AccountContext& context, ListPolicyVersions::Request request,
            AccountReply<ListPolicyVersions> reply) {
  const auto policy = find_policy(context, request.policy_arn);
  if (!policy) return reply(aws::Failure(policy.error()));
  ListPolicyVersions::Response response;
  for (const stream::PolicyVersion& version : policy->versions) {
    response.versions.push_back(to_shape(*policy, version, false));
  }
  reply(std::move(response));
}

void handle(const AccountContext& context, SetDefaultPolicyVersion::Request request,
            AccountReply<SetDefaultPolicyVersion> reply) {
  change_entity<PolicyKind, SetDefaultPolicyVersion>(
      context, request.policy_arn,
      [id = request.version_id](stream::ManagedPolicy& policy) -> aws::Outcome<void> {
        const std::uint32_t number = parse_version_id(id);
        if (policy.find_version(number) == nullptr) return version_not_found(policy.arn, id);
        policy.default_version = number;
        return {};
      },
      std::move(reply));
}

void handle(const AccountContext& context, DeletePolicyVersion::Request request,
            AccountReply<DeletePolicyVersion> reply) {
  change_entity<PolicyKind, DeletePolicyVersion>(
      context, request.policy_arn,
      [id = request.version_id](stream::ManagedPolicy& policy) {
        return remove_version(policy, id);
      },
      std::move(reply));
}

void handle(const AccountContext& context, TagPolicy::Request request,
            AccountReply<TagPolicy> reply) {
  change_entity<PolicyKind, TagPolicy>(
      context, request.policy_arn,
      [tags = *request.tags](stream::ManagedPolicy& policy) { return set_tags(policy.tags, tags); },
      std::move(reply));
}

void handle(const AccountContext& context, UntagPolicy::Request request,
            AccountReply<UntagPolicy> reply) {
  change_entity<PolicyKind, UntagPolicy>(
      context, request.policy_arn,
      [keys = *request.tag_keys](stream::ManagedPolicy& policy) -> aws::Outcome<void> {
        remove_tags(policy.tags, keys);
        return {};
      },
      std::move(reply));
}

void handle(const AccountContext& context, ListPolicyTags::Request request,
            AccountReply<ListPolicyTags> reply) {
  const auto policy = find_policy(context, request.policy_arn);
  if (!policy) return reply(aws::Failure(policy.error()));
  reply(ListPolicyTags::Response{.tags = tag_texts(policy->tags), .page = {}});
}

}  // namespace weir::api::iam
