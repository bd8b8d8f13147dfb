#include "api/kinesis/put_admission.h"

#include <fmt/format.h>

namespace weir::api::kinesis {

Result<stream::HashKey> routing_key(std::string_view partition_key,
                                    const std::optional<std::string_view>& explicit_hash_key) {
  if (explicit_hash_key) return stream::parse_explicit_hash_key(*explicit_hash_key);
  return stream::hash_key_of(partition_key);
}

// Amazon's text is not published; this is ours.
aws::Outcome<void> check_record_size(const stream::Stream& stream, std::size_t bytes) {
  const std::size_t bytes_max = std::size_t{stream.description->record_kib_max} * 1024;
  if (bytes <= bytes_max) return {};
  return aws::invalid_argument(
      fmt::format("The record is {} bytes, partition key included; stream {} takes at most {}.",
                  bytes, stream.description->key.name, bytes_max));
}

}  // namespace weir::api::kinesis
