// Exposition: a page of metrics as Prometheus reads it, in its own text format or OpenMetrics.
//
// Sources: https://prometheus.io/docs/instrumenting/exposition_formats/,
// https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::metrics {

enum class ExpositionFormat : std::uint8_t { text, open_metrics };

// What the header Accept asks for: OpenMetrics where it is named, else text.
ExpositionFormat format_asked_for(std::string_view accept);
std::string_view content_type(ExpositionFormat format);

enum class FamilyType : std::uint8_t { counter, gauge, summary, histogram };

using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

class Exposition {
 public:
  explicit Exposition(ExpositionFormat format) : format_(format) {}

  // Begins a family; its samples follow. A counter's name ends in "_total".
  void family(std::string_view name, FamilyType type, std::string_view help);
  // A sample of the family, whose name it has with `suffix` behind: "_sum", "_bucket".
  void sample(const Labels& labels, double value, std::string_view suffix = {});

  // The whole page.
  std::string finish();

 private:
  const ExpositionFormat format_;
  std::string name_;
  std::string page_;
};

}  // namespace weir::metrics
