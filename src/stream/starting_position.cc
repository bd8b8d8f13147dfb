#include "stream/starting_position.h"

#include <fmt/format.h>

#include <algorithm>
#include <expected>
#include <utility>

#include "base/check.h"
#include "stream/error_texts.h"
#include "stream/sequence_number.h"

namespace weir::stream {
namespace {

Failure invalid(std::string message) {
  return fail(ErrorCode::invalid_argument, std::move(message));
}

bool needs_number(IteratorType type) {
  return type == IteratorType::at_sequence_number || type == IteratorType::after_sequence_number;
}

Result<void> check_members(const StartingPosition& position, WallTime now) {
  const IteratorType type = position.type;
  if (type == IteratorType::at_timestamp) {
    if (!position.timestamp) {
      return invalid(
          "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current "
          "request has no timestamp parameter.");
    }
    if (*position.timestamp > now) {
      return invalid(fmt::format(
          "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. "
          "timestampInMillis: {}, currentTimestampInMillis: {}",
          position.timestamp->ms, now.ms));
    }
    return {};
  }
  if (needs_number(type) == position.sequence_number.has_value()) return {};
  return invalid(fmt::format(
      "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and "
      "StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. "
      "Request specified {} and {} StartingSequenceNumber.",
      iterator_type_text(type), needs_number(type) ? "no" : "also a"));
}

Result<SequenceNumber> parse_for(const ShardPlace& place, const std::string& text) {
  const StreamKey& key = place.stream->description->key;
  const Result<SequenceNumber> number = parse_sequence_number(text);
  const auto refused = [&](std::string_view why) {
    return invalid(fmt::format(
        "StartingSequenceNumber {} used in GetShardIterator on shard {} in stream {} under account "
        "{} is invalid{}.",
        text, place.shard->id, key.name, key.account_id, why));
  };
  if (!number) return refused("");
  const ShardDescription& shard = place.shard->description;
  if (number->shard != shard.index) {
    return invalid(
        fmt::format("Invalid StartingSequenceNumber. It encodes {}, while it was used "
                    "in a call to a shard with {}",
                    shard_id_text(number->shard), place.shard->id));
  }
  // Production fails with an InternalFailure.
  if (number->version == 0) {
    return fail(ErrorCode::unavailable, fmt::format("{} is a number of version 0.", text));
  }
  if (number->version != 2 || number->creation_seconds != shard.creation_seconds) {
    return refused(" because it did not come from this stream");
  }
  return *number;
}

// A number of a record that was never written reads on from the tail: nothing that comes is missed.
log::Offset within(log::Offset offset, const log::Bounds& bounds) {
  return std::clamp(offset, bounds.trim_horizon, bounds.end.value_or(bounds.tail));
}

Result<log::Offset> offset_of_number(const ShardPlace& place, const StartingPosition& position) {
  const SequenceNumber number = TRY(parse_for(place, *position.sequence_number));
  const bool at = position.type == IteratorType::at_sequence_number;
  return within(at ? number.offset_at() : number.offset_after(), place.shard->log->bounds());
}

WallTime newest_arrival(const Stream& stream) {
  WallTime newest;
  for (const auto& shard : stream.shards->all()) {
    newest = std::max(newest, shard->log->bounds().last_arrival);
  }
  return newest;
}

}  // namespace

std::string_view iterator_type_text(IteratorType type) {
  switch (type) {
    case IteratorType::at_sequence_number:
      return "AT_SEQUENCE_NUMBER";
    case IteratorType::after_sequence_number:
      return "AFTER_SEQUENCE_NUMBER";
    case IteratorType::trim_horizon:
      return "TRIM_HORIZON";
    case IteratorType::latest:
      return "LATEST";
    case IteratorType::at_timestamp:
      return "AT_TIMESTAMP";
  }
  check_failed(__FILE__, __LINE__, "an iterator type", std::to_string(static_cast<int>(type)));
}

IteratorType iterator_type_of(std::string_view text) {
  for (const auto type :
       {IteratorType::at_sequence_number, IteratorType::after_sequence_number,
        IteratorType::trim_horizon, IteratorType::latest, IteratorType::at_timestamp}) {
    if (iterator_type_text(type) == text) return type;
  }
  check_failed(__FILE__, __LINE__, "an iterator type", std::string(text));
}

void resolve_position(env::EventLoop& home, const ShardPlace& place,
                      const StartingPosition& position, WallTime now, Done<log::Offset> done) {
  const auto answer = [&](Result<log::Offset> result) {
    home.post([done = std::move(done), result = std::move(result)]() mutable {
      done(std::move(result));
    });
  };
  log::ShardLog& log = *place.shard->log;
  const log::Bounds bounds = log.bounds();
  const WallTime latest = std::max(now, bounds.last_arrival);
  if (Result<void> complete = check_members(position, latest); !complete) {
    return answer(std::unexpected(std::move(complete).error()));
  }
  switch (position.type) {
    case IteratorType::at_sequence_number:
    case IteratorType::after_sequence_number:
      return answer(offset_of_number(place, position));
    case IteratorType::trim_horizon:
      return answer(bounds.trim_horizon);
    case IteratorType::latest:
      return answer(bounds.end.value_or(bounds.tail));
    case IteratorType::at_timestamp:
      return log.find(home, *position.timestamp,
                      [place, done = std::move(done)](Result<log::Offset> found) mutable {
                        if (found) *found = within(*found, place.shard->log->bounds());
                        done(std::move(found));
                      });
  }
}

Result<void> check_number_for_ordering(std::string_view sequence_number, const Stream& stream,
                                       WallTime now) {
  const Result<SequenceNumber> number = parse_sequence_number(sequence_number);
  if (number && (number->record_seconds <= now.whole_seconds() ||
                 number->record_seconds <= newest_arrival(stream).whole_seconds())) {
    return {};
  }
  const StreamKey& key = stream.description->key;
  return invalid(
      fmt::format("ExclusiveMinimumSequenceNumber {} used in PutRecord on stream {} "
                  "under account {} is invalid.",
                  sequence_number, key.name, key.account_id));
}

}  // namespace weir::stream
