#include "api/kinesis/tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "api/kinesis/errors.h"
#include "api/kinesis/stream_designation.h"
#include "codec/utf8.h"

namespace weir::api::kinesis {
namespace {

// Production's idea of letters and digits, as recorded from it.
bool may_be_in_a_tag(std::uint32_t character) {
  const auto within = [character](std::uint32_t first, std::uint32_t last) {
    return first <= character && character <= last;
  };
  return within('a', 'z') || within('A', 'Z') || within('0', '9') || within(0xc0, 0x1fff) ||
         within(0x2c00, 0xd7ff) ||
         (character < 0x80 && std::string_view(" _./=+-%@").find(static_cast<char>(character)) !=
                                  std::string_view::npos);
}

bool has_only_tag_characters(std::string_view text) {
  while (!text.empty()) {
    if (!may_be_in_a_tag(codec::utf8_take(text))) return false;
  }
  return true;
}

// What both directions check: first a set of characters that has '%' in it, then one that has not.
// `failed` begins the second text: "add tags to".
aws::Outcome<void> check_texts(std::string_view resource, std::string_view failed,
                               const std::vector<std::string_view>& texts) {
  if (!std::ranges::all_of(texts, has_only_tag_characters)) {
    return aws::invalid_argument(
        "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white "
        "space, _ . / = + - % @.");
  }
  const auto has_percent = [](std::string_view text) {
    return text.find('%') != std::string_view::npos;
  };
  if (std::ranges::none_of(texts, has_percent)) return {};
  return aws::invalid_argument(fmt::format(
      "Failed to {} {} because some tags contained illegal characters. The allowed characters are "
      "Unicode letters, white-spaces, '_',',','/','=','+','-','@'.",
      failed, resource));
}

// Amazon's text is not published; this is ours.
aws::Outcome<void> check_prefix(std::string_view tag_key) {
  if (!tag_key.starts_with("aws:")) return {};
  return aws::invalid_argument(
      fmt::format("Tag keys that start with aws: are reserved; {} does.", tag_key));
}

}  // namespace

stream::Tags to_tags(const aws::TextMap& map) {
  stream::Tags tags;
  for (const auto& [key, value] : map) {
    const auto known = std::ranges::find(tags, key, &stream::Tags::value_type::first);
    if (known != tags.end()) {
      known->second = value;
    } else {
      tags.emplace_back(key, value);
    }
  }
  std::ranges::sort(tags);
  return tags;
}

std::string tagged_text(const stream::StreamKeyView& stream) {
  return fmt::format("stream {} under account {}", stream.name, stream.account_id);
}

aws::Outcome<void> check_new_tags(std::string_view resource, const stream::Tags& tags) {
  std::vector<std::string_view> texts;
  for (const auto& [tag_key, value] : tags) {
    TRY(check_prefix(tag_key));
    texts.push_back(tag_key);
    texts.push_back(value);
  }
  return check_texts(resource, "add tags to", texts);
}

aws::Outcome<void> check_tag_keys(std::string_view resource,
                                  const std::vector<std::string_view>& keys) {
  return check_texts(resource, "remove tags from", keys);
}

aws::Outcome<stream::commands::ChangeTags> tags_to_add(const Context& context,
                                                       const stream::StreamKeyView& key,
                                                       const aws::TextMap& tags) {
  TRY(as_outcome(context.view().find_stream(key)));
  stream::commands::ChangeTags change{.key = key.to_key(),
                                      .set = to_tags(tags),
                                      .remove = {},
                                      .tags_max = context.account_limits().tags_max};
  TRY(check_new_tags(tagged_text(key), change.set));
  return change;
}

aws::Outcome<stream::commands::ChangeTags> tags_to_remove(
    const Context& context, const stream::StreamKeyView& key,
    const std::vector<std::string_view>& keys) {
  TRY(as_outcome(context.view().find_stream(key)));
  TRY(check_tag_keys(tagged_text(key), keys));
  return stream::commands::ChangeTags{
      .key = key.to_key(), .set = {}, .remove = {keys.begin(), keys.end()}};
}

aws::Outcome<stream::StreamKeyView> tagged_stream(const Context& context,
                                                  std::string_view resource_arn) {
  return designated_stream(context, {.name = {}, .arn = resource_arn, .id = {}});
}

aws::kinesis::Tag tag_shape(const stream::Tags::value_type& tag) {
  return {.key = tag.first, .value = tag.second};
}

}  // namespace weir::api::kinesis
