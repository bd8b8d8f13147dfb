// The operations of the services that speak the Query protocol as a list, so that a target can go
// through all of them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "aws/shapes/cloudwatch/alarm_names.h"
#include "aws/shapes/cloudwatch/dashboards.h"
#include "aws/shapes/cloudwatch/describe_alarm_history.h"
#include "aws/shapes/cloudwatch/describe_alarms.h"
#include "aws/shapes/cloudwatch/describe_alarms_for_metric.h"
#include "aws/shapes/cloudwatch/get_metric_data.h"
#include "aws/shapes/cloudwatch/get_metric_statistics.h"
#include "aws/shapes/cloudwatch/get_metric_widget_image.h"
#include "aws/shapes/cloudwatch/list_metrics.h"
#include "aws/shapes/cloudwatch/put_composite_alarm.h"
#include "aws/shapes/cloudwatch/put_metric_alarm.h"
#include "aws/shapes/cloudwatch/put_metric_data.h"
#include "aws/shapes/cloudwatch/set_alarm_state.h"
#include "aws/shapes/cloudwatch/tags.h"
#include "aws/shapes/iam/access_keys.h"
#include "aws/shapes/iam/identity_policies.h"
#include "aws/shapes/iam/managed_policies.h"
#include "aws/shapes/iam/policy_entities.h"
#include "aws/shapes/iam/roles.h"
#include "aws/shapes/iam/user_belongings.h"
#include "aws/shapes/iam/users.h"
#include "aws/shapes/sts/operations.h"
#include "every_operation.h"

namespace weir::fuzz {

// As for_operation(). New ones come at the end.
template <class Act>
void for_query_operation(std::size_t number, const Act& act) {
  using namespace aws::cloudwatch;
  using namespace aws::iam;
  using namespace aws::sts;
  for_operation_of<
      Act, CreateUser, GetUser, ListUsers, UpdateUser, DeleteUser, TagUser, UntagUser, ListUserTags,
      PutUserPermissionsBoundary, DeleteUserPermissionsBoundary, ListGroupsForUser, CreateAccessKey,
      ListAccessKeys, UpdateAccessKey, DeleteAccessKey, CreateRole, GetRole, ListRoles, UpdateRole,
      UpdateAssumeRolePolicy, DeleteRole, TagRole, UntagRole, ListRoleTags,
      PutRolePermissionsBoundary, DeleteRolePermissionsBoundary, ListInstanceProfilesForRole,
      PutUserPolicy, GetUserPolicy, ListUserPolicies, DeleteUserPolicy, AttachUserPolicy,
      DetachUserPolicy, ListAttachedUserPolicies, PutRolePolicy, GetRolePolicy, ListRolePolicies,
      DeleteRolePolicy, AttachRolePolicy, DetachRolePolicy, ListAttachedRolePolicies, CreatePolicy,
      GetPolicy, ListPolicies, DeletePolicy, CreatePolicyVersion, GetPolicyVersion,
      ListPolicyVersions, SetDefaultPolicyVersion, DeletePolicyVersion, TagPolicy, UntagPolicy,
      ListPolicyTags, AssumeRole, GetCallerIdentity, GetSessionToken, ListMFADevices,
      ListSSHPublicKeys, ListSigningCertificates, ListServiceSpecificCredentials,
      ListVirtualMFADevices, DeleteLoginProfile, GetAccessKeyLastUsed, UpdateRoleDescription,
      ListEntitiesForPolicy, PutMetricData, ListMetrics, GetMetricStatistics, GetMetricData,
      DeleteAlarms, DescribeAlarmHistory, DescribeAlarms, DescribeAlarmsForMetric,
      DisableAlarmActions, EnableAlarmActions, PutCompositeAlarm, PutMetricAlarm, SetAlarmState,
      aws::cloudwatch::ListTagsForResource, aws::cloudwatch::TagResource,
      aws::cloudwatch::UntagResource, GetMetricWidgetImage, PutDashboard, GetDashboard,
      ListDashboards, DeleteDashboards>(number, act);
}

}  // namespace weir::fuzz
