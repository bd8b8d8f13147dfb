#include "meter/run/shard_list.h"

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/shapes/kinesis/list_shards.h"
#include "codec/decimal.h"
#include "meter/run/service_caller.h"
#include "meter/run/shard_map.h"

namespace weir::meter {
namespace {

using aws::kinesis::ListShards;

class ShardPages : public std::enable_shared_from_this<ShardPages> {
 public:
  ShardPages(ServiceCaller& caller, ShardsDone done) : caller_(caller), done_(std::move(done)) {}

  void ask() {
    ListShards::Request request;
    const std::string& stream = caller_.target().stream;
    if (!token_.empty()) {
      request.next_token = token_;
    } else {
      (stream.starts_with("arn:") ? request.stream.arn : request.stream.name) = stream;
    }
    caller_.call<ListShards>(
        request, [self = shared_from_this()](auto answer) { self->take(std::move(answer)); });
  }

 private:
  void take(std::expected<ListShards::Response, CallFailure> answer) {
    if (!answer) return done_(std::unexpected(std::move(answer.error())));
    for (const auto& shard : answer->shards) {
      KnownShard& known = shards_.emplace_back();
      known.range.shard_id = std::string_view(shard.shard_id);
      known.range.first = codec::parse_uint128(shard.hash_key_range.starting_hash_key).value_or(0);
      known.range.last = codec::parse_uint128(shard.hash_key_range.ending_hash_key).value_or(0);
      for (const auto& parent : {shard.parent_shard_id, shard.adjacent_parent_shard_id}) {
        if (parent) known.parents.emplace_back(std::string_view(*parent));
      }
      known.is_open = !shard.sequence_number_range.ending_sequence_number;
    }
    token_ = answer->next_token.value_or("");
    token_.empty() ? done_(std::move(shards_)) : ask();
  }

  ServiceCaller& caller_;
  ShardsDone done_;
  std::string token_;
  std::vector<KnownShard> shards_;
};

}  // namespace

void list_shards(ServiceCaller& caller, ShardsDone done) {
  std::make_shared<ShardPages>(caller, std::move(done))->ask();
}

ShardRanges open_ranges(const std::vector<KnownShard>& shards) {
  ShardRanges ranges;
  for (const KnownShard& shard : shards) {
    if (shard.is_open) ranges.push_back(shard.range);
  }
  return ranges;
}

}  // namespace weir::meter
