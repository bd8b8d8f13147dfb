// KplAggregate: many user records in one Kinesis record, in the Kinesis Producer Library's format,
// which the Kinesis Client Library and others take apart:
//
//     F3 89 9A C2 | protobuf AggregatedRecord | MD5 of the protobuf
//     AggregatedRecord: 1 partition_key_table (repeated string), 2 explicit_hash_key_table
//                       (repeated string), 3 records (repeated Record)
//     Record:           1 partition_key_index, 2 explicit_hash_key_index (optional), 3 data
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace weir::meter {

// Threads: one.
class KplAggregate {
 public:
  // `explicit_hash_key` may be empty: none.
  void add(std::string_view partition_key, std::string_view explicit_hash_key,
           std::string_view data);

  // How large the record would become with these added, at most.
  std::size_t bytes_with(std::string_view partition_key, std::string_view explicit_hash_key,
                         std::string_view data) const;
  std::size_t records() const { return records_count_; }

  // Appends the Kinesis record's data; and begins anew.
  void finish(std::string& out);

 private:
  using Table = std::map<std::string, std::uint64_t, std::less<>>;
  std::uint64_t index_in(Table& table, std::uint32_t field, std::string_view key);

  Table partition_keys_;
  Table hash_keys_;
  std::string tables_;
  std::string records_;
  std::string record_;  // Scratch.
  std::size_t records_count_ = 0;
};

// Calls visit(partition_key, data) for each user record in `data`: those of an aggregate, or
// nothing at all. False: it is not an aggregate (or not a sound one) and stands for itself.
bool for_each_user_record(
    std::string_view data,
    const std::function<void(std::string_view partition_key, std::string_view data)>& visit);

}  // namespace weir::meter
