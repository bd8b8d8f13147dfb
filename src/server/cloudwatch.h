// CloudWatch: the API's service put together from its folders: metrics, dashboards, pictures, tags.
// Alarms have a life of their own (alarms.h).
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/access.h"
#include "api/cloudwatch/authorise.h"
#include "api/cloudwatch/catalog_access.h"
#include "api/cloudwatch/services.h"
#include "api/widgets/services.h"
#include "api/wire_service.h"
#include "env/clock.h"
#include "server/storage.h"

namespace weir::server {

class CloudWatch {
 public:
  // All must outlive it.
  CloudWatch(Storage& storage, const api::Access& access, const env::Clock& clock);

  // For the dispatchers; must not outlive this.
  api::WireService service() const;

  // Asks the catalog's policies, on any loop; as long as this lives.
  const api::cloudwatch::Authorise& authorise() const { return metrics_.authorise; }

 private:
  api::cloudwatch::Services metrics_;
  api::cloudwatch::CatalogAccess catalog_;
  api::widgets::Services widgets_;
};

}  // namespace weir::server
