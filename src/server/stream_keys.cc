#include "server/stream_keys.h"

#include <utility>

namespace weir::server {

StreamKeys::StreamKeys(const stream::Catalog& catalog, const env::EventLoop& loop,
                       std::string account_id)
    : catalog_(catalog), loop_(loop), account_id_(std::move(account_id)) {}

bool StreamKeys::open() const { return catalog_.view(loop_).state.users.size() == 0; }

aws::Principal StreamKeys::anonymous() const {
  return {.account_id = account_id_, .user_name = "anonymous"};
}

std::shared_ptr<const aws::KeyEntry> StreamKeys::find(std::string_view access_key_id) const {
  const auto credential = catalog_.view(loop_).state.find_credential(access_key_id);
  if (credential == nullptr) return nullptr;
  auto entry = std::make_shared<aws::KeyEntry>();
  entry->secret_access_key = credential->key.secret;
  entry->principal = {.account_id = credential->account_id, .user_name = credential->user};
  if (credential->is_session()) {
    entry->session_token = credential->session_token;
    entry->expires = credential->expires;
  }
  return entry;
}

}  // namespace weir::server
