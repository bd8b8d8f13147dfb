#include "meter/plan/words.h"

#include <algorithm>

namespace weir::meter {
namespace {

char folded(char letter) {
  if (letter >= 'A' && letter <= 'Z') return static_cast<char>(letter - 'A' + 'a');
  return letter == '_' ? '-' : letter;
}

}  // namespace

bool is_same_word(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, folded, folded);
}

std::string in_a_list(std::span<const std::string_view> words) {
  std::string list;
  for (std::size_t index = 0; index < words.size(); ++index) {
    if (index > 0) list += index + 1 == words.size() ? " or " : ", ";
    list += '"';
    list += words[index];
    list += '"';
  }
  return list;
}

bool is_reading(Operation operation) {
  return operation == Operation::get_records || operation == Operation::subscribe_to_shard;
}

bool is_batching(Operation operation) {
  return operation == Operation::put_records || operation == Operation::firehose_put_record_batch;
}

bool is_firehose(Operation operation) {
  return operation == Operation::firehose_put_record ||
         operation == Operation::firehose_put_record_batch;
}

std::string_view aws_name(Operation operation) {
  switch (operation) {
    case Operation::put_record:
    case Operation::firehose_put_record:
      return "PutRecord";
    case Operation::put_records:
      return "PutRecords";
    case Operation::get_records:
      return "GetRecords";
    case Operation::subscribe_to_shard:
      return "SubscribeToShard";
    case Operation::firehose_put_record_batch:
      return "PutRecordBatch";
  }
  return "?";
}

}  // namespace weir::meter
