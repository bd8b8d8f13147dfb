// Metric: what CloudWatch calls one: a namespace, a name and a set of dimensions, within an account
// and a region. Two metrics are one if all of these are equal; the order of dimensions is nothing.
//
// Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string>
#include <vector>

namespace weir::monitoring {

struct Dimension {
  std::string name;   // 1 to 255 characters.
  std::string value;  // 1 to 1,024 characters.

  friend auto operator<=>(const Dimension&, const Dimension&) = default;
};

struct Metric {
  std::string account_id;
  std::string region;
  std::string name_space;             // "AWS/Kinesis".
  std::string name;                   // "IncomingRecords".
  std::vector<Dimension> dimensions;  // By name, each name once; at most 30.

  friend auto operator<=>(const Metric&, const Metric&) = default;
};

}  // namespace weir::monitoring
