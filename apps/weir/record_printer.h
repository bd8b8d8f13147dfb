// RecordPrinter: writes records to standard output in the form that was asked for, up to a limit.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "aws/shapes/kinesis/record.h"

namespace weir::app {

class RecordPrinter {
 public:
  // `output`: "pretty", "json" or "raw". `limit` 0: none.
  RecordPrinter(std::string output, std::uint64_t limit)
      : output_(std::move(output)), limit_(limit) {}

  // False: that was the last one.
  bool print(const std::string& shard, const aws::kinesis::Record& record);

  // Lets readers see what was printed. False: nobody reads any more.
  bool flush();

 private:
  const std::string output_;
  const std::uint64_t limit_;
  std::uint64_t printed_ = 0;
};

}  // namespace weir::app
