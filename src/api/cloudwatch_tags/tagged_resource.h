// TaggedResource: an alarm or a dashboard, as far as its tags go.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aws/authentication.h"
#include "stream/alarm.h"
#include "stream/catalog_state.h"
#include "stream/command.h"
#include "stream/dashboard.h"
#include "stream/stream_description.h"

namespace weir::api::cloudwatch_tags {

struct TaggedResource {
  using Key = std::variant<stream::AlarmKey, stream::DashboardKey>;

  Key key;
  stream::Tags tags;
};

struct TagChange {
  stream::Tags set;                 // Sorted by key.
  std::vector<std::string> remove;  // Keys.
};

// Of an ARN; nothing: it is of something else.
std::optional<TaggedResource::Key> parse_key(std::string_view arn);

// Whether it is in the caller's account and, if it is in one, region.
bool is_of(const TaggedResource::Key& key, const aws::Caller& caller);

std::optional<TaggedResource> find_resource(const stream::CatalogState& state,
                                            const TaggedResource::Key& key);

stream::CommandBody command_of(const TaggedResource::Key& key, TagChange change);

}  // namespace weir::api::cloudwatch_tags
