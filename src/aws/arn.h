// Names of resources: the ARNs of streams and of their consumers.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir::aws {

// "arn:aws:kinesis:eu-central-1:123456789012:stream/orders".
struct StreamArn {
  std::string_view region;
  std::string_view account;  // Twelve digits.
  std::string_view name;
  std::string_view partition = "aws";  // "aws-cn" and others in Amazon's other partitions.

  friend bool operator==(const StreamArn&, const StreamArn&) = default;
};

// "arn:aws:kinesis:eu-central-1:123456789012:stream/orders/consumer/billing:1700000000". The number
// is the consumer's creation: one made anew under an old name has another ARN.
struct ConsumerArn {
  StreamArn stream;
  std::string_view name;
  std::int64_t creation_seconds = 0;  // Since 1970.

  friend bool operator==(const ConsumerArn&, const ConsumerArn&) = default;
};

std::string to_text(const StreamArn& arn);
std::string to_text(const ConsumerArn& arn);

// The views of the result point into `text`. Nothing if it is no such ARN; whether its names keep
// to the rules for names is not looked at, except that they are not empty and have no slash.
std::optional<StreamArn> parse_stream_arn(std::string_view text);
std::optional<ConsumerArn> parse_consumer_arn(std::string_view text);

}  // namespace weir::aws
