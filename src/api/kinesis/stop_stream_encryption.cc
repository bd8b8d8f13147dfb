// StopStreamEncryption: new records of a stream are not encrypted any more. What is there stays as
// it is.

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"
#include "crypto/keyring.h"

namespace weir::api::kinesis {
namespace {

// Whether `key_id` is the key that the stream is encrypted under, by whichever name: as it was
// given at the start, which works if the key is gone, too, or as the keyring understands it.
bool names_key_of(const Context& context, const stream::StreamDescription& stream,
                  std::string_view key_id) {
  if (stream.encryption.key_id == key_id) return true;
  const auto found = context.services.keyring.find(
      {.account_id = stream.key.account_id, .region = stream.key.region}, key_id);
  return found && (*found)->id == stream.encryption.data_keys.back().wrapped.key_id;
}

// The operation has no KMS exceptions. Amazon's text is not published; this is ours.
aws::Outcome<void> check(const Context& context, const stream::StreamKeyView& key,
                         std::string_view key_id) {
  const stream::StreamPointer stream = TRY(as_outcome(context.view().find_stream(key)));
  const stream::StreamDescription& description = *stream->description;
  if (!description.encryption.is_on() || names_key_of(context, description, key_id)) return {};
  return aws::invalid_argument(
      fmt::format("Stream {} under account {} is encrypted under {}, not under {}.", key.name,
                  key.account_id, description.encryption.key_id, key_id));
}

}  // namespace

void handle(const Context& context, StopStreamEncryption::Request request,
            Reply<StopStreamEncryption> reply) {
  const auto key = designated_stream(context, request.stream);
  if (!key) return reply(aws::Failure(key.error()));
  if (request.encryption_type != "KMS") return reply(wrong_encryption_type());
  if (auto allowed = check(context, *key, request.key_id); !allowed) {
    return reply(aws::Failure(std::move(allowed).error()));
  }
  context.services.streams.change(
      context.home, key->to_key(),
      stream::commands::StopEncryption{
          .key = key->to_key(),
          .stops_a_day_max = context.account_limits().encryption_changes_a_day},
      answer_empty<StopStreamEncryption>(std::move(reply)));
}

}  // namespace weir::api::kinesis
