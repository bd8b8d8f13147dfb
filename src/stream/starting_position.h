// StartingPosition: from where to read, as GetShardIterator is asked, and the offset that it means.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/done.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "log/record.h"
#include "stream/catalog_view.h"

namespace weir::stream {

enum class IteratorType : std::uint8_t {
  at_sequence_number,
  after_sequence_number,
  trim_horizon,
  latest,
  at_timestamp,
};

std::string_view iterator_type_text(IteratorType type);  // "AT_SEQUENCE_NUMBER".
// The reverse; `text` is one of them.
IteratorType iterator_type_of(std::string_view text);

struct StartingPosition {
  IteratorType type = IteratorType::latest;
  std::optional<std::string> sequence_number;  // StartingSequenceNumber, as given.
  std::optional<WallTime> timestamp;
};

// Resolves `position` in `place`, on `home`. `now` is the time of the request; the arrival of any
// record counts as past, even one that a clock which was set back still has before it.
// Errors: invalid_argument  with Amazon's texts for numbers that are missing, unwanted, unparsable,
// of
//                           another shard or another stream, and for timestamps missing or in the
//                           future.
//         unavailable       as production fails for numbers of version 0; or the log does.
//         corrupt           as the log has it.
void resolve_position(env::EventLoop& home, const ShardPlace& place,
                      const StartingPosition& position, WallTime now, Done<log::Offset> done);

// SequenceNumberForOrdering of PutRecord: any number that parses will do, unless its time is to
// come: later than `now` and than every record. Order within a shard is kept anyway. Errors:
// invalid_argument `ExclusiveMinimumSequenceNumber N used in PutRecord on stream S under account A
//                           is invalid.`
Result<void> check_number_for_ordering(std::string_view sequence_number, const Stream& stream,
                                       WallTime now);

}  // namespace weir::stream
