#include <benchmark/benchmark.h>

#include <string_view>

#include "http/http1_parser.h"
#include "http/http1_syntax.h"

namespace weir::http {
namespace {

// What boto3 sends with a PutRecord.
constexpr std::string_view put_record_head =
    "POST / HTTP/1.1\r\n"
    "Host: 127.0.0.1:4567\r\n"
    "User-Agent: Boto3/1.35.1 md/Botocore#1.35.1 ua/2.0 os/linux lang/python#3.11\r\n"
    "X-Amz-Target: Kinesis_20131202.PutRecord\r\n"
    "Content-Type: application/x-amz-json-1.1\r\n"
    "X-Amz-Date: 20261122T190826Z\r\n"
    "Authorization: AWS4-HMAC-SHA256 "
    "Credential=AKIDEXAMPLE/20261122/us-east-1/kinesis/aws4_request, "
    "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
    "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7\r\n"
    "Content-Length: 1440\r\n"
    "\r\n";

void parse_put_record_head(benchmark::State& state) {
  for (auto _ : state) {
    HeadScanner scanner;
    const auto end = scanner.find_end(put_record_head);
    auto head = parse_request_head(put_record_head.substr(0, *end), 100);
    benchmark::DoNotOptimize(head);
  }
}
BENCHMARK(parse_put_record_head);

void find_the_end_of_a_head(benchmark::State& state) {
  for (auto _ : state) {
    HeadScanner scanner;
    benchmark::DoNotOptimize(scanner.find_end(put_record_head));
  }
}
BENCHMARK(find_the_end_of_a_head);

}  // namespace
}  // namespace weir::http
