#include "meter/run/trace_ledger.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/mutex.h"
#include "meter/results/run_result.h"
#include "meter/wire/trace_mark.h"

namespace weir::meter {
namespace {

// What a record that is not ours could make us remember is bounded.
constexpr std::uint32_t writers_max = 1u << 20;
constexpr std::uint32_t records_of_writer_max = 1u << 31;

bool is_set(const std::vector<bool>& bits, std::uint32_t number) {
  return number < bits.size() && bits[number];
}

void set_bit(std::vector<bool>& bits, std::uint32_t number) {
  if (number >= bits.size()) bits.resize(std::size_t{number} + 1);
  bits[number] = true;
}

}  // namespace

TraceLedger::Writer& TraceLedger::writer(std::uint32_t number) {
  if (number >= writers_.size()) writers_.resize(std::size_t{number} + 1);
  return writers_[number];
}

void TraceLedger::acknowledge(std::uint32_t writer_number, std::span<const std::uint32_t> numbers) {
  const MutexLock lock(mutex_);
  Writer& of = writer(writer_number);
  for (const std::uint32_t number : numbers) {
    if (is_set(of.acknowledged, number)) continue;
    set_bit(of.acknowledged, number);
    ++result_.sent;
    if (!is_set(of.read, number)) ++missing_;
  }
}

void TraceLedger::read(std::uint32_t reader, const TraceMark& mark) {
  const MutexLock lock(mutex_);
  if (mark.writer >= writers_max || mark.number >= records_of_writer_max) return;
  if (!has_reader_) reader_ = reader;
  has_reader_ = true;
  if (reader != reader_) return;
  ++result_.received;
  Writer& of = writer(mark.writer);
  if (is_set(of.read, mark.number)) {
    ++result_.duplicates;
    return;
  }
  set_bit(of.read, mark.number);
  if (is_set(of.acknowledged, mark.number)) --missing_;
  if (mark.key == 0) return;
  const auto [last, is_first] = of.last_of_key.try_emplace(mark.key, mark.key_number);
  if (is_first) return;
  if (mark.key_number < last->second) {
    ++result_.out_of_order;
  } else {
    last->second = mark.key_number;
  }
}

std::uint64_t TraceLedger::missing() const {
  const MutexLock lock(mutex_);
  return missing_;
}

TraceResult TraceLedger::result() const {
  const MutexLock lock(mutex_);
  TraceResult result = result_;
  // Where nobody reads, nothing is lost.
  result.lost = has_reader_ ? missing_ : 0;
  return result;
}

}  // namespace weir::meter
