// What decoding and encoding cost beside the memory that they read and write.

#include <benchmark/benchmark.h>

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "aws/protocol.h"
#include "aws/shapes/kinesis/get_records.h"
#include "aws/shapes/kinesis/put_record.h"
#include "aws/shapes/kinesis/put_records.h"

namespace weir::aws::kinesis {
namespace {

std::string kibibyte() {
  std::string data;
  for (int index = 0; index < 1024; ++index) data += static_cast<char>(index * 37);
  return data;
}

// Decoding overwrites the body: each round begins with a copy, whose cost `copy_only` shows.
template <class Request>
void decode(benchmark::State& state, const Request& asked, Protocol protocol) {
  const std::string document = encode_request(asked, protocol);
  std::string body = document;
  for (auto _ : state) {
    std::memcpy(body.data(), document.data(), document.size());
    auto request = decode_request<Request>(body, protocol);
    benchmark::DoNotOptimize(request);
    if (!request) state.SkipWithError("refused");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(document.size()));
}

template <class Request>
void copy_only(benchmark::State& state, const Request& asked, Protocol protocol) {
  const std::string document = encode_request(asked, protocol);
  std::string body = document;
  for (auto _ : state) {
    std::memcpy(body.data(), document.data(), document.size());
    benchmark::DoNotOptimize(body.data());
    benchmark::ClobberMemory();
  }
}

PutRecord::Request put_record(const std::string& data) {
  PutRecord::Request request;
  request.partition_key = "partition-key-0001";
  request.data = bytes_of(data);
  request.stream.name = "client-stream";
  return request;
}

PutRecords::Request put_records(const std::string& data) {
  std::vector<PutRecordsRequestEntry> records(500);
  for (auto& record : records) {
    record.partition_key = "partition-key-0001";
    record.data = bytes_of(data);
  }
  PutRecords::Request request;
  request.records = std::move(records);
  request.stream.name = "client-stream";
  return request;
}

void BM_DecodePutRecord(benchmark::State& state, Protocol protocol) {
  decode(state, put_record(kibibyte()), protocol);
}
void BM_CopyPutRecord(benchmark::State& state, Protocol protocol) {
  copy_only(state, put_record(kibibyte()), protocol);
}
void BM_DecodePutRecords500(benchmark::State& state, Protocol protocol) {
  decode(state, put_records(kibibyte()), protocol);
}
void BM_CopyPutRecords500(benchmark::State& state, Protocol protocol) {
  copy_only(state, put_records(kibibyte()), protocol);
}

void BM_EncodePutRecordAnswer(benchmark::State& state, Protocol protocol) {
  PutRecord::Response response;
  response.sequence_number =
      std::string_view("49590338271490256608559692538361571095921575989136588898");
  response.shard_id = std::string_view("shardId-000000000000");
  for (auto _ : state) {
    std::string body;
    encode_response(response, body, protocol);
    benchmark::DoNotOptimize(body);
  }
}

void BM_EncodePutRecords500Answer(benchmark::State& state, Protocol protocol) {
  PutRecords::Response response;
  response.records.resize(500);
  for (auto& record : response.records) {
    record.sequence_number =
        std::string_view("49590338271490256608559692538361571095921575989136588898");
    record.shard_id = std::string_view("shardId-000000000000");
  }
  for (auto _ : state) {
    std::string body;
    encode_response(response, body, protocol);
    benchmark::DoNotOptimize(body);
  }
}

void BM_EncodeGetRecords10000(benchmark::State& state, Protocol protocol) {
  const std::string data = kibibyte();
  GetRecords::Response response;
  response.records.resize(10'000);
  for (auto& record : response.records) {
    record.sequence_number =
        std::string_view("49590338271490256608559692538361571095921575989136588898");
    record.approximate_arrival_timestamp = WallTime{1'700'000'000'123};
    record.data = bytes_of(data);
    record.partition_key = "partition-key-0001";
  }
  response.next_shard_iterator = "AAAAAAAAAAE=";
  response.millis_behind_latest = 0;
  std::size_t bytes = 0;
  for (auto _ : state) {
    std::string body;
    encode_response(response, body, protocol);
    bytes = body.size();
    benchmark::DoNotOptimize(body);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}

BENCHMARK_CAPTURE(BM_DecodePutRecord, json, Protocol::json_1_1);
BENCHMARK_CAPTURE(BM_DecodePutRecord, cbor, Protocol::cbor_1_1);
BENCHMARK_CAPTURE(BM_CopyPutRecord, json, Protocol::json_1_1);
BENCHMARK_CAPTURE(BM_CopyPutRecord, cbor, Protocol::cbor_1_1);
BENCHMARK_CAPTURE(BM_DecodePutRecords500, json, Protocol::json_1_1);
BENCHMARK_CAPTURE(BM_DecodePutRecords500, cbor, Protocol::cbor_1_1);
BENCHMARK_CAPTURE(BM_CopyPutRecords500, json, Protocol::json_1_1);
BENCHMARK_CAPTURE(BM_CopyPutRecords500, cbor, Protocol::cbor_1_1);
BENCHMARK_CAPTURE(BM_EncodePutRecordAnswer, json, Protocol::json_1_1);
BENCHMARK_CAPTURE(BM_EncodePutRecordAnswer, cbor, Protocol::cbor_1_1);
BENCHMARK_CAPTURE(BM_EncodePutRecords500Answer, json, Protocol::json_1_1);
BENCHMARK_CAPTURE(BM_EncodePutRecords500Answer, cbor, Protocol::cbor_1_1);
BENCHMARK_CAPTURE(BM_EncodeGetRecords10000, json, Protocol::json_1_1);
BENCHMARK_CAPTURE(BM_EncodeGetRecords10000, cbor, Protocol::cbor_1_1);

}  // namespace
}  // namespace weir::aws::kinesis
