#include "monitoring/number_encoding.h"

#include <zlib.h>

#include <cmath>
#include <cstring>

#include "base/check.h"

namespace weir::monitoring {
namespace {

// How a measured value is written, in the two lowest bits of its first integer.
enum class Kind : std::uint8_t { whole = 0, thousandths = 1, raw = 2 };

// Differences of two such numbers fit in the 62 bits that are left.
constexpr double whole_max = 1'000'000'000'000'000.0;

std::uint64_t zigzag(std::int64_t value) {
  return static_cast<std::uint64_t>(value) << 1u ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t from_zigzag(std::uint64_t bits) {
  return static_cast<std::int64_t>(bits >> 1u) ^ -static_cast<std::int64_t>(bits & 1u);
}

bool is_whole(double value) {
  return std::abs(value) <= whole_max && value == std::trunc(value) &&
         !(value == 0 && std::signbit(value));
}

// What a difference is taken from: the value before, if it is of the kind.
std::int64_t base_of(double before, double scale) {
  const double scaled = std::nearbyint(before * scale);
  return std::abs(scaled) <= whole_max ? static_cast<std::int64_t>(scaled) : 0;
}

constexpr char plain_mark = '\0';
constexpr char zlib_mark = '\1';

}  // namespace

void NumberWriter::integer(std::uint64_t value) {
  while (value >= 0x80) {
    to_ += static_cast<char>(value | 0x80u);
    value >>= 7u;
  }
  to_ += static_cast<char>(value);
}

void NumberWriter::signed_integer(std::int64_t value) { integer(zigzag(value)); }

void NumberWriter::text(std::string_view text) {
  integer(text.size());
  to_ += text;
}

void NumberWriter::value(double value, double& before) {
  const auto difference = [&](double scaled, double scale, Kind kind) {
    const std::int64_t change = static_cast<std::int64_t>(scaled) - base_of(before, scale);
    integer(zigzag(change) << 2u | static_cast<std::uint64_t>(kind));
  };
  const double thousandths = std::nearbyint(value * 1000);
  if (is_whole(value)) {
    difference(value, 1, Kind::whole);
  } else if (std::abs(thousandths) <= whole_max && thousandths != 0 &&
             thousandths / 1000 == value) {
    difference(thousandths, 1000, Kind::thousandths);
  } else {
    integer(static_cast<std::uint64_t>(Kind::raw));
    to_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  before = value;
}

std::uint64_t NumberReader::integer() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (from_.empty()) break;
    const auto byte = static_cast<unsigned char>(from_.front());
    from_.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) return value;
  }
  reject();
  return 0;
}

std::int64_t NumberReader::signed_integer() { return from_zigzag(integer()); }

std::string_view NumberReader::text() {
  const std::size_t size = count();
  const std::string_view text = from_.substr(0, size);
  from_.remove_prefix(size);
  return text;
}

std::size_t NumberReader::count() {
  const std::uint64_t number = integer();
  if (number > from_.size()) reject();
  return failed_ ? 0 : number;
}

double NumberReader::value(double& before) {
  const std::uint64_t bits = integer();
  const std::int64_t change = from_zigzag(bits >> 2u);
  double value = 0;
  switch (bits & 3u) {
    case static_cast<std::uint64_t>(Kind::whole):
      value = static_cast<double>(base_of(before, 1) + change);
      break;
    case static_cast<std::uint64_t>(Kind::thousandths):
      value = static_cast<double>(base_of(before, 1000) + change) / 1000;
      break;
    case static_cast<std::uint64_t>(Kind::raw):
      if (from_.size() < sizeof value) {
        reject();
        break;
      }
      std::memcpy(&value, from_.data(), sizeof value);
      from_.remove_prefix(sizeof value);
      break;
    default:
      reject();
  }
  before = value;
  return value;
}

std::string packed(std::string_view plain) {
  uLongf size = ::compressBound(plain.size());
  std::string out(size + 1, '\0');
  auto* const to = reinterpret_cast<Bytef*>(out.data() + 1);
  CHECK(::compress(to, &size, reinterpret_cast<const Bytef*>(plain.data()), plain.size()) == Z_OK);
  if (size >= plain.size()) return plain_mark + std::string(plain);
  out.resize(size + 1);
  out[0] = zlib_mark;
  // Whoever unpacks must know how much comes.
  std::string head;
  NumberWriter(head).integer(plain.size());
  out.insert(1, head);
  return out;
}

std::string unpacked(std::string_view packed, std::size_t bytes_max) {
  if (packed.empty()) return {};
  const char mark = packed.front();
  packed.remove_prefix(1);
  if (mark == plain_mark) return packed.size() <= bytes_max ? std::string(packed) : std::string();
  NumberReader reader(packed);
  const std::uint64_t size = reader.integer();
  if (mark != zlib_mark || reader.failed() || size > bytes_max) return {};
  std::string head;
  NumberWriter(head).integer(size);
  packed.remove_prefix(head.size());
  std::string plain(size, '\0');
  uLongf plain_bytes = size;
  const int outcome = ::uncompress(reinterpret_cast<Bytef*>(plain.data()), &plain_bytes,
                                   reinterpret_cast<const Bytef*>(packed.data()), packed.size());
  return outcome == Z_OK && plain_bytes == size ? plain : std::string();
}

}  // namespace weir::monitoring
