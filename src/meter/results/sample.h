// Sample: what happened to one call, as JMeter calls it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace weir::meter {

struct Sample {
  std::uint32_t label = 0;          // Index into RunResult::labels: which sampler of the plan.
  std::uint32_t group = 0;          // Which group; with the thread's number "GROUP 1-7".
  std::uint32_t thread = 1;         // Within its group, from 1.
  std::uint32_t group_threads = 1;  // Running in the group at the end; JMeter's grpThreads,
  std::uint32_t all_threads = 1;    // and in the whole run.

  WallTime started_at;       // Of `sent`.
  MonotonicTime planned;     // When it was to be sent; `sent` itself in a closed load.
  MonotonicTime sent;        // The first byte of the first attempt.
  MonotonicTime first_byte;  // Of the last attempt's answer.
  MonotonicTime ended;       // The last byte of the last attempt's answer.
  nanoseconds connect{0};    // Making a connection for it; 0 where one was there.
  nanoseconds idle{0};       // Waits between attempts.

  bool is_ok = true;
  int status = 200;  // HTTP's; 0 where no answer came.
  std::uint32_t attempts = 1;
  std::uint32_t records = 1;  // Asked for, or read.
  std::uint32_t records_failed = 0;
  std::uint64_t payload_bytes = 0;  // Data and partition keys of the records.
  std::uint64_t bytes_sent = 0;     // On the wire, heads included, TLS not; all attempts.
  std::uint64_t bytes_received = 0;

  // What the user sees of it. Filled wherever there is a sink, for JTL files need it.
  std::string error_code;  // "ProvisionedThroughputExceededException"; empty if all is well.
  std::string error_message;
  std::string url;
  std::string stream;
  struct Record {
    std::string partition_key;
    std::string data;  // As sent, cut at 64 KiB.
    std::string shard_id;
    std::string sequence_number;
    std::string encryption_type;
    std::string error_code;
  };
  // Of writes and reads alike. Filled only where somebody keeps them (SampleSink::wants_details).
  std::vector<Record> details;

  // From the planned send on: what a user of the stream would have waited.
  nanoseconds latency() const { return ended - planned; }
  // From the real send on: what the stream took.
  nanoseconds service_time() const { return ended - sent; }
};

// Takes samples as they end. Called on many threads side by side, on a loop: it must not block.
class SampleSink {
 public:
  virtual ~SampleSink() = default;
  virtual bool wants_details() const = 0;
  virtual void take(const Sample& sample) = 0;
};

}  // namespace weir::meter
