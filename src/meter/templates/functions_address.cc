#include <cmath>
#include <numbers>

#include "meter/templates/function_table.h"
#include "meter/templates/generators.h"
#include "meter/words/places.h"

namespace weir::meter {
namespace {

// Ten-thousandths of a degree, always with four digits behind the point.
void append_degrees(std::int64_t ten_thousandths, std::string& out) {
  if (ten_thousandths < 0) out += '-';
  const std::int64_t magnitude = ten_thousandths < 0 ? -ten_thousandths : ten_thousandths;
  append_integer(magnitude / 10'000, out);
  out += '.';
  const std::string digits = std::to_string(10'000 + magnitude % 10'000);
  out.append(digits, 1);
}

Filler zip_code(Arguments& arguments, VariableNames&) {
  std::string format = arguments.text().value_or("");
  return [format = std::move(format)](RenderContext& context, std::string& out) {
    if (format.empty()) return append_zip_code(context.random, out);
    append_symbols(context.random, format, out);
  };
}

Filler city(Arguments& arguments, VariableNames&) {
  std::int64_t form = -1;
  if (const JsonValue* value = arguments.value(); value != nullptr && number_of(*value)) {
    form = static_cast<std::int64_t>(*number_of(*value));
    if (form < 0 || form > 3) arguments.fail("its format is a number from 0 to 3");
  }
  return
      [form](RenderContext& context, std::string& out) { append_city(context.random, form, out); };
}

Filler street_address(Arguments& arguments, VariableNames&) {
  return [is_full = arguments.flag(0, "useFullAddress")](RenderContext& context, std::string& out) {
    append_street_address(context.random, is_full, out);
  };
}

// A place within `radius` of `coordinate`; anywhere without one.
Filler nearby_gps_coordinate(Arguments& arguments, VariableNames&) {
  const JsonValue* value = arguments.value();
  const JsonValue* named = value != nullptr ? value->member("coordinate") : nullptr;
  const JsonValue* coordinate = named != nullptr ? named : value;
  if (coordinate == nullptr) {
    return [](RenderContext& context, std::string& out) {
      append_latitude(context.random, out);
      out += ',';
      append_longitude(context.random, out);
    };
  }
  const auto& items = coordinate->items;
  const auto latitude = items.size() == 2 ? number_of(items[0]) : std::nullopt;
  const auto longitude = items.size() == 2 ? number_of(items[1]) : std::nullopt;
  if (!latitude || !longitude || std::abs(*latitude) > 90 || std::abs(*longitude) > 180) {
    arguments.fail("it takes latitude and longitude: [52.5,13.4]");
    return {};
  }
  // As in the data generator, 10 miles if nothing is said.
  const bool has_names = named != nullptr;
  const auto radius = static_cast<double>(has_names ? arguments.integer(1, "radius", 10, 1, 20'000)
                                                    : std::int64_t{10});
  const bool is_metric = has_names && arguments.flag(2, "isMetric");
  const double degrees = radius / (is_metric ? 111.195 : 69.093);
  return [degrees, latitude = *latitude, longitude = *longitude](RenderContext& context,
                                                                 std::string& out) {
    // The square root spreads the places evenly over the circle.
    const double distance = degrees * std::sqrt(context.random.unit());
    const double angle = 2 * std::numbers::pi * context.random.unit();
    const double narrowing = std::max(0.01, std::cos(latitude * std::numbers::pi / 180));
    const double north = std::clamp(latitude + distance * std::cos(angle), -90.0, 90.0);
    const double east = std::remainder(longitude + distance * std::sin(angle) / narrowing, 360.0);
    append_degrees(std::lround(north * 10'000), out);
    out += ',';
    append_degrees(std::lround(east * 10'000), out);
  };
}

constexpr Function table[] = {
    {"address.zipCode", zip_code},
    {"address.city", city},
    {"address.cityPrefix", plain<one_of<words::city_prefixes>>},
    {"address.citySuffix", plain<one_of<words::city_suffixes>>},
    {"address.streetName", plain<append_street_name>},
    {"address.streetAddress", street_address},
    {"address.streetSuffix", plain<one_of<words::street_suffixes>>},
    {"address.streetPrefix", plain<one_of<words::street_prefixes>>},
    {"address.secondaryAddress", plain<append_secondary_address>},
    {"address.county", plain<one_of<words::counties>>},
    {"address.country", plain<one_of<words::countries>>},
    {"address.countryCode", plain<one_of<words::country_codes>>},
    {"address.state", plain<one_of<words::states>>},
    {"address.stateAbbr", plain<one_of<words::state_abbreviations>>},
    {"address.latitude", plain<append_latitude>},
    {"address.longitude", plain<append_longitude>},
    {"address.nearbyGPSCoordinate", nearby_gps_coordinate},
};

}  // namespace

std::span<const Function> address_functions() { return table; }

void append_zip_code(FastRandom& random, std::string& out) {
  append_symbols(random, random.below(2) == 0 ? "#####" : "#####-####", out);
}

void append_city(FastRandom& random, std::int64_t form, std::string& out) {
  if (form < 0) form = random.between(0, 3);
  if (form < 2) {
    out += pick(random, words::city_prefixes);
    out += ' ';
  }
  if (form == 3) {
    append_last_name(random, out);
  } else {
    append_first_name(random, out);
  }
  if (form != 1) out += pick(random, words::city_suffixes);
}

void append_street_name(FastRandom& random, std::string& out) {
  if (random.below(2) == 0) {
    append_last_name(random, out);
  } else {
    append_first_name(random, out);
  }
  out += ' ';
  out += pick(random, words::street_suffixes);
}

void append_street_address(FastRandom& random, bool is_full, std::string& out) {
  static constexpr std::string_view digits = "#####";
  append_symbols(random, digits.substr(random.below(3)), out);
  out += ' ';
  append_street_name(random, out);
  if (is_full) {
    out += ' ';
    append_secondary_address(random, out);
  }
}

void append_secondary_address(FastRandom& random, std::string& out) {
  append_symbols(random, random.below(2) == 0 ? "Apt. ###" : "Suite ###", out);
}

void append_latitude(FastRandom& random, std::string& out) {
  append_degrees(random.between(-900'000, 900'000), out);
}

void append_longitude(FastRandom& random, std::string& out) {
  append_degrees(random.between(-1'800'000, 1'800'000), out);
}

}  // namespace weir::meter
