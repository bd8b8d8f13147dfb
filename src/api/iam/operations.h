// IAM: users, access keys, roles and policies.
//
// Every operation that the server answers: one overload each, in the file of what it is about.
// By the time handle() runs the request is authenticated, decoded, its constraints hold and the
// caller may do what it asks for. handle() calls `reply` exactly once, now or later, on
// context.home.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/query_service.h"
#include "aws/shapes/iam/access_keys.h"
#include "aws/shapes/iam/identity_policies.h"
#include "aws/shapes/iam/managed_policies.h"
#include "aws/shapes/iam/policy_entities.h"
#include "aws/shapes/iam/roles.h"
#include "aws/shapes/iam/user_belongings.h"
#include "aws/shapes/iam/users.h"

namespace weir::api::iam {

using namespace aws::iam;  // The shapes, by Amazon's names.

// The service for the dispatcher. `services` must outlive it.
QueryService service(const AccountServices& services);

void handle(const AccountContext&, CreateUser::Request, AccountReply<CreateUser>);
void handle(const AccountContext&, GetUser::Request, AccountReply<GetUser>);
void handle(const AccountContext&, ListUsers::Request, AccountReply<ListUsers>);
void handle(const AccountContext&, UpdateUser::Request, AccountReply<UpdateUser>);
void handle(const AccountContext&, DeleteUser::Request, AccountReply<DeleteUser>);
void handle(const AccountContext&, TagUser::Request, AccountReply<TagUser>);
void handle(const AccountContext&, UntagUser::Request, AccountReply<UntagUser>);
void handle(const AccountContext&, ListUserTags::Request, AccountReply<ListUserTags>);
void handle(const AccountContext&, PutUserPermissionsBoundary::Request,
            AccountReply<PutUserPermissionsBoundary>);
void handle(const AccountContext&, DeleteUserPermissionsBoundary::Request,
            AccountReply<DeleteUserPermissionsBoundary>);
void handle(const AccountContext&, ListGroupsForUser::Request, AccountReply<ListGroupsForUser>);
void handle(const AccountContext&, ListMFADevices::Request, AccountReply<ListMFADevices>);
void handle(const AccountContext&, ListSSHPublicKeys::Request, AccountReply<ListSSHPublicKeys>);
void handle(const AccountContext&, ListSigningCertificates::Request,
            AccountReply<ListSigningCertificates>);
void handle(const AccountContext&, ListServiceSpecificCredentials::Request,
            AccountReply<ListServiceSpecificCredentials>);
void handle(const AccountContext&, ListVirtualMFADevices::Request,
            AccountReply<ListVirtualMFADevices>);
void handle(const AccountContext&, DeleteLoginProfile::Request, AccountReply<DeleteLoginProfile>);
void handle(const AccountContext&, CreateAccessKey::Request, AccountReply<CreateAccessKey>);
void handle(const AccountContext&, ListAccessKeys::Request, AccountReply<ListAccessKeys>);
void handle(const AccountContext&, GetAccessKeyLastUsed::Request,
            AccountReply<GetAccessKeyLastUsed>);
void handle(const AccountContext&, UpdateAccessKey::Request, AccountReply<UpdateAccessKey>);
void handle(const AccountContext&, DeleteAccessKey::Request, AccountReply<DeleteAccessKey>);
void handle(const AccountContext&, CreateRole::Request, AccountReply<CreateRole>);
void handle(const AccountContext&, GetRole::Request, AccountReply<GetRole>);
void handle(const AccountContext&, ListRoles::Request, AccountReply<ListRoles>);
void handle(const AccountContext&, UpdateRole::Request, AccountReply<UpdateRole>);
void handle(const AccountContext&, UpdateRoleDescription::Request,
            AccountReply<UpdateRoleDescription>);
void handle(const AccountContext&, UpdateAssumeRolePolicy::Request,
            AccountReply<UpdateAssumeRolePolicy>);
void handle(const AccountContext&, DeleteRole::Request, AccountReply<DeleteRole>);
void handle(const AccountContext&, TagRole::Request, AccountReply<TagRole>);
void handle(const AccountContext&, UntagRole::Request, AccountReply<UntagRole>);
void handle(const AccountContext&, ListRoleTags::Request, AccountReply<ListRoleTags>);
void handle(const AccountContext&, PutRolePermissionsBoundary::Request,
            AccountReply<PutRolePermissionsBoundary>);
void handle(const AccountContext&, DeleteRolePermissionsBoundary::Request,
            AccountReply<DeleteRolePermissionsBoundary>);
void handle(const AccountContext&, ListInstanceProfilesForRole::Request,
            AccountReply<ListInstanceProfilesForRole>);
void handle(const AccountContext&, PutUserPolicy::Request, AccountReply<PutUserPolicy>);
void handle(const AccountContext&, GetUserPolicy::Request, AccountReply<GetUserPolicy>);
void handle(const AccountContext&, ListUserPolicies::Request, AccountReply<ListUserPolicies>);
void handle(const AccountContext&, DeleteUserPolicy::Request, AccountReply<DeleteUserPolicy>);
void handle(const AccountContext&, AttachUserPolicy::Request, AccountReply<AttachUserPolicy>);
void handle(const AccountContext&, DetachUserPolicy::Request, AccountReply<DetachUserPolicy>);
void handle(const AccountContext&, ListAttachedUserPolicies::Request,
            AccountReply<ListAttachedUserPolicies>);
void handle(const AccountContext&, PutRolePolicy::Request, AccountReply<PutRolePolicy>);
void handle(const AccountContext&, GetRolePolicy::Request, AccountReply<GetRolePolicy>);
void handle(const AccountContext&, ListRolePolicies::Request, AccountReply<ListRolePolicies>);
void handle(const AccountContext&, DeleteRolePolicy::Request, AccountReply<DeleteRolePolicy>);
void handle(const AccountContext&, AttachRolePolicy::Request, AccountReply<AttachRolePolicy>);
void handle(const AccountContext&, DetachRolePolicy::Request, AccountReply<DetachRolePolicy>);
void handle(const AccountContext&, ListAttachedRolePolicies::Request,
            AccountReply<ListAttachedRolePolicies>);
void handle(const AccountContext&, CreatePolicy::Request, AccountReply<CreatePolicy>);
void handle(const AccountContext&, GetPolicy::Request, AccountReply<GetPolicy>);
void handle(const AccountContext&, ListPolicies::Request, AccountReply<ListPolicies>);
void handle(const AccountContext&, ListEntitiesForPolicy::Request,
            AccountReply<ListEntitiesForPolicy>);
void handle(const AccountContext&, DeletePolicy::Request, AccountReply<DeletePolicy>);
void handle(const AccountContext&, CreatePolicyVersion::Request, AccountReply<CreatePolicyVersion>);
void handle(const AccountContext&, GetPolicyVersion::Request, AccountReply<GetPolicyVersion>);
void handle(const AccountContext&, ListPolicyVersions::Request, AccountReply<ListPolicyVersions>);
void handle(const AccountContext&, SetDefaultPolicyVersion::Request,
            AccountReply<SetDefaultPolicyVersion>);
void handle(const AccountContext&, DeletePolicyVersion::Request, AccountReply<DeletePolicyVersion>);
void handle(const AccountContext&, TagPolicy::Request, AccountReply<TagPolicy>);
void handle(const AccountContext&, UntagPolicy::Request, AccountReply<UntagPolicy>);
void handle(const AccountContext&, ListPolicyTags::Request, AccountReply<ListPolicyTags>);

}  // namespace weir::api::iam
