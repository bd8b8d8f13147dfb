#include "meter/data/partition_keys.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "meter/data/json_field.h"
#include "meter/data/zipf.h"
#include "meter/plan/template_position.h"
#include "meter/templates/filler.h"
#include "meter/templates/generators.h"

namespace weir::meter {
namespace {

using Made = std::expected<PartitionKeys, PlanError>;

constexpr std::uint64_t zipf_keys_max = std::uint64_t{1} << 53u;
constexpr std::size_t random_key_digits = 16;

PartitionKeys random_keys() {
  return [](const KeyContext& context, std::string& out) -> Result<void> {
    append_hex(context.render.random, random_key_digits, out);
    return {};
  };
}

// One overload for each kind.
struct KeyMaker {
  const Position& at;
  VariableNames& names;

  Made operator()(const TemplateText& text) const {
    auto key = TRY(compile_in_plan(text, names));
    return [key = std::move(key)](const KeyContext& context, std::string& out) -> Result<void> {
      key.render(context.render, out);
      return {};
    };
  }

  Made operator()(const RandomKey&) const { return random_keys(); }
  // The sender puts an explicit hash key beside it, which alone counts.
  Made operator()(const EachShardInTurn&) const { return random_keys(); }

  Made operator()(const UuidKey&) const {
    return [](const KeyContext& context, std::string& out) -> Result<void> {
      append_uuid(context.render.random, out);
      return {};
    };
  }

  Made operator()(const ZipfKey& plan) const {
    const bool is_usable = plan.keys >= 1 && plan.keys <= zipf_keys_max &&
                           std::isfinite(plan.exponent) && plan.exponent >= 0;
    if (!is_usable) {
      return std::unexpected(PlanError{
          at, fmt::format("A zipf distribution of {} keys with the exponent {} is not possible.",
                          plan.keys, plan.exponent)});
    }
    return [zipf = Zipf(plan.keys, plan.exponent)](const KeyContext& context,
                                                   std::string& out) -> Result<void> {
      append_integer(static_cast<std::int64_t>(zipf.draw(context.render.random)), out);
      return {};
    };
  }

  Made operator()(const HotKey& plan) const {
    if (!(plan.share >= 0 && plan.share <= 1)) {
      return std::unexpected(
          PlanError{at, fmt::format("The hot key's share is {}; 0 to 1 are allowed.", plan.share)});
    }
    return [share = plan.share](const KeyContext& context, std::string& out) -> Result<void> {
      if (context.render.random.unit() < share) {
        out += "hot";
      } else {
        append_hex(context.render.random, random_key_digits, out);
      }
      return {};
    };
  }

  Made operator()(const FieldKey& plan) const {
    if (plan.path.empty()) {
      return std::unexpected(PlanError{at, "The partition key's field has no name."});
    }
    return [path = plan.path](const KeyContext& context, std::string& out) -> Result<void> {
      if (append_json_field(context.data, path, context.scratch, out)) return {};
      return fail(ErrorCode::invalid_argument,
                  fmt::format("A record has no field \"{}\" to be its partition key: {}", path,
                              context.data.substr(0, 200)));
    };
  }
};

}  // namespace

Made make_partition_keys(const PartitionKey& plan, const Position& at, VariableNames& names) {
  return std::visit(KeyMaker{at, names}, plan);
}

std::expected<Template, PlanError> compile_in_plan(const TemplateText& text, VariableNames& names) {
  auto compiled = Template::compile(text.text, text.language, names);
  if (compiled) return *std::move(compiled);
  return std::unexpected(
      PlanError{position_in(text, compiled.error().offset), std::move(compiled).error().message});
}

}  // namespace weir::meter
