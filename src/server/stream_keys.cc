#include "server/stream_keys.h"

#include <cstddef>
#include <utility>

#include "api/identities.h"

namespace weir::server {
namespace {

// An entry takes a few kilobytes, most of them policies.
constexpr std::size_t known_max = 4'096;

std::shared_ptr<const aws::KeyEntry> make_entry(const stream::CatalogState& state,
                                                const stream::Credential& credential) {
  auto entry = std::make_shared<aws::KeyEntry>();
  entry->secret_access_key = credential.key.secret;
  entry->principal = {.account_id = credential.account_id, .user_name = credential.user};
  entry->identity = api::identity_of(state, credential);
  if (credential.is_session()) {
    entry->session_token = credential.session_token;
    entry->expires = credential.expires;
  }
  return entry;
}

}  // namespace

StreamKeys::StreamKeys(const stream::Catalog& catalog, const env::EventLoop& loop,
                       std::string account_id, bool may_open)
    : catalog_(catalog), loop_(loop), account_id_(std::move(account_id)), may_open_(may_open) {}

bool StreamKeys::open() const {
  return may_open_ && !catalog_.view(loop_).state.has_operator_users();
}

aws::Principal StreamKeys::anonymous() const {
  return {.account_id = account_id_, .user_name = "anonymous"};
}

std::shared_ptr<const aws::KeyEntry> StreamKeys::find(std::string_view access_key_id) const {
  const stream::CatalogState& state = catalog_.view(loop_).state;
  const auto credential = state.find_credential(access_key_id);
  if (credential == nullptr || !credential->active) return nullptr;
  if (known_at_ != state.access_changes || known_.size() >= known_max) known_.clear();
  known_at_ = state.access_changes;
  const auto found = known_.find(access_key_id);
  if (found != known_.end() && found->second.credential == credential) return found->second.entry;
  Known known{.credential = credential, .entry = make_entry(state, *credential)};
  return known_.insert_or_assign(std::string(access_key_id), std::move(known)).first->second.entry;
}

}  // namespace weir::server
