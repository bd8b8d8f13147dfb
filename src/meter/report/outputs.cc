#include "meter/report/outputs.h"

#include <fmt/format.h>

#include <functional>
#include <utility>

#include "env/output_file.h"
#include "env/thread_worker.h"
#include "meter/report/hgrm.h"
#include "meter/report/html_report.h"
#include "meter/report/jtl.h"
#include "meter/report/junit.h"
#include "meter/report/plan_summary.h"
#include "meter/report/quantities.h"
#include "meter/report/result_json.h"
#include "meter/report/sample_writer.h"
#include "meter/report/saved_run.h"
#include "meter/report/stored_sample.h"
#include "meter/report/summary.h"

namespace weir::meter {
namespace {

// Text files are for terminals of this width.
constexpr std::size_t summary_columns = 120;

void store_sample(std::string& out, const Sample& sample, const SampleNames& names) {
  append_stored_sample(out, sample, names);
}

const SampleFormat stored_format{.head = "",
                                 .append = store_sample,
                                 .foot = "",
                                 .wants_details = true,
                                 .bytes_max = saved_samples_bytes_max};

SampleFormat jtl_format(const std::string& path) {
  if (path.ends_with(".xml")) {
    return {.head = jtl_xml_head(),
            .append = append_jtl_xml,
            .foot = jtl_xml_foot(),
            .wants_details = true};
  }
  return {.head = jtl_csv_head(), .append = append_jtl_csv, .foot = "", .wants_details = false};
}

using Make = std::function<std::string(const RunResult&, const std::vector<Verdict>&)>;

class FileOutputs final : public Outputs {
 public:
  FileOutputs(const Plan& plan, SampleNames names)
      : plan_(plan_summary(plan)), writer_(std::move(names), worker_), worker_(1) {}

  Result<void> open(const OutputPaths& paths) {
    if (!paths.jtl.empty()) TRY(open_samples(paths.jtl, jtl_format(paths.jtl)));
    TRY(open_report(paths.json, result_json));
    TRY(open_report(paths.hgrm, [](const RunResult& result, const auto&) {
      return hgrm_text(result.total().latency, 1e6);
    }));
    TRY(open_report(paths.junit, junit_xml));
    TRY(open_report(paths.html, [this](const RunResult& result, const auto& verdicts) {
      return html_report(result, verdicts, plan_);
    }));
    if (!paths.save.empty()) TRY(open_saved(paths.save));
    return {};
  }

  SampleSink* samples() override { return writer_.has_files() ? &writer_ : nullptr; }

  Result<std::vector<std::string>> finish(const RunResult& result,
                                          const std::vector<Verdict>& verdicts) override {
    Result<void> first_failure = writer_.finish();
    std::vector<std::string> lines;
    lines.reserve(paths_.size() + 1);
    for (Report& report : reports_) {
      auto written = report.file->append(report.make(result, verdicts));
      if (!written && first_failure) first_failure = std::move(written);
      report.file.reset();
    }
    if (!first_failure) return std::unexpected(first_failure.error());
    for (const std::string& path : paths_) lines.push_back("Wrote " + path);
    if (writer_.dropped() > 0) {
      lines.push_back(
          fmt::format("{} samples came faster than they could be written and are not in "
                      "the files; all counts and times have them.",
                      count_text(writer_.dropped())));
    }
    if (writer_.left_out() > 0) {
      lines.push_back(
          fmt::format("The last {} samples are not kept: there are 2 GB of them already.",
                      count_text(writer_.left_out())));
    }
    return lines;
  }

 private:
  struct Report {
    std::unique_ptr<env::OutputFile> file;
    Make make;
  };

  Result<void> open_samples(const std::string& path, SampleFormat format) {
    auto file = TRY(env::open_output_file(path));
    TRY(writer_.add(std::move(file), std::move(format)));
    paths_.push_back(path);
    return {};
  }

  Result<void> open_report(const std::string& path, Make make, bool is_told = true) {
    if (path.empty()) return {};
    auto file = TRY(env::open_output_file(path));
    reports_.push_back({std::move(file), std::move(make)});
    if (is_told) paths_.push_back(path);
    return {};
  }

  Result<void> open_saved(const std::string& directory) {
    if (env::file_has_content(saved_result_path(directory))) {
      return fail(ErrorCode::invalid_argument,
                  directory + " holds a run already; name another directory, or remove it.");
    }
    TRY(env::make_output_directory(directory));
    auto file = TRY(env::open_output_file(saved_samples_path(directory)));
    TRY(writer_.add(std::move(file), stored_format));
    TRY(open_report(saved_result_path(directory), result_json, false));
    TRY(open_report(
        directory + "/summary.txt",
        [](const RunResult& result, const std::vector<Verdict>& verdicts) {
          return summary_text(result, verdicts, summary_columns);
        },
        false));
    TRY(open_report(
        directory + "/report.html",
        [this](const RunResult& result, const std::vector<Verdict>& verdicts) {
          return html_report(result, verdicts, plan_);
        },
        false));
    paths_.push_back(directory);
    return {};
  }

  const std::vector<PlanLine> plan_;
  std::vector<Report> reports_;
  std::vector<std::string> paths_;
  SampleWriter writer_;
  env::ThreadWorker worker_;  // Ends first, and with it whatever it does with the writer.
};

}  // namespace

Result<std::unique_ptr<Outputs>> Outputs::open(const OutputPaths& paths, const Plan& plan,
                                               SampleNames names) {
  auto outputs = std::make_unique<FileOutputs>(plan, std::move(names));
  TRY(outputs->open(paths));
  return outputs;
}

}  // namespace weir::meter
