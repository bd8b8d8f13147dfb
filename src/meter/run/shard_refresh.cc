#include "meter/run/shard_refresh.h"

#include <expected>
#include <optional>
#include <vector>

#include "base/time.h"
#include "meter/run/service_caller.h"
#include "meter/run/shard_list.h"
#include "meter/run/shard_map.h"

namespace weir::meter {
namespace {

constexpr seconds between_looks{1};

}  // namespace

struct ShardRefresh::Look {
  Look(env::EventLoop& loop, env::Network& network, const env::Clock& clock,
       const PreparedTarget& target)
      : caller(loop, network, clock, target) {}

  ServiceCaller caller;
  bool is_under_way = false;
  std::optional<MonotonicTime> began_at;
};

ShardRefresh::ShardRefresh(env::EventLoop& loop, env::Network& network, const env::Clock& clock)
    : loop_(loop), network_(network), clock_(clock) {}

ShardRefresh::~ShardRefresh() = default;

void ShardRefresh::look(PreparedTarget& target) {
  auto& held = looks_[&target];
  if (!held) held = std::make_unique<Look>(loop_, network_, clock_, target);
  Look& look = *held;
  const MonotonicTime now = clock_.monotonic_now();
  if (look.is_under_way || (look.began_at && now - *look.began_at < between_looks)) return;
  look.is_under_way = true;
  look.began_at = now;
  list_shards(look.caller,
              [&look, &target](std::expected<std::vector<KnownShard>, CallFailure> shards) {
                look.is_under_way = false;
                if (shards) target.shards.set(open_ranges(*shards));
              });
}

}  // namespace weir::meter
