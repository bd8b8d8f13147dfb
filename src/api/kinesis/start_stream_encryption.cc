// StartStreamEncryption: the records of a stream are encrypted from now on, under a new data key
// that a key of the keyring wraps.

#include <string>
#include <utility>

#include "api/key_failure.h"
#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"
#include "crypto/keyring.h"
#include "stream/data_key.h"
#include "stream/error_texts.h"

namespace weir::api::kinesis {
namespace {

struct Wish {
  stream::StreamKey stream;
  std::string key_id;

  crypto::KeyScope scope() const {
    return {.account_id = stream.account_id, .region = stream.region};
  }
};

// The stream as it is now, if it can take another key. Errors: ResourceNotFoundException,
// ResourceInUseException.
aws::Outcome<stream::DescriptionPointer> find_active(const Context& context,
                                                     const stream::StreamKey& key) {
  const stream::StreamPointer stream = TRY(as_outcome(context.view().find_stream(key)));
  if (stream->description->status != stream::StreamStatus::active) {
    return as_failure(stream::stream_not_active(key, stream->description->status).error());
  }
  return stream->description;
}

// A command with a new data key for the stream. Errors: the KMS exceptions, and those above.
aws::Outcome<stream::commands::StartEncryption> prepare(const Context& context, const Wish& wish) {
  const stream::DescriptionPointer stream = TRY(find_active(context, wish.stream));
  const crypto::Keyring& keyring = context.services.keyring;
  auto found = keyring.find(wish.scope(), wish.key_id);
  if (!found) return key_failure(std::move(found).error());
  const crypto::MasterKey& key = **found;
  if (auto usable = check_usable(key); !usable) return key_failure(std::move(usable).error());
  if (!key.is_managed) {
    TRY(check_key_use(context.services.access, context.view().state, context.caller,
                      "kms:GenerateDataKey", key.arn()));
  }
  const std::uint32_t number = stream->encryption.next_number();
  const std::string purpose = stream::wrapping_context(stream->number, number);
  return stream::commands::StartEncryption{
      .key = wish.stream,
      .stream = stream->number,
      .key_id = wish.key_id,
      .data_key = {.number = number,
                   .wrapped = wrap(key, crypto::SecretKey::random(keyring.random()),
                                   bytes_of(purpose), keyring.random()),
                   .is_managed = key.is_managed},
      .starts_a_day_max = context.account_limits().encryption_changes_a_day};
}

void start(const Context& context, const Wish& wish, Reply<StartStreamEncryption> reply) {
  auto command = prepare(context, wish);
  if (!command) return reply(aws::Failure(std::move(command).error()));
  context.services.streams.change(context.home, wish.stream, *std::move(command),
                                  answer_empty<StartStreamEncryption>(std::move(reply)));
}

// Whether it is the server's own key, which comes into being now if it is not there.
bool is_managed(const Wish& wish) {
  const auto name = parse_key_id(wish.scope(), wish.key_id);
  return name && name->is_alias && name->text == crypto::managed_alias;
}

// The keyring is files: a worker changes it.
void ensure_managed_key(const Context& context, Wish wish, Reply<StartStreamEncryption> reply) {
  context.services.worker.run(
      [context, wish = std::move(wish), reply = std::move(reply)]() mutable {
        auto made =
            context.services.keyring.ensure_managed(wish.scope(), context.services.time.wall_now());
        context.home.post([context, wish = std::move(wish), made = std::move(made),
                           reply = std::move(reply)]() mutable {
          if (!made) return reply(as_failure(std::move(made).error()));
          start(context, wish, std::move(reply));
        });
      });
}

}  // namespace

void handle(const Context& context, StartStreamEncryption::Request request,
            Reply<StartStreamEncryption> reply) {
  const auto key = designated_stream(context, request.stream);
  if (!key) return reply(aws::Failure(key.error()));
  if (request.encryption_type != "KMS") return reply(wrong_encryption_type());
  Wish wish{.stream = key->to_key(), .key_id = std::string(request.key_id)};
  // No key is made for a stream that cannot use it.
  if (auto stream = find_active(context, wish.stream); !stream) {
    return reply(aws::Failure(std::move(stream).error()));
  }
  if (!is_managed(wish)) return start(context, wish, std::move(reply));
  ensure_managed_key(context, std::move(wish), std::move(reply));
}

}  // namespace weir::api::kinesis
