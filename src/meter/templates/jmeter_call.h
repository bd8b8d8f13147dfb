// JmeterCall: one ${__function(…)} of a template while it is compiled.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "meter/templates/parts.h"
#include "meter/templates/variables.h"

namespace weir::meter {

// An argument: constant, or with holes of its own.
class JmeterText {
 public:
  JmeterText() = default;
  explicit JmeterText(Parts parts) : parts_(std::move(parts)) {}

  bool is_constant() const { return parts_.is_constant(); }
  const std::string& constant() const { return parts_.text(); }

  // The text for this rendering, which lives as long as `scratch` and this.
  std::string_view read(RenderContext& context, std::string& scratch) const {
    if (parts_.is_constant()) return parts_.text();
    scratch.clear();
    parts_.render(context, scratch);
    return scratch;
  }

 private:
  Parts parts_;
};

class JmeterCall {
 public:
  JmeterCall(std::vector<Parts> arguments, VariableNames& names)
      : arguments_(std::move(arguments)), names_(names) {}

  VariableNames& names() { return names_; }
  std::size_t size() const { return arguments_.size(); }

  // Null if there is no such argument, it is empty, or it has holes. Without blanks at its ends.
  const std::string* constant(std::size_t index);
  // Takes an argument away; empty if there is none.
  JmeterText take(std::size_t index);

  // A whole number, `otherwise` if it is not there; an error if it has holes or is none.
  std::int64_t whole(std::size_t index, std::string_view name, std::int64_t otherwise);

  // Makes a function also set the variable that argument `index` names, if it is there.
  Filler storing(std::size_t index, Filler filler);

  void fail(std::string message);
  const std::optional<std::string>& error() const { return error_; }

 private:
  std::vector<Parts> arguments_;
  VariableNames& names_;
  std::string trimmed_;
  std::optional<std::string> error_;
};

// A function that makes one text of its first argument.
using Transform = void (*)(std::string_view text, std::string& out);

struct JmeterFunction {
  std::string_view name;
  std::size_t arguments_min;
  std::size_t arguments_max;
  // What is wrong is told to the call; the filler is then not used.
  Filler (*make)(JmeterCall& call);
};

std::span<const JmeterFunction> jmeter_time_functions();
std::span<const JmeterFunction> jmeter_number_functions();
std::span<const JmeterFunction> jmeter_text_functions();
std::span<const JmeterFunction> jmeter_variable_functions();

// Blanks at both ends do not count, as in most of JMeter's parameters.
std::string_view jmeter_trimmed(std::string_view text);
std::optional<std::int64_t> jmeter_number(std::string_view text);

}  // namespace weir::meter
