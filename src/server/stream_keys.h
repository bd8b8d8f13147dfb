// StreamKeys: the catalog's users as aws/ sees them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "aws/authentication.h"
#include "env/event_loop.h"
#include "stream/catalog.h"

namespace weir::server {

// One for each loop, on whose thread alone it is used. All arguments must outlive it.
class StreamKeys final : public aws::Keys {
 public:
  StreamKeys(const stream::Catalog& catalog, const env::EventLoop& loop, std::string account_id);

  bool open() const override;
  aws::Principal anonymous() const override;
  std::shared_ptr<const aws::KeyEntry> find(std::string_view access_key_id) const override;

 private:
  const stream::Catalog& catalog_;
  const env::EventLoop& loop_;
  const std::string account_id_;
};

}  // namespace weir::server
