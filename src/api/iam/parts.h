// What several operations of IAM have in common: documents, tags, boundaries, pages.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/query_service.h"
#include "aws/policy/document.h"
#include "aws/service_error.h"
#include "aws/shapes/iam/common.h"
#include "stream/user.h"

namespace weir::api::iam {

// As IAM answers with documents: percent-encoded.
std::string encoded_document(std::string_view document);

// Errors: MalformedPolicyDocument.
aws::Outcome<void> check_document(std::string_view document, aws::policy::DocumentKind kind);

// A document's size as IAM counts it: without white space.
std::size_t counted_bytes(std::string_view document);

// Sorted by key. Errors: InvalidInput (a key twice), LimitExceeded.
aws::Outcome<void> set_tags(stream::IdentityTags& tags, const std::vector<aws::iam::Tag>& changes);
void remove_tags(stream::IdentityTags& tags, const std::vector<std::string_view>& keys);
std::vector<aws::iam::TagText> tag_texts(const stream::IdentityTags& tags);
// None if there are none, as in GetUser.
std::optional<std::vector<aws::iam::TagText>> optional_tag_texts(const stream::IdentityTags& tags);

// The boundary of that policy; none if `arn` is empty.
std::optional<aws::iam::Boundary> boundary_of(const std::string& arn);

// Whether there is such a policy, Amazon's or the account's own.
bool is_policy(const AccountContext& context, std::string_view arn);
// Errors: NoSuchEntity.
aws::Outcome<void> check_boundary(const AccountContext& context, std::string_view arn);

// Cuts the page that is asked for out of `items`, which are sorted by what `name_of` says.
template <class Item, class NameOf>
void cut_page(std::vector<Item>& items, const aws::iam::PageRequest& page, const NameOf& name_of,
              aws::iam::PageAnswer& answer) {
  constexpr std::int32_t default_items = 100;
  if (page.marker) {
    const auto is_before = [&](const Item& item) { return name_of(item) <= *page.marker; };
    items.erase(items.begin(), std::ranges::find_if_not(items, is_before));
  }
  const auto items_max = static_cast<std::size_t>(page.max_items.value_or(default_items));
  if (items.size() <= items_max) return;
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(items_max), items.end());
  answer.is_truncated = true;
  answer.marker = std::string(name_of(items.back()));
}

}  // namespace weir::api::iam
