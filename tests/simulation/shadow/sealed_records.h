// SealedRecords: which data keys the records of a log were encrypted under, so that they can be
// judged as they lie in the log, without the process under test.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "crypto/record_cipher.h"
#include "log/record.h"
#include "stream/data_key.h"

namespace weir::simulation {

class SealedRecords {
 public:
  // Before anything is encrypted under it. `place`: the log's.
  void note(stream::DataKeyPointer key, const crypto::RecordPlace& place) {
    place_ = place;
    const std::uint32_t number = key->description().number;
    keys_.try_emplace(number, std::move(key));
  }

  // The clear record, which points into `memory`; a clear one as it is. Nothing if it is not what
  // was encrypted.
  std::optional<log::StoredRecord> open(const log::StoredRecord& record,
                                        std::vector<std::byte>& memory) const {
    if (!crypto::is_sealed(record.partition_key)) return record;
    const auto number = crypto::data_key_of(record.partition_key);
    const auto key = keys_.find(number.value_or(0));
    if (key == keys_.end()) return std::nullopt;
    const auto cipher = key->second->cipher();
    if (!cipher) return std::nullopt;
    memory.resize(record.data.size());
    crypto::RecordCipher::Opener opener(**cipher);
    const auto plain = opener.open(place_, record.partition_key, record.data, memory.data());
    if (!plain) return std::nullopt;
    return log::StoredRecord{.offset = record.offset,
                             .arrival = record.arrival,
                             .partition_key = plain->partition_key,
                             .data = plain->data};
  }

 private:
  crypto::RecordPlace place_;
  std::map<std::uint32_t, stream::DataKeyPointer> keys_;  // By number.
};

}  // namespace weir::simulation
