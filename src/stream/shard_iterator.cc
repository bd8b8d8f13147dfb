#include "stream/shard_iterator.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

#include "stream/encoding.h"

namespace weir::stream {
namespace {

// "Thu Jan 22 01:22:02 UTC 2015".
std::string date_text(WallTime time) {
  return fmt::format("{:%a %b %d %H:%M:%S} UTC {:%Y}",
                     fmt::gmtime(static_cast<std::time_t>(time.whole_seconds())),
                     fmt::gmtime(static_cast<std::time_t>(time.whole_seconds())));
}

Failure invalid_iterator() { return fail(ErrorCode::invalid_argument, "Invalid ShardIterator."); }

Failure iterator_expired(WallTime created, WallTime now) {
  return fail(ErrorCode::expired,
              fmt::format("Iterator expired. The iterator was created at time {} while right now "
                          "it is {} which is further in the future than the tolerated delay of {} "
                          "milliseconds.",
                          date_text(created), date_text(now), token_lifetime.count()));
}

}  // namespace

std::string seal_iterator(const TokenSealer& sealer, const ShardIterator& iterator, WallTime now) {
  std::string content;
  ByteWriter writer(content);
  writer(iterator.stream, iterator.stream_name, iterator.shard, iterator.offset);
  return sealer.seal(TokenPurpose::shard_iterator, now, content);
}

Result<ShardIterator> open_iterator(const TokenSealer& sealer, std::string_view token,
                                    WallTime now) {
  const Result<TokenContent> opened = sealer.open(TokenPurpose::shard_iterator, token);
  if (!opened) return invalid_iterator();
  ShardIterator iterator;
  ByteReader reader(bytes_of(opened->content));
  reader(iterator.stream, iterator.stream_name, iterator.shard, iterator.offset);
  if (!reader.complete()) return invalid_iterator();
  if (now - opened->created > token_lifetime) return iterator_expired(opened->created, now);
  return iterator;
}

}  // namespace weir::stream
