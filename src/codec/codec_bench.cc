// What the stages of a put and a get cost. Numbers to compare with: docs/performance.md.

#include <benchmark/benchmark.h>

#include <array>
#include <span>
#include <string>
#include <vector>

#include "codec/base64.h"
#include "codec/base64_kernels.h"
#include "codec/crc32c.h"
#include "codec/decimal.h"
#include "codec/hash.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"

namespace weir::codec {
namespace {

constexpr std::size_t record_bytes = 1024;

std::vector<std::byte> sample(std::size_t size) {
  std::vector<std::byte> bytes(size);
  std::uint32_t state = 1;
  for (std::byte& octet : bytes) {
    state = state * 1664525 + 1013904223;
    octet = static_cast<std::byte>(state >> 24);
  }
  return bytes;
}

std::string put_record_body() {
  return R"({"StreamName":"client-stream","Data":")" + base64_text(sample(record_bytes)) +
         R"(","PartitionKey":"partition-key-0001"})";
}

void count_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

void decode_1_kib(benchmark::State& state) {
  const std::string text = base64_text(sample(record_bytes));
  std::vector<std::byte> into(record_bytes + 2);
  for (auto _ : state) benchmark::DoNotOptimize(base64_decode(text, into.data()));
  count_bytes(state, text.size());
}
BENCHMARK(decode_1_kib);

using Decode = std::size_t (*)(const char*, std::size_t, std::byte*);

void decode_1_kib_with(benchmark::State& state, Base64Kernel kernel, Decode decode) {
  if (!base64_has_kernel(kernel)) return state.SkipWithError("not on this processor");
  const std::string text = base64_text(sample(record_bytes));
  std::vector<std::byte> into(record_bytes + 2);
  for (auto _ : state) benchmark::DoNotOptimize(decode(text.data(), text.size(), into.data()));
  count_bytes(state, text.size());
}
BENCHMARK_CAPTURE(decode_1_kib_with, scalar, Base64Kernel::scalar, base64_decode_scalar);
#if defined(__x86_64__)
BENCHMARK_CAPTURE(decode_1_kib_with, avx2, Base64Kernel::avx2, base64_decode_avx2);
BENCHMARK_CAPTURE(decode_1_kib_with, avx512, Base64Kernel::avx512, base64_decode_avx512);
#endif

void encode_1_kib(benchmark::State& state) {
  const std::vector<std::byte> bytes = sample(record_bytes);
  std::string into(base64_encoded_size(bytes.size()), '\0');
  for (auto _ : state) {
    base64_encode(bytes, into.data());
    benchmark::ClobberMemory();
  }
  count_bytes(state, into.size());
}
BENCHMARK(encode_1_kib);

void sha256_of(benchmark::State& state) {
  const std::vector<std::byte> bytes = sample(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(sha256(bytes));
  count_bytes(state, bytes.size());
}
BENCHMARK(sha256_of)->Arg(64)->Arg(1440)->Arg(702'000);

void hmac_of_a_string_to_sign(benchmark::State& state) {
  const HmacKey key(sample(32));
  const std::vector<std::byte> text = sample(138);
  for (auto _ : state) benchmark::DoNotOptimize(key.mac(text));
}
BENCHMARK(hmac_of_a_string_to_sign);

void md5_of_a_partition_key(benchmark::State& state) {
  const std::vector<std::byte> key = sample(18);
  for (auto _ : state) benchmark::DoNotOptimize(md5_number(key));
}
BENCHMARK(md5_of_a_partition_key);

void crc32c_of_a_record(benchmark::State& state) {
  const std::vector<std::byte> bytes = sample(1126);
  for (auto _ : state) benchmark::DoNotOptimize(crc32c(bytes));
  count_bytes(state, bytes.size());
}
BENCHMARK(crc32c_of_a_record);

void print_a_sequence_number(benchmark::State& state) {
  Uint192 number = *parse_uint192("49590338271490256608559692538361571095921575989136588898");
  std::array<char, uint192_digits_max> digits{};
  for (auto _ : state) {
    benchmark::DoNotOptimize(number);
    benchmark::DoNotOptimize(print_uint192(number, digits.data()));
    benchmark::ClobberMemory();
  }
}
BENCHMARK(print_a_sequence_number);

void parse_a_sequence_number(benchmark::State& state) {
  const std::string text = "49590338271490256608559692538361571095921575989136588898";
  for (auto _ : state) benchmark::DoNotOptimize(parse_uint192(text));
}
BENCHMARK(parse_a_sequence_number);

void count_a_sequence_number_on(benchmark::State& state) {
  const std::string first = "49590338271490256608559692538361571095921575989136588898";
  const std::string step = std::string(56 - 25, '0') + "1208925819614629174706176";
  std::string text = first;
  for (auto _ : state) {
    if (text[0] != first[0]) text = first;
    add_decimal(text, step);
    benchmark::ClobberMemory();
  }
}
BENCHMARK(count_a_sequence_number_on);

// Scan and base64 together. The copy of the body that decoding in place needs is part of the time.
void read_put_record(benchmark::State& state) {
  const std::string body = put_record_body();
  std::string document = body;
  for (auto _ : state) {
    document.assign(body);
    JsonReader reader(document);
    std::size_t bytes = 0;
    reader.enter_object();
    while (const auto name = reader.next_key()) {
      if (*name == "Data") {
        bytes += reader.read_base64()->size();
      } else {
        bytes += reader.read_text().size();
      }
    }
    if (!reader.finish()) state.SkipWithError("malformed");
    benchmark::DoNotOptimize(bytes);
  }
  count_bytes(state, body.size());
}
BENCHMARK(read_put_record);

// What it costs to find out that a body is well-formed, decoding nothing.
void skip_put_record(benchmark::State& state) {
  std::string document = put_record_body();
  for (auto _ : state) {
    JsonReader reader(document);
    reader.skip_value();
    if (!reader.finish()) state.SkipWithError("malformed");
  }
  count_bytes(state, document.size());
}
BENCHMARK(skip_put_record);

void write_10000_records(benchmark::State& state) {
  const std::vector<std::byte> bytes = sample(record_bytes);
  std::string out;
  for (auto _ : state) {
    out.clear();
    JsonWriter writer(out);
    writer.begin_object();
    writer.key("Records");
    writer.begin_array();
    for (int count = 0; count < 10'000; ++count) {
      writer.begin_object();
      writer.key("SequenceNumber");
      writer.plain_text("49590338271490256608559692538361571095921575989136588898");
      writer.key("ApproximateArrivalTimestamp");
      writer.timestamp({1795374506789});
      writer.key("Data");
      writer.base64(bytes);
      writer.key("PartitionKey");
      writer.text("partition-key-0001");
      writer.end_object();
    }
    writer.end_array();
    writer.end_object();
    benchmark::DoNotOptimize(out.data());
  }
  count_bytes(state, out.size());
}
BENCHMARK(write_10000_records)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace weir::codec
