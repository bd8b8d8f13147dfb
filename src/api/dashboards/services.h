// What the operations on dashboards work with.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/cloudwatch/catalog_access.h"

namespace weir::api::dashboards {

using Services = cloudwatch::CatalogAccess;

}  // namespace weir::api::dashboards
