// SampleWriter: writes samples to files in the background, so that no loop ever waits for a disk.
//
// Memory is bounded: samples that come while too many wait are dropped and counted.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "env/output_file.h"
#include "env/worker.h"
#include "meter/report/outputs.h"
#include "meter/results/sample.h"

namespace weir::meter {

// How a kind of file takes samples.
struct SampleFormat {
  std::string head;
  void (*append)(std::string& out, const Sample& sample, const SampleNames& names);
  std::string foot;
  bool wants_details = false;
  std::uint64_t bytes_max = UINT64_MAX;  // Samples that would grow the file beyond are left out.
};

class SampleWriter final : public SampleSink {
 public:
  static constexpr std::size_t waiting_bytes_max = 64u << 20;

  // `worker` must run tasks one after another.
  SampleWriter(SampleNames names, env::Worker& worker, std::size_t waiting_max = waiting_bytes_max);

  // Before the first sample. The file's head is written at once, so that an error shows then.
  Result<void> add(std::unique_ptr<env::OutputFile> file, SampleFormat format);

  bool has_files() const { return !files_.empty(); }
  bool wants_details() const override;
  void take(const Sample& sample) override;

  // Waits until all samples are written, and ends the files. Blocks. Errors: of the first write
  // that failed; what came after it is missing in that file.
  Result<void> finish();

  // Samples that came too fast, and those that a full file left out. After finish().
  std::uint64_t dropped() const;
  std::uint64_t left_out() const { return left_out_; }

 private:
  struct OpenFile {
    std::unique_ptr<env::OutputFile> file;
    SampleFormat format;
    std::uint64_t bytes = 0;
    bool is_full = false;
    bool has_failed = false;
  };

  void drain();
  void write(const std::vector<Sample>& samples, OpenFile& file);
  void append(OpenFile& file, const std::string& text);

  const SampleNames names_;
  env::Worker& worker_;
  const std::size_t waiting_max_;
  std::vector<OpenFile> files_;  // The worker's, once samples come.
  std::uint64_t left_out_ = 0;
  Result<void> failure_;

  mutable Mutex mutex_;
  Condition is_idle_;
  std::vector<Sample> waiting_ GUARDED_BY(mutex_);
  std::size_t waiting_bytes_ GUARDED_BY(mutex_) = 0;
  bool is_draining_ GUARDED_BY(mutex_) = false;
  std::uint64_t dropped_ GUARDED_BY(mutex_) = 0;
};

}  // namespace weir::meter
