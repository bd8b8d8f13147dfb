#include "graph/canvas.h"

#include <agg_conv_stroke.h>
#include <agg_gsv_text.h>
#include <agg_path_storage.h>
#include <agg_pixfmt_rgb.h>
#include <agg_rasterizer_scanline_aa.h>
#include <agg_renderer_base.h>
#include <agg_renderer_scanline.h>
#include <agg_rendering_buffer.h>
#include <agg_scanline_u.h>

#include <cstddef>

#include "codec/png.h"

namespace weir::graph {
namespace {

constexpr std::size_t dot_bytes = 3;
constexpr double stroke_per_height = 0.11;

// The font's letters are those of ASCII.
std::string drawable(std::string_view text) {
  std::string letters;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte >= 0x20 && byte < 0x7f) {
      letters += character;
    } else if (byte < 0x80 || byte >= 0xc0) {  // Not one of the bytes that go on a letter.
      letters += '?';
    }
  }
  return letters;
}

void lay_out(agg::gsv_text& text, const std::string& letters, double height) {
  text.flip(true);
  text.size(height);
  text.text(letters.c_str());
}

agg::path_storage path_of(const std::vector<Point>& points) {
  agg::path_storage path;
  for (std::size_t index = 0; index < points.size(); ++index) {
    if (index == 0) {
      path.move_to(points[index].x, points[index].y);
    } else {
      path.line_to(points[index].x, points[index].y);
    }
  }
  return path;
}

// What is drawn on for the time of one call.
class Brush {
 public:
  Brush(std::vector<std::uint8_t>& dots, std::uint32_t width, std::uint32_t height)
      : buffer_(dots.data(), width, height, static_cast<int>(width * dot_bytes)),
        format_(buffer_),
        base_(format_) {}

  void fill(auto& path, Color color) {
    agg::rasterizer_scanline_aa<> rasterizer;
    // What is far outside costs nothing.
    rasterizer.clip_box(0, 0, base_.width(), base_.height());
    rasterizer.add_path(path);
    agg::scanline_u8 scanline;
    agg::render_scanlines_aa_solid(rasterizer, scanline, base_,
                                   agg::rgba8(color.red, color.green, color.blue, color.alpha));
  }

  void stroke(auto& path, Color color, double thickness) {
    agg::conv_stroke stroke(path);
    stroke.width(thickness);
    stroke.line_join(agg::round_join);
    stroke.line_cap(agg::round_cap);
    fill(stroke, color);
  }

 private:
  agg::rendering_buffer buffer_;
  agg::pixfmt_rgb24 format_;
  agg::renderer_base<agg::pixfmt_rgb24> base_;
};

}  // namespace

Canvas::Canvas(std::uint32_t width, std::uint32_t height, Color background)
    : width_(width), height_(height) {
  dots_.reserve(std::size_t{width} * height * dot_bytes);
  for (std::size_t dot = 0; dot < std::size_t{width} * height; ++dot) {
    dots_.insert(dots_.end(), {background.red, background.green, background.blue});
  }
}

Color Canvas::at(std::uint32_t x, std::uint32_t y) const {
  const std::size_t dot = (std::size_t{y} * width_ + x) * dot_bytes;
  return {.red = dots_.at(dot), .green = dots_.at(dot + 1), .blue = dots_.at(dot + 2)};
}

void Canvas::rectangle(Point upper_left, Point lower_right, Color color) {
  area({upper_left, {lower_right.x, upper_left.y}, lower_right, {upper_left.x, lower_right.y}},
       color);
}

void Canvas::line(const std::vector<Point>& points, Color color, double thickness) {
  agg::path_storage path = path_of(points);
  Brush(dots_, width_, height_).stroke(path, color, thickness);
}

void Canvas::area(const std::vector<Point>& points, Color color) {
  agg::path_storage path = path_of(points);
  path.close_polygon();
  Brush(dots_, width_, height_).fill(path, color);
}

void Canvas::text(Point at, std::string_view text, double height, Color color, Align align) {
  const std::string letters = drawable(text);
  agg::gsv_text path;
  lay_out(path, letters, height);
  const double width = path.text_width();
  double left = at.x;
  if (align == Align::center) left -= width / 2;
  if (align == Align::right) left -= width;
  path.start_point(left, at.y);
  Brush(dots_, width_, height_).stroke(path, color, height * stroke_per_height);
}

double Canvas::text_width(std::string_view text, double height) {
  const std::string letters = drawable(text);
  agg::gsv_text path;
  lay_out(path, letters, height);
  return path.text_width();
}

std::string Canvas::png() const { return codec::png(width_, height_, dots_); }

}  // namespace weir::graph
