#include "aws/policy/address_range.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir::aws::policy {
namespace {

TEST(AddressRange, ContainsWhatItsPrefixSays) {
  struct Case {
    std::string range;
    std::string address;
    bool contains;
  };
  const std::vector<Case> cases{
      {"192.0.2.0/24", "192.0.2.255", true},
      {"192.0.2.0/24", "192.0.3.0", false},
      {"192.0.2.77/32", "192.0.2.77", true},
      {"192.0.2.77", "192.0.2.78", false},
      {"128.0.0.0/1", "200.1.2.3", true},
      {"128.0.0.0/1", "127.1.2.3", false},
      {"0.0.0.0/0", "10.0.0.1", true},
      {"0.0.0.0/0", "2001:db8::1", false},
      {"2001:db8::/32", "2001:db8:1::9", true},
      {"2001:db8::/32", "2001:db9::", false},
      {"2001:db8::/33", "2001:db8:8000::", false},
      {"::/0", "2001:db8::1", true},
      {"::1", "::1", true},
      {"::1", "0:0:0:0:0:0:0:1", true},
      {"::ffff:192.0.2.0/120", "192.0.2.9", true},
      {"192.0.2.0/24", "::ffff:192.0.2.9", true},
  };
  for (const Case& one : cases) {
    const auto range = parse_address_range(one.range);
    const auto address = parse_address(one.address);
    ASSERT_TRUE(range && address) << one.range << " " << one.address;
    EXPECT_EQ(range->contains(*address), one.contains) << one.range << " " << one.address;
  }
}

TEST(AddressRange, WhatIsNoAddressIsNone) {
  for (const std::string text : {"",
                                 "1.2.3",
                                 "1.2.3.4.5",
                                 "1.2.3.256",
                                 "1.2.3.-4",
                                 "1.2.3.4/33",
                                 "1.2.3.4/",
                                 "::/129",
                                 ":",
                                 ":::",
                                 "1:2:3:4:5:6:7",
                                 "1:2:3:4:5:6:7:8:9",
                                 "1::2::3",
                                 "12345::",
                                 "::1.2.3",
                                 "::1.2.3.4:5",
                                 "1:2:3:4:5:6:7:8::",
                                 "fe80::1%eth0",
                                 "1:",
                                 "1.2.3.4/0x8"}) {
    EXPECT_FALSE(parse_address_range(text)) << text;
  }
}

}  // namespace
}  // namespace weir::aws::policy
