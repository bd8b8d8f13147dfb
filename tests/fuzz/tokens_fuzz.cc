// Anything as a shard iterator or a list token. What is accepted is exactly what was handed out.

#include <string>
#include <string_view>

#include "base/check.h"
#include "base/time.h"
#include "input.h"
#include "stream/list_token.h"
#include "stream/shard_iterator.h"
#include "stream/token.h"

namespace weir::fuzz {
namespace {

constexpr WallTime now{1'704'067'200'000};

void check_iterator(const stream::TokenSealer& sealer, std::string_view token) {
  const auto opened = stream::open_iterator(sealer, token, now);
  if (opened) CHECK(stream::seal_iterator(sealer, *opened, now) == token);
}

void check_list_tokens(const stream::TokenSealer& sealer, std::string_view token) {
  const auto streams = stream::open_list_streams_token(sealer, token, now);
  if (streams) CHECK(stream::seal_list_token(sealer, *streams, now) == token);
  const auto shards = stream::open_list_shards_token(sealer, token, now);
  if (shards) CHECK(stream::seal_list_token(sealer, *shards, now) == token);
}

// Contents that somebody with the secret might have sealed, an older version for instance, are
// taken apart with care too.
void check_content(const stream::TokenSealer& sealer, std::string_view content) {
  for (const auto purpose :
       {stream::TokenPurpose::shard_iterator, stream::TokenPurpose::list_streams,
        stream::TokenPurpose::list_shards}) {
    const std::string token = sealer.seal(purpose, now, content);
    (void)stream::open_iterator(sealer, token, now);
    (void)stream::open_list_streams_token(sealer, token, now);
    (void)stream::open_list_shards_token(sealer, token, now);
  }
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir;
  const stream::TokenSealer sealer(stream::TokenSecret{});
  const std::string input = fuzz::text_of(data, size);
  fuzz::check_iterator(sealer, input);
  fuzz::check_list_tokens(sealer, input);
  if (size <= 1024) fuzz::check_content(sealer, input);
  return 0;
}
