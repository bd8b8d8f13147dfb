#include "env/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "env/disk_error.h"
#include "env/file_descriptor.h"

namespace weir::env {
namespace {

std::unexpected<Error> cannot_be_written(const std::string& path, int code) {
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} cannot be written: {}.", path,
                          std::error_code(code, std::generic_category()).message()));
}

class RealOutputFile final : public OutputFile {
 public:
  RealOutputFile(FileDescriptor file, std::string path)
      : file_(std::move(file)), path_(std::move(path)) {}

  Result<void> append(std::string_view text) override {
    while (!text.empty()) {
      const ssize_t count = ::write(file_.number(), text.data(), text.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return disk_error("write", path_, errno);
      text.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
  }

 private:
  FileDescriptor file_;
  std::string path_;
};

}  // namespace

Result<std::unique_ptr<OutputFile>> open_output_file(const std::string& path) {
  FileDescriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666));
  if (file.number() < 0) return cannot_be_written(path, errno);
  return std::make_unique<RealOutputFile>(std::move(file), path);
}

Result<void> make_output_directory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return cannot_be_written(path, error.value());
  return {};
}

bool file_has_content(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return !error && size > 0;
}

}  // namespace weir::env
