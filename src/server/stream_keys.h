// StreamKeys: the catalog's users, roles and sessions as aws/ sees them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "aws/authentication.h"
#include "env/event_loop.h"
#include "stream/catalog.h"
#include "stream/user.h"

namespace weir::server {

// One for each loop, on whose thread alone it is used. All arguments must outlive it.
class StreamKeys final : public aws::Keys {
 public:
  // `may_open`: whether to let everybody in while the operator has made no user.
  StreamKeys(const stream::Catalog& catalog, const env::EventLoop& loop, std::string account_id,
             bool may_open);

  bool open() const override;
  aws::Principal anonymous() const override;
  std::shared_ptr<const aws::KeyEntry> find(std::string_view access_key_id) const override;

 private:
  // What was made of a credential, with its policies read.
  struct Known {
    std::shared_ptr<const stream::Credential> credential;
    std::shared_ptr<const aws::KeyEntry> entry;
  };

  const stream::Catalog& catalog_;
  const env::EventLoop& loop_;
  const std::string account_id_;
  const bool may_open_;
  // Good for as long as nothing has changed about users, roles and policies.
  mutable std::map<std::string, Known, std::less<>> known_;
  mutable std::uint64_t known_at_ = 0;  // access_changes of the state that it is from.
};

}  // namespace weir::server
