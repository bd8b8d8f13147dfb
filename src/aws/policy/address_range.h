// Ranges of IP addresses, as aws:SourceIp is compared with them: "203.0.113.0/24", "2001:db8::/32",
// or a single address.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::aws::policy {

// Sixteen bytes; of version 4 the last four, behind ::ffff:, so that both spellings are one
// address.
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  bool is_version_4 = false;

  friend bool operator==(const Address&, const Address&) = default;
};

struct AddressRange {
  Address first;
  unsigned prefix_bits = 128;  // Of the sixteen bytes.

  bool contains(const Address& address) const;
};

std::optional<Address> parse_address(std::string_view text);
std::optional<AddressRange> parse_address_range(std::string_view text);

}  // namespace weir::aws::policy
