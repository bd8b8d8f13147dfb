#include "meter/templates/function_table.h"
#include "meter/templates/generators.h"
#include "meter/words/names.h"

namespace weir::meter {
namespace {

void job_title(FastRandom& random, std::string& out) {
  out += pick(random, words::job_descriptors);
  out += ' ';
  out += pick(random, words::job_areas);
  out += ' ';
  out += pick(random, words::job_types);
}

// (0) is male, (1) female, as in the data generator's locales that tell them apart.
Filler first_name(Arguments& arguments, VariableNames&) {
  const JsonValue* value = arguments.at(0, "gender");
  if (value == nullptr || value->kind != JsonValue::Kind::number) {
    return [](RenderContext& context, std::string& out) { append_first_name(context.random, out); };
  }
  return [gender = value->number == 0 ? Gender::male : Gender::female](RenderContext& context,
                                                                       std::string& out) {
    append_first_name_of(context.random, gender, out);
  };
}

constexpr Function table[] = {
    {"name.firstName", first_name},
    {"name.lastName", plain<append_last_name>},
    {"name.findName", plain<append_full_name>},
    {"name.jobTitle", plain<job_title>},
    {"name.prefix", plain<one_of<words::name_prefixes>>},
    {"name.suffix", plain<one_of<words::name_suffixes>>},
    {"name.title", plain<job_title>},
    {"name.jobDescriptor", plain<one_of<words::job_descriptors>>},
    {"name.jobArea", plain<one_of<words::job_areas>>},
    {"name.jobType", plain<one_of<words::job_types>>},
};

}  // namespace

std::span<const Function> name_functions() { return table; }

void append_first_name_of(FastRandom& random, Gender gender, std::string& out) {
  out += pick(random, gender == Gender::male ? words::male_first_names : words::female_first_names);
}

void append_first_name(FastRandom& random, std::string& out) {
  append_first_name_of(random, random.below(2) == 0 ? Gender::male : Gender::female, out);
}

void append_last_name(FastRandom& random, std::string& out) {
  out += pick(random, words::last_names);
}

// One in nine has a prefix, one in nine a suffix.
void append_full_name(FastRandom& random, std::string& out) {
  const std::uint64_t form = random.below(9);
  if (form == 0) {
    out += pick(random, words::name_prefixes);
    out += ' ';
  }
  append_first_name(random, out);
  out += ' ';
  append_last_name(random, out);
  if (form == 1) {
    out += ' ';
    out += pick(random, words::name_suffixes);
  }
}

}  // namespace weir::meter
