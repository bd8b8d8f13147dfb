#include "meter/data/csv_row.h"

namespace weir::meter {
namespace {

void split(std::string_view line, std::string_view delimiter, CsvRow& row) {
  while (true) {
    const std::size_t end = line.find(delimiter);
    row.add() = line.substr(0, end);
    if (end == line.npos) return;
    line.remove_prefix(end + delimiter.size());
  }
}

// Reads the fields of a line in which quotes mean something, and of the lines behind it for as long
// as a quote is open.
class QuotedReader {
 public:
  QuotedReader(LineReader& reader, const CsvForm& form, std::string& line, CsvRow& row)
      : reader_(reader), delimiter_(form.delimiter), line_(line), row_(row) {}

  Result<void> read() {
    while (true) {
      TRY(field(row_.add()));
      if (at_ >= line_.size()) return {};
      at_ += delimiter_.size();
      if (at_ == line_.size()) {
        row_.add();
        return {};
      }
    }
  }

 private:
  // Up to a delimiter or the end of the line.
  Result<void> field(std::string& into) {
    if (rest().starts_with('"')) {
      ++at_;
      TRY(quoted(into));
    }
    const std::size_t end = std::min(line_.find(delimiter_, at_), line_.size());
    into.append(line_, at_, end - at_);
    at_ = end;
    return {};
  }

  // Behind the opening quote; leaves the reader behind the closing one.
  Result<void> quoted(std::string& into) {
    while (true) {
      const std::size_t quote = line_.find('"', at_);
      if (quote == line_.npos) {
        into.append(line_, at_);
        into += '\n';
        if (into.size() > LineReader::line_bytes_max || !TRY(reader_.next(line_))) {
          return fail(ErrorCode::invalid_argument, "A quote is not closed.");
        }
        at_ = 0;
        continue;
      }
      into.append(line_, at_, quote - at_);
      at_ = quote + 1;
      if (!rest().starts_with('"')) return {};
      into += '"';
      ++at_;
    }
  }

  std::string_view rest() const { return std::string_view(line_).substr(at_); }

  LineReader& reader_;
  const std::string& delimiter_;
  std::string& line_;
  CsvRow& row_;
  std::size_t at_ = 0;
};

}  // namespace

Result<bool> read_csv_row(LineReader& reader, const CsvForm& form, std::string& line, CsvRow& row) {
  row.clear();
  if (!TRY(reader.next(line))) return false;
  if (form.is_quoted) {
    TRY(QuotedReader(reader, form, line, row).read());
  } else {
    split(line, form.delimiter, row);
  }
  return true;
}

std::string csv_delimiter(std::string_view text) {
  if (text == "\\t") return "\t";
  return text.empty() ? "," : std::string(text);
}

}  // namespace weir::meter
