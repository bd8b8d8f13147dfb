#include "stream/limits.h"

namespace weir::stream {

const ShardLimits& Limits::of_stream(const StreamKeyView& key) const {
  if (const auto found = streams.find(key); found != streams.end()) return found->second;
  if (const auto found = streams_by_name.find(key.name); found != streams_by_name.end()) {
    return found->second;
  }
  const auto found = account_shards.find(key.account_id);
  return found == account_shards.end() ? shard : found->second;
}

const AccountLimits& Limits::of_account(std::string_view account_id) const {
  const auto found = accounts.find(account_id);
  return found == accounts.end() ? account : found->second;
}

}  // namespace weir::stream
