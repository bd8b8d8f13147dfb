#include "shard_list.h"

#include <string_view>
#include <utility>

#include "aws/shapes/kinesis/list_shards.h"

namespace weir::app {

using aws::kinesis::ListShards;

std::expected<std::vector<std::string>, CallError> list_shards(KinesisClient& client,
                                                               const std::string& stream) {
  std::vector<std::string> shards;
  std::string token;
  do {
    ListShards::Request request;
    if (token.empty()) {
      request.stream.name = stream;
    } else {
      request.next_token = token;
    }
    auto answer = client.call<ListShards>(request);
    if (!answer) return std::unexpected(std::move(answer).error());
    for (const auto& shard : answer->shards) {
      shards.emplace_back(std::string_view(shard.shard_id));
    }
    token = answer->next_token.value_or("");
  } while (!token.empty());
  return shards;
}

}  // namespace weir::app
