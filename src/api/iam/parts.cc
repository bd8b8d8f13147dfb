#include "api/iam/parts.h"

#include <fmt/format.h>

#include "api/iam/errors.h"
#include "api/identities.h"
#include "codec/percent_encoding.h"

namespace weir::api::iam {
namespace {

constexpr std::size_t tags_max = 50;

}  // namespace

std::string encoded_document(std::string_view document) {
  std::string encoded;
  codec::append_percent_encoded(encoded, document, codec::Slash::encode);
  return encoded;
}

aws::Outcome<void> check_document(std::string_view document, aws::policy::DocumentKind kind) {
  const auto read = aws::policy::parse_document(document, kind);
  if (read) return {};
  return malformed_policy(read.error().message);
}

std::size_t counted_bytes(std::string_view document) {
  return static_cast<std::size_t>(std::ranges::count_if(
      document, [](char c) { return c != ' ' && c != '\n' && c != '\t' && c != '\r'; }));
}

aws::Outcome<void> set_tags(stream::IdentityTags& tags, const std::vector<aws::iam::Tag>& changes) {
  std::vector<std::string_view> keys;
  for (const aws::iam::Tag& change : changes) {
    if (std::ranges::find(keys, change.key) != keys.end()) {
      return aws::Failure({.type = "InvalidInput",
                           .message = "Duplicate tag keys found. Please note that Tag keys are "
                                      "case insensitive."});
    }
    keys.push_back(change.key);
    const auto place = std::ranges::lower_bound(
        tags, change.key, {}, [](const auto& tag) { return std::string_view(tag.first); });
    if (place != tags.end() && place->first == change.key) {
      place->second = change.value;
    } else {
      tags.emplace(place, std::string(change.key), std::string(change.value));
    }
  }
  if (tags.size() <= tags_max) return {};
  return limit_exceeded(fmt::format("Cannot exceed quota for Tags: {}", tags_max));
}

void remove_tags(stream::IdentityTags& tags, const std::vector<std::string_view>& keys) {
  std::erase_if(tags, [&](const auto& tag) {
    return std::ranges::find(keys, std::string_view(tag.first)) != keys.end();
  });
}

std::vector<aws::iam::TagText> tag_texts(const stream::IdentityTags& tags) {
  std::vector<aws::iam::TagText> texts;
  for (const auto& [key, value] : tags) texts.push_back({.key = key, .value = value});
  return texts;
}

std::optional<std::vector<aws::iam::TagText>> optional_tag_texts(const stream::IdentityTags& tags) {
  if (tags.empty()) return std::nullopt;
  return tag_texts(tags);
}

std::optional<aws::iam::Boundary> boundary_of(const std::string& arn) {
  if (arn.empty()) return std::nullopt;
  aws::iam::Boundary boundary;
  boundary.arn = arn;
  return boundary;
}

bool is_policy(const AccountContext& context, std::string_view arn) {
  const auto own = context.view().state.find_managed_policy(arn);
  if (own) return own->account_id == context.account();
  return !managed_document(context.view().state, arn).empty();
}

aws::Outcome<void> check_boundary(const AccountContext& context, std::string_view arn) {
  if (is_policy(context, arn)) return {};
  return no_such_entity(fmt::format("Scope ARN: {} does not exist or is not attachable.", arn));
}

}  // namespace weir::api::iam
