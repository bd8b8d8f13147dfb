#include "log/journal/segment_survey.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "log/journal/segment_scan.h"

namespace weir::log::journal {
namespace {

class Surveyor {
 public:
  Surveyor(env::File& file, const std::string& path, std::uint64_t id, std::uint64_t bytes)
      : file_(file), path_(path), id_(id), bytes_(bytes) {}

  Result<SegmentSurvey> run() {
    TRY(read_own_index());
    TRY(read_header());
    // An index of another generation is what a segment had before it was used again.
    if (survey_.index && survey_.header &&
        survey_.index->footer.generation != survey_.header->generation) {
      survey_.index.reset();
    }
    return std::move(survey_);
  }

 private:
  Result<void> read_own_index() {
    Result<IndexSummary> index = read_index(file_, bytes_);
    if (index) {
      if (index->footer.segment_id == id_) survey_.index = std::move(*index);
      return {};
    }
    if (index.error().code == ErrorCode::unavailable) return std::unexpected(index.error());
    if (bytes_ < 2 * page_bytes) return {};
    std::vector<std::byte> page(page_bytes);
    TRY(file_.read_at(bytes_ - page_bytes, page));
    const std::optional<IndexFooter> footer = decode_index_footer(page);
    // A footer is written as one sector, so it is whole or it is not there.
    const auto beginning = ByteView(page).first(index_footer_bytes);
    const bool is_zero =
        std::ranges::all_of(beginning, [](std::byte each) { return each == std::byte{0}; });
    if (footer) {
      survey_.damaged_index_at = std::min(rows_position(*footer), bytes_);
    } else if (!is_zero) {
      survey_.damaged_index_at = bytes_ - page_bytes;
    }
    return {};
  }

  Result<void> read_header() {
    std::vector<std::byte> page(std::min<std::uint64_t>(page_bytes, bytes_));
    TRY(file_.read_at(0, page));
    survey_.header = decode_segment_header(page);
    if (survey_.header && survey_.header->id == id_) return {};
    survey_.header.reset();
    if (segment_format_version(page) > format_version) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("{} is written in format {}, which a newer Weir made; this one knows "
                              "formats up to {}.",
                              path_, segment_format_version(page), format_version));
    }
    if (survey_.index) {
      survey_.header_damaged = true;
      const IndexFooter& footer = survey_.index->footer;
      survey_.header = SegmentHeader{id_, footer.generation, footer.epoch};
      return {};
    }
    Result<SegmentHeader> guessed = guess_segment_header(file_, id_, bytes_);
    if (!guessed && guessed.error().code == ErrorCode::not_found) return {};
    survey_.header = TRY(std::move(guessed));
    survey_.header_damaged = true;
    return {};
  }

  env::File& file_;
  const std::string& path_;
  const std::uint64_t id_;
  const std::uint64_t bytes_;
  SegmentSurvey survey_;
};

}  // namespace

Result<SegmentSurvey> survey_segment(env::File& file, const std::string& path, std::uint64_t id) {
  const std::uint64_t bytes = TRY(file.size());
  return Surveyor(file, path, id, bytes).run();
}

}  // namespace weir::log::journal
