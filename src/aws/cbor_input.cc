#include "aws/cbor_input.h"

#include <cmath>
#include <variant>

#include "aws/number.h"

namespace weir::aws {
namespace {

// In milliseconds: 3 March 1973. In seconds it is far in the future.
constexpr double float_seconds_max = 1e11;

}  // namespace

std::optional<std::int64_t> CborInput::read_integer() {
  const codec::CborNumber number = reader_.read_number();
  if (const auto* whole = std::get_if<std::int64_t>(&number)) return *whole;
  const double real = std::get<double>(number);
  if (std::isnan(real)) return std::nullopt;
  return floor_to_int64(real);
}

// Perhaps infinite or no number at all.
double CborInput::read_real() {
  const codec::CborNumber number = reader_.read_number();
  if (const auto* whole = std::get_if<std::int64_t>(&number)) return static_cast<double>(*whole);
  return std::get<double>(number);
}

std::optional<WallTime> CborInput::read_time() {
  const codec::CborNumber number = reader_.read_number();
  if (const auto* whole = std::get_if<std::int64_t>(&number)) {
    return time_ == CborTime::seconds ? seconds_to_time(*whole) : milliseconds_to_time(*whole);
  }
  const double real = std::get<double>(number);
  if (std::isnan(real)) return std::nullopt;
  const bool in_seconds = time_ == CborTime::seconds || std::abs(real) < float_seconds_max;
  return in_seconds ? seconds_to_time(real) : milliseconds_to_time(real);
}

std::optional<NumberTruth> CborInput::read_truth() {
  const codec::CborNumber number = reader_.read_number();
  if (const auto* whole = std::get_if<std::int64_t>(&number)) {
    return NumberTruth{.is_nonzero = *whole != 0, .is_whole = true};
  }
  const double real = std::get<double>(number);
  if (std::isnan(real)) return std::nullopt;
  return NumberTruth{.is_nonzero = real != 0, .is_whole = false};
}

}  // namespace weir::aws
