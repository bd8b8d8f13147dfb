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

// The stream of an ARN of it or of a consumer.
std::optional<aws::StreamArn> stream_of(std::string_view arn) {
  if (const auto consumer = aws::parse_consumer_arn(arn)) return consumer->stream;
  return aws::parse_stream_arn(arn);
}

// For conditions on aws:ResourceTag.
aws::policy::TagViews resource_tags(const stream::DescriptionPointer& stream) {
  aws::policy::TagViews tags;
  if (stream == nullptr) return tags;
  for (const auto& [key, value] : stream->tags) tags.emplace_back(key, value);
  return tags;
}

}  // namespace

Target target_of_stream(const Context& context, const aws::kinesis::StreamRef& stream) {
  if (stream.arn) return target_of_arn(*stream.arn);
  return stream.name ? target_of_name(context, *stream.name) : Target{};
}

Target target_of_name(const Context& context, std::string_view stream_name) {
  return target_of_key(context.key_of(stream_name));
}

Target target_of_arn(std::string_view arn) {
  const auto stream = stream_of(arn);
  if (!stream) return {};
  return {.resource = std::string(arn), .account_id = std::string(stream->account)};
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

Target target_of_consumer(const Context&, std::string_view stream_arn, std::string_view name) {
  Target target = target_of_arn(stream_arn);
  if (!target.account_id.empty()) target.resource += fmt::format("/consumer/{}:*", name);
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
  stream::DescriptionPointer stream;
  if (const auto arn = stream_of(target.resource)) {
    stream = state.find(stream::StreamKeyView(arn->account, arn->region, arn->name));
  }
  question.resource_tags = resource_tags(stream);
  question.request_tags = std::move(tags);
  if (auto allowed = context.services.access.check(state, question); !allowed) return allowed;
  if (account != own_account) context.other_account = account;
  return {};
}

}  // namespace weir::api::kinesis
