#include "meter/templates/template.h"

#include <utility>

#include "base/result.h"
#include "meter/templates/data_generator.h"
#include "meter/templates/jmeter.h"
#include "meter/templates/parts.h"

namespace weir::meter {
namespace {

std::expected<Parts, TemplateError> compile_parts(std::string_view text, Language language,
                                                  VariableNames& names) {
  switch (language) {
    case Language::data_generator:
      return compile_data_generator(text, names);
    case Language::jmeter:
      return compile_jmeter(text, names);
    case Language::literal:
      break;
  }
  Parts parts;
  parts.add_text(text);
  return parts;
}

}  // namespace

struct Template::Program {
  Parts parts;
};

Template::Template() : program_(std::make_shared<const Program>()) {}
Template::Template(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
Template::~Template() = default;
Template::Template(const Template&) = default;
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(const Template&) = default;
Template& Template::operator=(Template&&) noexcept = default;

std::expected<Template, TemplateError> Template::compile(std::string_view text, Language language,
                                                         VariableNames& names) {
  auto program = std::make_shared<Program>();
  program->parts = TRY(compile_parts(text, language, names));
  return Template(std::move(program));
}

void Template::render(RenderContext& context, std::string& out) const {
  program_->parts.render(context, out);
}

bool Template::is_constant() const { return program_->parts.is_constant(); }

}  // namespace weir::meter
