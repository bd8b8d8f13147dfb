// WriteCall: the bodies of calls that write, and what their answers say of each record.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "meter/plan/plan.h"

namespace weir::meter {

// A record on its way; views must live until it is encoded.
struct WrittenRecord {
  std::string_view partition_key;
  std::string_view explicit_hash_key;  // Empty: none.
  std::string_view data;
};

// What became of one. Views into the answer's body or the WriteCall, valid until its next call.
struct RecordOutcome {
  std::string_view shard_id;
  std::string_view sequence_number;  // Of Firehose the record's id.
  std::string_view encryption_type;
  std::string_view error_code;  // Empty: it was written.
  std::string_view error_message;
};

std::string_view call_content_type(bool is_binary);

// Threads: one. Its buffers are used again.
class WriteCall {
 public:
  // `stream` is a name or an ARN.
  WriteCall(Operation operation, std::string stream, bool is_binary);
  ~WriteCall();
  WriteCall(const WriteCall&) = delete;
  WriteCall& operator=(const WriteCall&) = delete;

  // The body for `records`; exactly one unless the operation is a batch. Valid until the next call.
  std::string_view encode(std::span<const WrittenRecord> records);

  // The outcome of each record, in order, from the body of an answer with status 200, which may be
  // overwritten and must outlive them. Errors: corrupt  not such an answer, or one about another
  // number of records.
  Result<std::span<const RecordOutcome>> decode(std::span<char> body, std::size_t records);

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace weir::meter
