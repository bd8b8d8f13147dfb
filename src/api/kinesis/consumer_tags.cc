#include "api/kinesis/consumer_tags.h"

#include <fmt/format.h>

#include <string>

#include "api/kinesis/consumer_designation.h"
#include "api/kinesis/tags.h"
#include "aws/arn.h"
#include "stream/error_texts.h"

namespace weir::api::kinesis {
namespace {

std::string text_of(std::string_view consumer_name, std::string_view account_id) {
  return fmt::format("consumer {} under account {}", consumer_name, account_id);
}

std::string text_of(const stream::Consumer& consumer) {
  return text_of(consumer.key.name, consumer.stream.account_id);
}

stream::commands::ChangeConsumerTags change_of(const stream::Consumer& consumer) {
  return {.key = consumer.stream,
          .name = consumer.key.name,
          .creation_seconds = consumer.creation_seconds,
          .set = {},
          .remove = {}};
}

}  // namespace

bool is_consumer_arn(std::string_view resource_arn) {
  return aws::parse_consumer_arn(resource_arn).has_value();
}

aws::Outcome<stream::ConsumerPointer> tagged_consumer(const Context& context,
                                                      std::string_view resource_arn) {
  const ConsumerDesignation named = TRY(designated_consumer(context, resource_arn));
  return find_consumer(context, named);
}

aws::Outcome<stream::Tags> new_consumer_tags(const Context& context,
                                             const stream::StreamKeyView& stream,
                                             std::string_view consumer_name,
                                             const aws::TextMap& tags) {
  stream::Tags sorted = to_tags(tags);
  TRY(check_new_tags(text_of(consumer_name, stream.account_id), sorted));
  const std::uint32_t tags_max = context.account_limits().tags_max;
  if (tags_max == 0 || sorted.size() <= tags_max) return sorted;
  return aws::invalid_argument(
      stream::too_many_consumer_tags(stream, consumer_name).error().message);
}

aws::Outcome<stream::commands::ChangeConsumerTags> consumer_tags_to_add(
    const Context& context, std::string_view resource_arn, const aws::TextMap& tags) {
  const stream::ConsumerPointer consumer = TRY(tagged_consumer(context, resource_arn));
  stream::commands::ChangeConsumerTags change = change_of(*consumer);
  change.set = to_tags(tags);
  change.tags_max = context.account_limits().tags_max;
  TRY(check_new_tags(text_of(*consumer), change.set));
  return change;
}

aws::Outcome<stream::commands::ChangeConsumerTags> consumer_tags_to_remove(
    const Context& context, std::string_view resource_arn,
    const std::vector<std::string_view>& keys) {
  const stream::ConsumerPointer consumer = TRY(tagged_consumer(context, resource_arn));
  TRY(check_tag_keys(text_of(*consumer), keys));
  stream::commands::ChangeConsumerTags change = change_of(*consumer);
  change.remove = {keys.begin(), keys.end()};
  return change;
}

}  // namespace weir::api::kinesis
