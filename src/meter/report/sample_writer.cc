#include "meter/report/sample_writer.h"

#include <algorithm>
#include <utility>

namespace weir::meter {
namespace {

constexpr std::size_t write_at_once = 256u << 10;

std::size_t bytes_of_sample(const Sample& sample) {
  std::size_t bytes = sizeof sample + sample.error_code.size() + sample.error_message.size() +
                      sample.url.size() + sample.stream.size();
  for (const Sample::Record& record : sample.details) {
    bytes += sizeof record + record.partition_key.size() + record.data.size() +
             record.shard_id.size() + record.sequence_number.size();
  }
  return bytes;
}

}  // namespace

SampleWriter::SampleWriter(SampleNames names, env::Worker& worker, std::size_t waiting_max)
    : names_(std::move(names)), worker_(worker), waiting_max_(waiting_max) {}

Result<void> SampleWriter::add(std::unique_ptr<env::OutputFile> file, SampleFormat format) {
  TRY(file->append(format.head));
  files_.push_back({.file = std::move(file), .format = std::move(format)});
  files_.back().bytes = files_.back().format.head.size();
  return {};
}

bool SampleWriter::wants_details() const {
  return std::ranges::any_of(files_,
                             [](const OpenFile& file) { return file.format.wants_details; });
}

void SampleWriter::take(const Sample& sample) {
  const std::size_t bytes = bytes_of_sample(sample);
  bool is_first = false;
  {
    const MutexLock lock(mutex_);
    if (waiting_bytes_ + bytes > waiting_max_) {
      ++dropped_;
      return;
    }
    waiting_.push_back(sample);
    waiting_bytes_ += bytes;
    is_first = !std::exchange(is_draining_, true);
  }
  if (is_first) worker_.run([this] { drain(); });
}

void SampleWriter::drain() {
  std::vector<Sample> samples;
  while (true) {
    samples.clear();
    {
      const MutexLock lock(mutex_);
      std::swap(samples, waiting_);
      waiting_bytes_ = 0;
      if (samples.empty()) {
        is_draining_ = false;
        is_idle_.notify_all();
        return;
      }
    }
    for (OpenFile& file : files_) write(samples, file);
  }
}

void SampleWriter::write(const std::vector<Sample>& samples, OpenFile& file) {
  std::string text;
  for (const Sample& sample : samples) {
    const std::size_t before = text.size();
    if (!file.is_full) file.format.append(text, sample, names_);
    if (file.is_full || file.bytes + text.size() > file.format.bytes_max) {
      // Nothing behind it either: a file without gaps is of more use.
      file.is_full = true;
      text.resize(before);
      ++left_out_;
    }
    if (text.size() >= write_at_once) {
      append(file, text);
      text.clear();
    }
  }
  append(file, text);
}

void SampleWriter::append(OpenFile& file, const std::string& text) {
  if (text.empty() || file.has_failed) return;
  file.bytes += text.size();
  auto written = file.file->append(text);
  if (written) return;
  file.has_failed = true;
  if (failure_) failure_ = std::move(written);
}

Result<void> SampleWriter::finish() {
  {
    const MutexLock lock(mutex_);
    while (is_draining_) is_idle_.wait(mutex_);
  }
  for (OpenFile& file : files_) append(file, file.format.foot);
  files_.clear();
  return failure_;
}

std::uint64_t SampleWriter::dropped() const {
  const MutexLock lock(mutex_);
  return dropped_;
}

}  // namespace weir::meter
