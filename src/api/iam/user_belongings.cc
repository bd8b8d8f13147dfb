// The operations on what users can have at Amazon and nobody has here: there is none of it, of
// users that are there.

#include <fmt/format.h>

#include <string>
#include <utility>

#include "api/iam/entities.h"
#include "api/iam/operations.h"

namespace weir::api::iam {
namespace {

std::string name_of(const AccountContext& context, const std::optional<std::string_view>& name) {
  return name ? std::string(*name) : context.caller.principal.user_name;
}

template <class Operation>
void answer_none(const AccountContext& context, const typename Operation::Request& request,
                 AccountReply<Operation> reply) {
  const auto user = find_entity<UserKind>(context, name_of(context, request.user_name));
  if (!user) return reply(aws::Failure(user.error()));
  reply(typename Operation::Response{});
}

}  // namespace

void handle(const AccountContext& context, ListMFADevices::Request request,
            AccountReply<ListMFADevices> reply) {
  answer_none<ListMFADevices>(context, request, std::move(reply));
}

void handle(const AccountContext& context, ListSSHPublicKeys::Request request,
            AccountReply<ListSSHPublicKeys> reply) {
  answer_none<ListSSHPublicKeys>(context, request, std::move(reply));
}

void handle(const AccountContext& context, ListSigningCertificates::Request request,
            AccountReply<ListSigningCertificates> reply) {
  answer_none<ListSigningCertificates>(context, request, std::move(reply));
}

void handle(const AccountContext& context, ListServiceSpecificCredentials::Request request,
            AccountReply<ListServiceSpecificCredentials> reply) {
  answer_none<ListServiceSpecificCredentials>(context, request, std::move(reply));
}

void handle(const AccountContext&, ListVirtualMFADevices::Request,
            AccountReply<ListVirtualMFADevices> reply) {
  reply(ListVirtualMFADevices::Response{});
}

void handle(const AccountContext& context, DeleteLoginProfile::Request request,
            AccountReply<DeleteLoginProfile> reply) {
  const std::string name = name_of(context, request.user_name);
  const auto user = find_entity<UserKind>(context, name);
  if (!user) return reply(aws::Failure(user.error()));
  reply(no_such_entity(fmt::format("Login Profile for User {} cannot be found.", name)));
}

}  // namespace weir::api::iam
