#include "log/journal/data_directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "log/journal/segment_format.h"

namespace weir::log::journal {
namespace {

constexpr std::string_view suffix = ".segment";
constexpr std::string_view unfinished_suffix = ".segment.new";
constexpr std::size_t id_digits = 16;
constexpr std::string_view lock_name = "lock";
constexpr std::string_view format_name = "FORMAT";
constexpr std::string_view format_text = "weir journal format ";

Result<std::string> read_text(env::FileSystem& files, const std::string& path) {
  const std::unique_ptr<env::File> file = TRY(files.open(path));
  const std::uint64_t size = TRY(file->size());
  std::string text(std::min<std::uint64_t>(size, 100), '\0');
  TRY(file->read_at(0, std::as_writable_bytes(std::span(text))));
  return text;
}

Result<void> check_text(const std::string& directory, std::string_view text) {
  std::uint32_t version = 0;
  if (text.starts_with(format_text)) {
    text.remove_prefix(format_text.size());
    std::from_chars(text.data(), text.data() + text.size(), version);
  }
  if (version == format_version) return {};
  if (version > format_version) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} is written in format {}, which a newer Weir made; this one knows "
                            "formats up to {}.",
                            directory, version, format_version));
  }
  return fail(ErrorCode::invalid_argument,
              fmt::format("{}/{} does not tell the format of a data directory; is {} one?",
                          directory, format_name, directory));
}

Result<void> write_format(env::FileSystem& files, const std::string& directory) {
  const std::string path = fmt::format("{}/{}", directory, format_name);
  const std::string unfinished = path + ".new";
  Result<void> leftover = files.remove(unfinished);
  if (!leftover && leftover.error().code != ErrorCode::not_found) return leftover;
  {
    const std::unique_ptr<env::File> file = TRY(files.create(unfinished));
    TRY(file->write_at(0, bytes_of(fmt::format("{}{}\n", format_text, format_version))));
    TRY(file->sync());
  }
  TRY(files.rename(unfinished, path));
  return files.sync_directory(directory);
}

}  // namespace

std::string segment_path(const std::string& directory, std::uint64_t id) {
  return fmt::format("{}/{:016x}{}", directory, id, suffix);
}

std::string recycled_path(const std::string& directory) { return directory + "/recycled"; }

std::optional<std::uint64_t> segment_id_of(const std::string& name) {
  if (name.size() != id_digits + suffix.size() || !name.ends_with(suffix)) return {};
  std::uint64_t id = 0;
  const char* end = name.data() + id_digits;
  const auto [at, error] = std::from_chars(name.data(), end, id, 16);
  if (error != std::errc() || at != end) return {};
  return id;
}

bool is_unfinished(const std::string& name) { return name.ends_with(unfinished_suffix); }

Result<std::unique_ptr<env::File>> lock_directory(env::FileSystem& files,
                                                  const std::string& directory) {
  TRY(files.create_directories(directory));
  Result<std::unique_ptr<env::File>> lock = files.lock(fmt::format("{}/{}", directory, lock_name));
  if (!lock && lock.error().code == ErrorCode::in_use) {
    return fail(ErrorCode::in_use,
                fmt::format("Another process uses the data directory {}.", directory));
  }
  return lock;
}

Result<std::unique_ptr<env::File>> lock_for_reading(env::FileSystem& files,
                                                    const std::string& directory) {
  const Result<std::vector<std::string>> names = files.list(directory);
  if (!names && names.error().code == ErrorCode::not_found) {
    return fail(ErrorCode::not_found, fmt::format("There is no directory {}.", directory));
  }
  if (!names) return std::unexpected(names.error());
  if (std::ranges::find(*names, lock_name) == names->end()) return nullptr;
  Result<std::unique_ptr<env::File>> lock = files.lock(fmt::format("{}/{}", directory, lock_name));
  if (!lock && lock.error().code == ErrorCode::in_use) {
    return fail(ErrorCode::in_use, fmt::format("A server has {} open; stop it first.", directory));
  }
  return lock;
}

Result<void> check_format(env::FileSystem& files, const std::string& directory, bool may_write) {
  const Result<std::string> text = read_text(files, fmt::format("{}/{}", directory, format_name));
  if (text) return check_text(directory, *text);
  if (text.error().code != ErrorCode::not_found) return std::unexpected(text.error());
  const std::vector<std::string> names = TRY(files.list(directory));
  if (std::ranges::any_of(names,
                          [](const auto& each) { return segment_id_of(each).has_value(); })) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} holds segments but no {} file; restore it, or use another "
                            "directory.",
                            directory, format_name));
  }
  if (!may_write) {
    return fail(ErrorCode::not_found, fmt::format("{} is not a data directory.", directory));
  }
  return write_format(files, directory);
}

}  // namespace weir::log::journal
