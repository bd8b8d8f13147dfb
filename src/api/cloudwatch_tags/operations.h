// CloudWatch's TagResource, UntagResource and ListTagsForResource, of alarms and dashboards.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/cloudwatch/catalog_access.h"
#include "api/wire_service.h"

namespace weir::api::cloudwatch_tags {

// For CloudWatch's service. `catalog` must outlive them.
std::vector<WireOperation> operations(const cloudwatch::CatalogAccess& catalog);

}  // namespace weir::api::cloudwatch_tags
