#include "meter/wire/write_call.h"

#include <fmt/format.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/protocol.h"
#include "aws/shapes/firehose/put_record.h"
#include "aws/shapes/firehose/put_record_batch.h"
#include "aws/shapes/kinesis/put_record.h"
#include "aws/shapes/kinesis/put_records.h"
#include "base/bytes.h"
#include "base/check.h"
#include "base/result.h"
#include "meter/plan/plan.h"
#include "meter/plan/words.h"

namespace weir::meter {
namespace {

namespace kinesis = aws::kinesis;
namespace firehose = aws::firehose;

void set_stream(kinesis::StreamRef& ref, std::string_view stream) {
  (stream.starts_with("arn:") ? ref.arn : ref.name) = stream;
}

void set_key(auto& entry, const WrittenRecord& record) {
  entry.partition_key = record.partition_key;
  if (record.explicit_hash_key.empty()) {
    entry.explicit_hash_key.reset();
  } else {
    entry.explicit_hash_key = record.explicit_hash_key;
  }
  entry.data = bytes_of(record.data);
}

template <class Text>
std::string_view view_of(const std::optional<Text>& text) {
  return text ? std::string_view(*text) : std::string_view();
}

}  // namespace

std::string_view call_content_type(bool is_binary) {
  return aws::content_type(is_binary ? aws::Protocol::cbor_1_1 : aws::Protocol::json_1_1);
}

struct WriteCall::State {
  Operation operation;
  std::string stream;
  aws::Protocol protocol;
  std::string body;
  std::vector<RecordOutcome> outcomes;

  kinesis::PutRecord::Request put;
  kinesis::PutRecords::Request puts;
  firehose::PutRecord::Request delivery;
  firehose::PutRecordBatch::Request deliveries;
  kinesis::PutRecord::Response put_answer;
  kinesis::PutRecords::Response puts_answer;
  firehose::PutRecord::Response delivery_answer;
  firehose::PutRecordBatch::Response deliveries_answer;

  void fill(std::span<const WrittenRecord> records);

  template <class Answer>
  bool decode(std::span<char> bytes, Answer& answer) {
    auto decoded = aws::decode_response<Answer>(bytes, protocol);
    if (!decoded) return false;
    answer = *std::move(decoded);
    return true;
  }
  bool decode_put(std::span<char> bytes);
  bool decode_puts(std::span<char> bytes);
  bool decode_delivery(std::span<char> bytes);
  bool decode_deliveries(std::span<char> bytes);
  bool decode_any(std::span<char> bytes);
};

WriteCall::WriteCall(Operation operation, std::string stream, bool is_binary)
    : state_(std::make_unique<State>()) {
  state_->operation = operation;
  state_->stream = std::move(stream);
  state_->protocol = is_binary ? aws::Protocol::cbor_1_1 : aws::Protocol::json_1_1;
  set_stream(state_->put.stream, state_->stream);
  set_stream(state_->puts.stream, state_->stream);
  state_->delivery.delivery_stream_name = state_->stream;
  state_->deliveries.delivery_stream_name = state_->stream;
}

WriteCall::~WriteCall() = default;

std::string_view WriteCall::encode(std::span<const WrittenRecord> records) {
  State& state = *state_;
  CHECK(!records.empty() && (is_batching(state.operation) || records.size() == 1));
  state.body.clear();
  switch (state.operation) {
    case Operation::put_record:
      set_key(state.put, records.front());
      aws::encode_document(state.protocol, state.put, state.body);
      break;
    case Operation::put_records: {
      auto& entries = state.puts.records.emplace();
      entries.reserve(records.size());
      for (const WrittenRecord& record : records) set_key(entries.emplace_back(), record);
      aws::encode_document(state.protocol, state.puts, state.body);
      break;
    }
    case Operation::firehose_put_record:
      state.delivery.record.emplace().data = bytes_of(records.front().data);
      aws::encode_document(state.protocol, state.delivery, state.body);
      break;
    case Operation::firehose_put_record_batch: {
      auto& entries = state.deliveries.records.emplace();
      entries.reserve(records.size());
      for (const WrittenRecord& record : records) {
        entries.push_back({.data = bytes_of(record.data)});
      }
      aws::encode_document(state.protocol, state.deliveries, state.body);
      break;
    }
    case Operation::get_records:
    case Operation::subscribe_to_shard:
      CHECK(false, "{} does not write", aws_name(state.operation));
  }
  return state.body;
}

Result<std::span<const RecordOutcome>> WriteCall::decode(std::span<char> body,
                                                         std::size_t records) {
  state_->outcomes.clear();
  if (!state_->decode_any(body)) return fail(ErrorCode::corrupt, "The answer is not understood.");
  if (state_->outcomes.size() != records) {
    return fail(ErrorCode::corrupt, fmt::format("The answer is about {} records instead of {}.",
                                                state_->outcomes.size(), records));
  }
  return std::span<const RecordOutcome>(state_->outcomes);
}

bool WriteCall::State::decode_any(std::span<char> bytes) {
  switch (operation) {
    case Operation::put_record:
      return decode_put(bytes);
    case Operation::put_records:
      return decode_puts(bytes);
    case Operation::firehose_put_record:
      return decode_delivery(bytes);
    case Operation::firehose_put_record_batch:
      return decode_deliveries(bytes);
    case Operation::get_records:
    case Operation::subscribe_to_shard:
      break;
  }
  return false;
}

bool WriteCall::State::decode_put(std::span<char> bytes) {
  if (!decode(bytes, put_answer) || put_answer.sequence_number.empty()) return false;
  outcomes.push_back({.shard_id = put_answer.shard_id,
                      .sequence_number = put_answer.sequence_number,
                      .encryption_type = view_of(put_answer.encryption_type),
                      .error_code = {},
                      .error_message = {}});
  return true;
}

bool WriteCall::State::decode_puts(std::span<char> bytes) {
  if (!decode(bytes, puts_answer)) return false;
  for (const auto& record : puts_answer.records) {
    outcomes.push_back({.shard_id = view_of(record.shard_id),
                        .sequence_number = view_of(record.sequence_number),
                        .encryption_type = view_of(puts_answer.encryption_type),
                        .error_code = view_of(record.error_code),
                        .error_message = view_of(record.error_message)});
  }
  return true;
}

bool WriteCall::State::decode_delivery(std::span<char> bytes) {
  if (!decode(bytes, delivery_answer)) return false;
  outcomes.push_back({.shard_id = {},
                      .sequence_number = delivery_answer.record_id,
                      .encryption_type = {},
                      .error_code = {},
                      .error_message = {}});
  return true;
}

bool WriteCall::State::decode_deliveries(std::span<char> bytes) {
  if (!decode(bytes, deliveries_answer)) return false;
  for (const auto& record : deliveries_answer.request_responses) {
    outcomes.push_back({.shard_id = {},
                        .sequence_number = view_of(record.record_id),
                        .encryption_type = {},
                        .error_code = view_of(record.error_code),
                        .error_message = view_of(record.error_message)});
  }
  return true;
}

}  // namespace weir::meter
