#include "api/kinesis/authorisation.h"

#include <fmt/format.h>

#include "aws/arn.h"
#include "stream/list_token.h"
#include "stream/shard_iterator.h"

namespace weir::api::kinesis {
namespace {

Target target_of_key(const stream::StreamKeyView& key) {
  return {.resource = aws::to_text(
              aws::StreamArn{.region = key.region, .account = key.account_id, .name = key.name}),
          .account_id = std::string(key.account_id)};
}

Target target_of_number(const Context& context, stream::StreamNumber number) {
  const stream::StreamPointer stream = context.view().find_stream(number);
  return stream == nullptr ? Target{} : target_of_key(stream->description->key);
}

// For conditions on aws:ResourceTag. The views point into what is held.
struct ResourceTags {
  stream::DescriptionPointer stream;
  stream::ConsumerPointer consumer;

  aws::policy::TagViews views() const {
    aws::policy::TagViews views;
    if (consumer == nullptr && stream == nullptr) return views;
    for (const auto& [key, value] : consumer ? consumer->tags : stream->tags) {
      views.emplace_back(key, value);
    }
    return views;
  }
};

stream::StreamKeyView key_of(const aws::StreamArn& arn) {
  return {arn.account, arn.region, arn.name};
}

ResourceTags tags_of_resource(const stream::CatalogState& state, std::string_view arn) {
  if (const auto consumer = aws::parse_consumer_arn(arn)) {
    return {.stream = nullptr,
            .consumer = state.find_consumer(key_of(consumer->stream), consumer->name,
                                            consumer->creation_seconds)};
  }
  const auto stream = aws::parse_stream_arn(arn);
  return {.stream = stream ? state.find(key_of(*stream)) : nullptr, .consumer = nullptr};
}

}  // namespace

Target target_of_stream(const Context& context, const aws::kinesis::StreamRef& stream) {
  if (stream.arn) return target_of_arn(*stream.arn);
  return stream.name ? target_of_name(context, *stream.name) : Target{};
}

Target target_of_name(const Context& context, std::string_view stream_name) {
  return target_of_key(context.key_of(stream_name));
}

// As policies name it: they know one partition, and a resource by one name.
Target target_of_arn(std::string_view arn) {
  if (auto consumer = aws::parse_consumer_arn(arn)) {
    consumer->stream.partition = aws::StreamArn{}.partition;
    return {.resource = aws::to_text(*consumer),
            .account_id = std::string(consumer->stream.account)};
  }
  auto stream = aws::parse_stream_arn(arn);
  if (!stream) return {};
  stream->partition = aws::StreamArn{}.partition;
  return {.resource = aws::to_text(*stream), .account_id = std::string(stream->account)};
}

Target target_of_iterator(const Context& context, std::string_view iterator) {
  const auto opened =
      stream::open_iterator(context.services.tokens, iterator, context.services.time.now());
  return opened ? target_of_number(context, opened->stream) : Target{};
}

Target target_of_shards_token(const Context& context, std::string_view token) {
  const auto opened =
      stream::open_list_shards_token(context.services.tokens, token, context.services.time.now());
  return opened ? target_of_number(context, opened->stream) : Target{};
}

// A consumer that is not there has no ARN: one that nothing but a pattern can name stands for it.
Target target_of_consumer(const Context& context, std::string_view stream_arn,
                          std::string_view name) {
  Target target = target_of_arn(stream_arn);
  const auto stream = aws::parse_stream_arn(target.resource);
  if (!stream) return {};
  const stream::CatalogState& state = context.view().state;
  const stream::ConsumerPointer found = state.find_consumer(key_of(*stream), name);
  target.resource = found ? found->arn() : fmt::format("{}/consumer/{}:*", target.resource, name);
  return target;
}

bool is_beyond_doubt(const Context& context) {
  return is_unrestricted(context.caller) && context.view().state.resource_policies.size() == 0;
}

bool is_own(const Context& context, const aws::kinesis::StreamRef& stream) {
  if (!stream.arn) return true;
  const auto arn = aws::parse_stream_arn(*stream.arn);
  return arn && arn->account == context.caller.principal.account_id;
}

aws::Outcome<void> authorise(Context& context, std::string_view operation, const Target& target,
                             std::optional<aws::policy::TagViews> tags) {
  const stream::CatalogState& state = context.view().state;
  const std::string& own_account = context.caller.principal.account_id;
  const std::string& account = target.account_id.empty() ? own_account : target.account_id;
  const std::string action = fmt::format("kinesis:{}", operation);
  Question question{.caller = context.caller,
                    .action = action,
                    .resource = target.resource,
                    .resource_account = account};
  const ResourceTags tagged = tags_of_resource(state, target.resource);
  question.resource_tags = tagged.views();
  question.request_tags = std::move(tags);
  if (auto allowed = context.services.access.check(state, question); !allowed) return allowed;
  if (account != own_account) context.other_account = account;
  return {};
}

}  // namespace weir::api::kinesis
