// StreamKey: what names a stream. Streams of different accounts or regions do not see each other.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

namespace weir::stream {

// Ordered by account, then region, then name: the order of ListStreams.
struct StreamKey {
  std::string account_id;  // 12 digits.
  std::string region;      // "us-east-1": the one in the credential scope of the request.
  std::string name;        // 1 to 128 of [a-zA-Z0-9_.-].

  friend auto operator<=>(const StreamKey&, const StreamKey&) = default;
};

// The same without owning the text, for look-ups that copy nothing.
struct StreamKeyView {
  std::string_view account_id;
  std::string_view region;
  std::string_view name;

  StreamKeyView(std::string_view account, std::string_view in_region, std::string_view of_stream)
      : account_id(account), region(in_region), name(of_stream) {}
  // NOLINTNEXTLINE(google-explicit-constructor): a view of a key is a key, as string_view is a
  // string.
  StreamKeyView(const StreamKey& key)
      : account_id(key.account_id), region(key.region), name(key.name) {}

  StreamKey to_key() const {
    return {std::string(account_id), std::string(region), std::string(name)};
  }

  friend auto operator<=>(const StreamKeyView&, const StreamKeyView&) = default;
};

inline auto operator<=>(const StreamKey& left, const StreamKeyView& right) {
  return StreamKeyView(left) <=> right;
}
inline bool operator==(const StreamKey& left, const StreamKeyView& right) {
  return StreamKeyView(left) == right;
}

}  // namespace weir::stream
