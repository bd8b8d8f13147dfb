#include "monitoring/series_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "monitoring/number_encoding.h"

namespace weir::monitoring {
namespace {

constexpr std::size_t definitions_per_text = 2'000;
constexpr std::size_t text_bytes_max = 64u << 20;
constexpr std::int64_t hour_ms = 3'600'000;

bool matches(const MetricFilter& filter, const Metric& metric) {
  if (filter.name_space && metric.name_space != *filter.name_space) return false;
  if (filter.name && metric.name != *filter.name) return false;
  return std::ranges::all_of(filter.dimensions, [&](const auto& wanted) {
    return std::ranges::any_of(metric.dimensions, [&](const Dimension& dimension) {
      return dimension.name == wanted.first &&
             (!wanted.second || dimension.value == *wanted.second);
    });
  });
}

void write_definition(NumberWriter& writer, const Metric& metric, const Series& series) {
  writer.integer(series.id.value);
  writer.signed_integer(series.last_hour);
  for (const std::string* text :
       {&metric.account_id, &metric.region, &metric.name_space, &metric.name, &series.unit}) {
    writer.text(*text);
  }
  writer.integer(metric.dimensions.size());
  for (const Dimension& dimension : metric.dimensions) {
    writer.text(dimension.name);
    writer.text(dimension.value);
  }
}

void read_definition(NumberReader& reader, Metric& metric, Series& series) {
  series.id.value = static_cast<std::uint32_t>(reader.integer());
  series.last_hour = reader.signed_integer();
  for (std::string* text :
       {&metric.account_id, &metric.region, &metric.name_space, &metric.name, &series.unit}) {
    *text = reader.text();
  }
  metric.dimensions.resize(reader.count());
  for (Dimension& dimension : metric.dimensions) {
    dimension.name = reader.text();
    dimension.value = reader.text();
  }
}

}  // namespace

bool SeriesTable::has_room_for(const std::string& account_id, std::size_t more) const {
  const auto account = by_account_.find(account_id);
  const std::size_t of_account = account == by_account_.end() ? 0 : account->second;
  return by_id_.size() + more <= limits_.series_max &&
         of_account + more <= limits_.series_per_account_max;
}

bool SeriesTable::has(const Metric& metric, std::string_view unit) const {
  const auto entry = entries_.find(metric);
  return entry != entries_.end() &&
         std::ranges::find(entry->second, unit, &Series::unit) != entry->second.end();
}

Result<SeriesId> SeriesTable::find_or_add(const Metric& metric, std::string_view unit,
                                          std::int64_t hour) {
  if (const auto entry = entries_.find(metric); entry != entries_.end()) {
    const auto series = std::ranges::find(entry->second, unit, &Series::unit);
    if (series != entry->second.end()) {
      series->last_hour = std::max(series->last_hour, hour);
      return series->id;
    }
  }
  if (!has_room_for(metric.account_id, 1)) {
    return fail(ErrorCode::limit_exceeded,
                fmt::format("Account {} has as many metrics as it may, {}.", metric.account_id,
                            limits_.series_per_account_max));
  }
  const SeriesId id = next_;
  add(metric, {.id = id, .unit = std::string(unit), .last_hour = hour});
  new_.push_back(id);
  return id;
}

void SeriesTable::add(const Metric& metric, Series series) {
  next_ = std::max(next_, series.id + 1);
  const auto entry = entries_.try_emplace(metric).first;
  if (const auto known = by_id_.find(series.id); known != by_id_.end()) {
    Series& same = *find_series(series.id);
    same.last_hour = std::max(same.last_hour, series.last_hour);
    return;
  }
  by_id_.emplace(series.id, entry);
  ++by_account_[metric.account_id];
  entry->second.push_back(std::move(series));
}

Series* SeriesTable::find_series(SeriesId id) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return nullptr;
  return &*std::ranges::find(found->second->second, id, &Series::id);
}

std::vector<Series> SeriesTable::find(const Metric& metric) const {
  const auto entry = entries_.find(metric);
  return entry == entries_.end() ? std::vector<Series>() : entry->second;
}

void SeriesTable::note(SeriesId id, std::int64_t hour) {
  if (Series* const series = find_series(id)) series->last_hour = std::max(series->last_hour, hour);
}

std::vector<Metric> SeriesTable::list(const MetricFilter& filter,
                                      const std::optional<Metric>& after, std::size_t limit) const {
  // Sorted by account, region, namespace and name: what the filter gives of these is one range.
  Metric first{.account_id = filter.account_id,
               .region = filter.region,
               .name_space = filter.name_space.value_or(""),
               .name = filter.name_space ? filter.name.value_or("") : "",
               .dimensions = {}};
  auto entry =
      after && *after >= first ? entries_.upper_bound(*after) : entries_.lower_bound(first);
  std::vector<Metric> found;
  for (; entry != entries_.end() && found.size() < limit; ++entry) {
    const auto& [metric, series] = *entry;
    if (metric.account_id != filter.account_id || metric.region != filter.region) break;
    if (filter.name_space && metric.name_space > *filter.name_space) break;
    if (!matches(filter, metric)) continue;
    const bool is_active = std::ranges::any_of(series, [&](const Series& one) {
      return !filter.active_since || (one.last_hour + 1) * hour_ms > filter.active_since->ms;
    });
    if (is_active) found.push_back(metric);
  }
  return found;
}

void SeriesTable::expire(std::int64_t hour) {
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    std::erase_if(entry->second, [&](const Series& series) {
      if (series.last_hour >= hour) return false;
      by_id_.erase(series.id);
      const auto account = by_account_.find(entry->first.account_id);
      if (--account->second == 0) by_account_.erase(account);
      return true;
    });
    entry = entry->second.empty() ? entries_.erase(entry) : std::next(entry);
  }
}

std::vector<std::string> SeriesTable::encode_all() const {
  std::vector<SeriesId> ids;
  ids.reserve(by_id_.size());
  for (const auto& entry : by_id_) ids.push_back(entry.first);
  return encode(ids);
}

std::vector<std::string> SeriesTable::encode_new() { return encode(std::exchange(new_, {})); }

std::vector<std::string> SeriesTable::encode(const std::vector<SeriesId>& ids) const {
  std::vector<std::string> texts;
  for (std::size_t first = 0; first < ids.size(); first += definitions_per_text) {
    std::string plain;
    NumberWriter writer(plain);
    for (std::size_t at = first; at < std::min(ids.size(), first + definitions_per_text); ++at) {
      const auto known = by_id_.find(ids[at]);
      if (known == by_id_.end()) continue;
      const auto& [metric, units] = *known->second;
      write_definition(writer, metric, *std::ranges::find(units, ids[at], &Series::id));
    }
    texts.push_back(packed(plain));
  }
  return texts;
}

bool SeriesTable::decode(std::string_view text) {
  const std::string plain = unpacked(text, text_bytes_max);
  if (plain.empty()) return false;
  NumberReader reader(plain);
  while (!reader.is_at_end()) {
    Metric metric;
    Series series;
    read_definition(reader, metric, series);
    if (reader.failed() || series.id.value == 0) return false;
    add(metric, std::move(series));
  }
  return !reader.failed();
}

}  // namespace weir::monitoring
