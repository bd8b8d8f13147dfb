// A server that answers a client with anything. Cut in any way it is the same answer.

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "http/response_reader.h"
#include "input.h"

namespace weir::fuzz {
namespace {

constexpr std::size_t body_bytes_max = 1u << 16;

// The answer in words, or that there is none.
std::string answer_in(const std::vector<std::string_view>& pieces) {
  http::ResponseReader reader(body_bytes_max);
  bool complete = false;
  for (std::string_view piece : pieces) {
    while (!piece.empty() && !complete) {
      const std::span<char> room = reader.room();
      CHECK(!room.empty());
      const std::size_t size = std::min(room.size(), piece.size());
      std::memcpy(room.data(), piece.data(), size);
      piece.remove_prefix(size);
      const auto added = reader.add(size);
      if (!added) return "refused";
      complete = *added;
    }
  }
  if (!complete && !reader.end()) return "incomplete";
  const http::ClientResponse response = reader.take();
  CHECK(response.body.size() <= body_bytes_max);
  std::string words = std::to_string(response.status) + '\n';
  for (const auto& [name, value] : response.headers) words += name + ": " + value + '\n';
  return words + response.body;
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir::fuzz;
  const std::string input = text_of(data, size);
  // Bytes behind the answer are the next one's; where pieces end decides whether they are seen.
  const std::string whole = answer_in({input});
  const std::string pieces = answer_in(in_pieces(input));
  if (whole != "refused") CHECK(pieces == whole, "{} against {}", pieces, whole);
  return 0;
}
