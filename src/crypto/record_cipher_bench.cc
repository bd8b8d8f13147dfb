// What it costs to seal and to open a record, by its size.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "base/check.h"
#include "crypto/record_cipher.h"
#include "env/system_random.h"

namespace weir::crypto {
namespace {

constexpr RecordPlace place{.stream = 1, .shard = 0};
constexpr std::string_view key = "a partition key";

struct Cipher {
  env::SystemRandom random;
  RecordCipher cipher{SecretKey::random(random), 1, random};
};

std::byte* bytes_in(std::string& text) { return std::as_writable_bytes(std::span(text)).data(); }

void seal_record(benchmark::State& state) {
  const Cipher cipher;
  const std::string data(static_cast<std::size_t>(state.range(0)), 'd');
  std::string header(seal_header_bytes, '\0');
  std::string text(sealed_bytes(key.size(), data.size()), '\0');
  for (auto _ : state) {
    cipher.cipher.seal(place, {.partition_key = key, .data = bytes_of(data)}, bytes_in(header),
                       bytes_in(text));
    benchmark::DoNotOptimize(text.data());
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(seal_record)->Arg(64)->Arg(1024)->Arg(65'536)->Arg(1 << 20);

void open_record(benchmark::State& state) {
  const Cipher cipher;
  const std::string data(static_cast<std::size_t>(state.range(0)), 'd');
  std::string header(seal_header_bytes, '\0');
  std::string text(sealed_bytes(key.size(), data.size()), '\0');
  cipher.cipher.seal(place, {.partition_key = key, .data = bytes_of(data)}, bytes_in(header),
                     bytes_in(text));
  std::string out(text.size(), '\0');
  RecordCipher::Opener opener(cipher.cipher);
  for (auto _ : state) {
    const auto opened = opener.open(place, header, bytes_of(text), bytes_in(out));
    CHECK(opened.has_value());
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(open_record)->Arg(64)->Arg(1024)->Arg(65'536)->Arg(1 << 20);

}  // namespace
}  // namespace weir::crypto
