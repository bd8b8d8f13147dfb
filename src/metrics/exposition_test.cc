#include "metrics/exposition.h"

#include <gtest/gtest.h>

#include <cmath>

namespace weir::metrics {
namespace {

std::string page(ExpositionFormat format) {
  Exposition exposition(format);
  exposition.family("weir_requests_total", FamilyType::counter, "Requests,\nby \\ operation.");
  exposition.sample({{"operation", "PutRecord"}, {"code", "a\"b\\c\nd"}}, 17);
  exposition.family("weir_connections", FamilyType::gauge, "Open \"now\".");
  exposition.sample({}, 0.25);
  exposition.sample({{"loop", "1"}}, INFINITY, "_sum");
  return exposition.finish();
}

TEST(Exposition, IsPrometheusOwnText) {
  EXPECT_EQ(page(ExpositionFormat::text),
            "# HELP weir_requests_total Requests,\\nby \\\\ operation.\n"
            "# TYPE weir_requests_total counter\n"
            "weir_requests_total{operation=\"PutRecord\",code=\"a\\\"b\\\\c\\nd\"} 17\n"
            "# HELP weir_connections Open \"now\".\n"
            "# TYPE weir_connections gauge\n"
            "weir_connections 0.25\n"
            "weir_connections_sum{loop=\"1\"} +Inf\n");
}

TEST(Exposition, IsOpenMetricsWhereThatIsAskedFor) {
  const std::string text = page(ExpositionFormat::open_metrics);
  EXPECT_NE(text.find("# TYPE weir_requests counter\nweir_requests_total{"), std::string::npos);
  EXPECT_TRUE(text.ends_with("+Inf\n# EOF\n"));
  EXPECT_EQ(format_asked_for("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"),
            ExpositionFormat::open_metrics);
  EXPECT_EQ(format_asked_for("text/plain"), ExpositionFormat::text);
  EXPECT_EQ(format_asked_for(""), ExpositionFormat::text);
  EXPECT_TRUE(content_type(ExpositionFormat::text).starts_with("text/plain; version=0.0.4"));
}

}  // namespace
}  // namespace weir::metrics
