#include "meter/data/csv_source.h"

#include <fmt/format.h>

#include <utility>

namespace weir::meter {
namespace {

constexpr std::string_view end_of_file = "<EOF>";
// Spreadsheet programs put it before UTF-8.
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::string_view without_mark(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return text;
}

}  // namespace

CsvSource::CsvSource(std::shared_ptr<env::File> file, const CsvDataSet& plan)
    : file_(file),
      plan_(plan),
      form_{.delimiter = csv_delimiter(plan.delimiter), .is_quoted = plan.is_quoted},
      shared_(std::move(file)) {}

Result<std::unique_ptr<CsvSource>> CsvSource::open(env::FileSystem& files, const CsvDataSet& plan,
                                                   VariableNames& names) {
  std::shared_ptr<env::File> file = TRY(files.open_to_read(plan.path));
  std::unique_ptr<CsvSource> source(new CsvSource(file, plan));
  CsvPlace first(file);
  bool has_rows = TRY(read_csv_row(first.reader, source->form_, first.line, first.row));
  if (plan.names.empty()) {
    for (std::size_t index = 0; index < first.row.size(); ++index) {
      const std::string& name = first.row[index];
      source->slots_.push_back(names.slot(index == 0 ? without_mark(name) : name));
    }
  }
  for (const std::string& name : plan.names) source->slots_.push_back(names.slot(name));
  if (has_rows && source->has_heading()) {
    has_rows = TRY(read_csv_row(first.reader, source->form_, first.line, first.row));
  }
  if (!has_rows) {
    return fail(ErrorCode::invalid_argument, fmt::format("The file {} has no rows.", plan.path));
  }
  return source;
}

std::unique_ptr<CsvPlace> CsvSource::own_place() const {
  return plan_.is_per_thread ? std::make_unique<CsvPlace>(file_) : nullptr;
}

Result<bool> CsvSource::next_row(CsvPlace& place) const {
  if (place.is_at_begin) {
    place.is_at_begin = false;
    const bool has_first =
        !has_heading() || TRY(read_csv_row(place.reader, form_, place.line, place.row));
    if (!has_first) return false;
    const bool has_row = TRY(read_csv_row(place.reader, form_, place.line, place.row));
    return has_row;
  }
  return read_csv_row(place.reader, form_, place.line, place.row);
}

Result<bool> CsvSource::advance_at(CsvPlace& place, Variables& variables) const {
  bool has_row = TRY(next_row(place));
  if (!has_row && plan_.is_repeated) {
    place.reader.rewind();
    place.is_at_begin = true;
    has_row = TRY(next_row(place));
  }
  if (!has_row) {
    if (plan_.stops_thread) return false;
    for (const Slot slot : slots_) variables.set(slot, end_of_file);
    return true;
  }
  const std::size_t count = std::min(slots_.size(), place.row.size());
  for (std::size_t index = 0; index < count; ++index) {
    const std::string_view field = place.row[index];
    variables.set(slots_[index], index == 0 ? without_mark(field) : field);
  }
  return true;
}

Result<bool> CsvSource::advance(CsvPlace* own, Variables& variables) {
  if (own != nullptr) return advance_at(*own, variables);
  const MutexLock lock(mutex_);
  return advance_at(shared_, variables);
}

}  // namespace weir::meter
