#include <algorithm>
#include <cctype>

#include "meter/templates/function_table.h"
#include "meter/templates/generators.h"
#include "meter/words/machines.h"

namespace weir::meter {
namespace {

// Some words with underscores between, in lower case.
void append_file_stem(FastRandom& random, std::string& out) {
  const std::size_t begin = out.size();
  append_any_words(random, out);
  for (std::size_t index = begin; index < out.size(); ++index) {
    const char c = out[index];
    const bool is_replaced = c == ' ' || c == ',' || c == '-' || c == '\\' || c == '/';
    out[index] = is_replaced ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
}

void file_name(FastRandom& random, std::string& out) {
  append_file_stem(random, out);
  out += '.';
  out += pick(random, words::file_extensions);
}

Filler common_file_name(Arguments& arguments, VariableNames&) {
  return [extension = arguments.text_at(0, "ext", "")](RenderContext& context, std::string& out) {
    append_file_stem(context.random, out);
    out += '.';
    out += extension.empty() ? pick(context.random, words::common_file_extensions)
                             : std::string_view(extension);
  };
}

void mime_type(FastRandom& random, std::string& out) {
  out += words::media_types[random.below(words::media_types.size())].name;
}

// Each kind of media type alike, however many there are of it.
void file_type(FastRandom& random, std::string& out) {
  static const std::vector<std::string_view> types = [] {
    std::vector<std::string_view> found;
    for (const auto& type : words::media_types) {
      const std::string_view kind = type.name.substr(0, type.name.find('/'));
      if (std::find(found.begin(), found.end(), kind) == found.end()) found.push_back(kind);
    }
    return found;
  }();
  out += pick(random, types);
}

Filler file_extension(Arguments& arguments, VariableNames&) {
  const std::string wanted = arguments.text_at(0, "mimeType", "");
  words::WordList extensions = words::file_extensions;
  for (const auto& type : words::media_types) {
    if (type.name == wanted) extensions = type.extensions;
  }
  return [extensions](RenderContext& context, std::string& out) {
    out += pick(context.random, extensions);
  };
}

void file_path(FastRandom& random, std::string& out) {
  out += pick(random, words::directories);
  out += '/';
  file_name(random, out);
}

void semver(FastRandom& random, std::string& out) { append_symbols(random, "#.#.#", out); }

constexpr Function system_table[] = {
    {"system.fileName", plain<file_name>},
    {"system.commonFileName", common_file_name},
    {"system.mimeType", plain<mime_type>},
    {"system.commonFileType", plain<one_of<words::common_file_types>>},
    {"system.commonFileExt", plain<one_of<words::common_file_extensions>>},
    {"system.fileType", plain<file_type>},
    {"system.fileExt", file_extension},
    {"system.directoryPath", plain<one_of<words::directories>>},
    {"system.filePath", plain<file_path>},
    {"system.semver", plain<semver>},
};

constexpr std::int64_t pixels_max = 100'000;

struct ImageSize {
  std::int64_t width;
  std::int64_t height;
};

ImageSize image_size(Arguments& arguments) {
  return {arguments.integer(0, "width", 640, 1, pixels_max),
          arguments.integer(1, "height", 480, 1, pixels_max)};
}

// image.cats and its like: `index` is that of the category.
template <std::size_t index>
Filler of_category(Arguments& arguments, VariableNames&) {
  const ImageSize size = image_size(arguments);
  return [size, is_randomized = arguments.flag(2, "randomize")](RenderContext& context,
                                                                std::string& out) {
    append_image_url(context.random, size.width, size.height, words::image_categories[index],
                     is_randomized, out);
  };
}

Filler any_image(Arguments& arguments, VariableNames&) {
  const ImageSize size = image_size(arguments);
  return [size, is_randomized = arguments.flag(2, "randomize")](RenderContext& context,
                                                                std::string& out) {
    append_image_url(context.random, size.width, size.height,
                     pick(context.random, words::image_categories), is_randomized, out);
  };
}

Filler image_url(Arguments& arguments, VariableNames&) {
  const ImageSize size = image_size(arguments);
  return
      [size, category = arguments.text_at(2, "category", ""),
       is_randomized = arguments.flag(3, "randomize")](RenderContext& context, std::string& out) {
        append_image_url(context.random, size.width, size.height, category, is_randomized, out);
      };
}

// In the order of words::image_categories.
constexpr Function image_table[] = {
    {"image.image", any_image},          {"image.avatar", plain<append_avatar>},
    {"image.imageUrl", image_url},       {"image.abstract", of_category<0>},
    {"image.animals", of_category<1>},   {"image.business", of_category<2>},
    {"image.cats", of_category<3>},      {"image.city", of_category<4>},
    {"image.food", of_category<5>},      {"image.nightlife", of_category<6>},
    {"image.fashion", of_category<7>},   {"image.people", of_category<8>},
    {"image.nature", of_category<9>},    {"image.sports", of_category<10>},
    {"image.technics", of_category<11>}, {"image.transport", of_category<12>},
};

}  // namespace

std::span<const Function> system_functions() { return system_table; }
std::span<const Function> image_functions() { return image_table; }

void append_image_url(FastRandom& random, std::int64_t width, std::int64_t height,
                      std::string_view category, bool is_randomized, std::string& out) {
  out += "http://lorempixel.com/";
  append_integer(width, out);
  out += '/';
  append_integer(height, out);
  if (!category.empty()) {
    out += '/';
    out += category;
  }
  if (is_randomized) {
    out += '?';
    append_integer(random.between(0, 99'999), out);
  }
}

}  // namespace weir::meter
