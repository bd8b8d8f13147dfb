#include "meter/kept_runs.h"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "meter/report/result_json.h"
#include "meter/report/saved_run.h"

namespace weir::app {
namespace {

constexpr std::uintmax_t result_bytes_max = std::uintmax_t{1} << 30u;
// A GetRecords call of 10 MB, each byte escaped.
constexpr std::size_t line_bytes_max = 128u << 20u;

bool is_directory(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

std::unexpected<Error> cannot_read(const std::string& path) {
  return fail(ErrorCode::not_found,
              fmt::format("cannot read {}: {}.", path, std::generic_category().message(errno)));
}

// std::getline, but within bounds. False at the end.
Result<bool> next_line(std::istream& file, std::string& line) {
  line.clear();
  while (true) {
    const int next = file.get();
    if (next == std::char_traits<char>::eof()) return !line.empty();
    if (next == '\n') return true;
    if (line.size() == line_bytes_max) return fail(ErrorCode::corrupt, "A line without an end.");
    line += static_cast<char>(next);
  }
}

}  // namespace

Result<meter::RunResult> read_kept_result(const std::string& path) {
  const std::string file_path = is_directory(path) ? meter::saved_result_path(path) : path;
  std::ifstream file(file_path, std::ios::binary);
  if (!file) return cannot_read(file_path);
  std::error_code error;
  const auto size = std::filesystem::file_size(file_path, error);
  if (!error && size > result_bytes_max) {
    return fail(ErrorCode::corrupt, file_path + " is larger than any result: 1 GiB.");
  }
  auto result = meter::read_result_json(std::string(std::istreambuf_iterator<char>(file), {}));
  if (!result) return fail(result.error().code, file_path + ": " + result.error().message);
  return result;
}

Result<void> read_kept_samples(const std::string& path,
                               const std::function<bool(meter::StoredSample)>& visit) {
  const std::string file_path = is_directory(path) ? meter::saved_samples_path(path) : path;
  std::ifstream file(file_path, std::ios::binary);
  if (!file) return cannot_read(file_path);
  std::string line;
  for (std::uint64_t number = 1; TRY(next_line(file, line)); ++number) {
    auto stored = meter::read_stored_sample(line);
    if (!stored) {
      // A run that was killed ends within a line.
      if (file.eof() || file.peek() == std::char_traits<char>::eof()) return {};
      return fail(stored.error().code,
                  fmt::format("{}:{}: {}", file_path, number, stored.error().message));
    }
    stored->number = number;
    if (!visit(*std::move(stored))) break;
  }
  return {};
}

}  // namespace weir::app
