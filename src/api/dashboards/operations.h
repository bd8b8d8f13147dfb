// CloudWatch's dashboards: kept, and checked as Amazon checks them. Who draws them is somebody
// else.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/dashboards/services.h"
#include "api/wire_service.h"
#include "aws/shapes/cloudwatch/dashboards.h"
#include "stream/dashboard.h"

namespace weir::api::dashboards {

// For CloudWatch's service. `services` must outlive them.
std::vector<WireOperation> operations(const Services& services);

template <class Operation>
using Reply = std::move_only_function<void(aws::Outcome<typename Operation::Response>)>;

// Each answers exactly once, on the call's loop, now or later.
void handle(const Services&, const WireCall&, aws::cloudwatch::DeleteDashboards::Request,
            Reply<aws::cloudwatch::DeleteDashboards>);
void handle(const Services&, const WireCall&, aws::cloudwatch::GetDashboard::Request,
            Reply<aws::cloudwatch::GetDashboard>);
void handle(const Services&, const WireCall&, aws::cloudwatch::ListDashboards::Request,
            Reply<aws::cloudwatch::ListDashboards>);
void handle(const Services&, const WireCall&, aws::cloudwatch::PutDashboard::Request,
            Reply<aws::cloudwatch::PutDashboard>);

stream::DashboardKey key_of(const aws::Caller& caller, std::string_view name);

// "arn:aws:cloudwatch::123456789012:dashboard/orders".
std::string arn_of(const stream::DashboardKey& key);
// Nothing if it is of something else.
std::optional<stream::DashboardKey> parse_arn(std::string_view arn);

}  // namespace weir::api::dashboards
