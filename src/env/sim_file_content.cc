#include "env/sim_file_content.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/check.h"

namespace weir::env {
namespace {

// Of a page or a part of one.
bool is_zero(ByteView bytes) {
  static constexpr std::array<std::byte, disk_page_bytes> zeros = {};
  return std::memcmp(bytes.data(), zeros.data(), bytes.size()) == 0;
}

bool has_chance(Random& random, std::uint64_t percent) { return random.below(100) < percent; }

// Calls visit(page number, position in the page, bytes, position in the range) for each page of a
// range.
template <class Visit>
void for_each_page(std::uint64_t position, std::size_t bytes, Visit visit) {
  std::size_t done = 0;
  while (done < bytes) {
    const std::uint64_t number = (position + done) / disk_page_bytes;
    const std::size_t in_page = (position + done) % disk_page_bytes;
    const std::size_t count = std::min(bytes - done, disk_page_bytes - in_page);
    visit(number, in_page, count, done);
    done += count;
  }
}

}  // namespace

void SimFileContent::read(std::uint64_t position, MutableBytes into) const {
  CHECK(position + into.size() <= size_);
  for_each_page(position, into.size(), [&](auto number, auto in_page, auto count, auto done) {
    std::memcpy(&into[done], content_of(pages_, number).data() + in_page, count);
  });
}

void SimFileContent::write(std::uint64_t position, ByteView bytes) {
  for_each_page(position, bytes.size(), [&](auto number, auto in_page, auto count, auto done) {
    write_in_page(number, in_page, bytes.subspan(done, count));
  });
  size_ = std::max(size_, position + bytes.size());
}

void SimFileContent::sync() {
  dirty_.clear();
  durable_size_ = size_;
}

void SimFileContent::write_durable(std::uint64_t position, ByteView bytes) {
  write(position, bytes);
  const std::uint64_t first = position / disk_page_bytes;
  const std::uint64_t end = first + bytes.size() / disk_page_bytes;
  dirty_.erase(dirty_.lower_bound(first), dirty_.lower_bound(end));
  lost_.erase(lost_.lower_bound(first), lost_.lower_bound(end));
  // With the data goes the size that is needed to read it.
  durable_size_ = std::max(durable_size_, position + bytes.size());
}

void SimFileContent::fail_sync(Random& random) {
  for (auto& [number, former] : std::exchange(dirty_, {})) {
    if (has_chance(random, 50)) lost_.emplace(number, std::move(former));
  }
}

void SimFileContent::cut_power(Random& random, const SimCut& cut) {
  for (auto& [number, former] : std::exchange(lost_, {})) put_page(number, std::move(former));
  for (auto& [number, former] : std::exchange(dirty_, {})) {
    cut_page(number, std::move(former), random, cut);
  }
  cut_size(random);
}

void SimFileContent::flip_bit(std::uint64_t position, unsigned bit) {
  CHECK(position < size_);
  std::byte byte;
  read(position, {&byte, 1});
  byte ^= std::byte{1} << bit;
  const std::uint64_t number = position / disk_page_bytes;
  const bool was_durable = !dirty_.contains(number);
  write(position, {&byte, 1});
  if (was_durable) dirty_.erase(number);
}

std::string SimFileContent::seen() const {
  std::string content(size_, '\0');
  read(0, std::as_writable_bytes(std::span(content)));
  return content;
}

std::string SimFileContent::durable() const {
  std::string content(durable_size_, '\0');
  for_each_page(0, content.size(), [&](auto number, auto, auto count, auto done) {
    const Pages& source =
        lost_.contains(number) ? lost_ : (dirty_.contains(number) ? dirty_ : pages_);
    std::memcpy(&content[done], content_of(source, number).data(), count);
  });
  return content;
}

void SimFileContent::write_in_page(std::uint64_t number, std::size_t position, ByteView bytes) {
  const bool is_hole = !pages_.contains(number);
  if (is_hole && is_zero(bytes) && !lost_.contains(number)) return;
  remember_durable(number);
  std::unique_ptr<Page>& page = pages_[number];
  if (!page) page = std::make_unique<Page>();
  std::memcpy(page->data() + position, bytes.data(), bytes.size());
  if (bytes.size() == disk_page_bytes && is_zero(bytes)) pages_.erase(number);
}

// Called before a page changes.
void SimFileContent::remember_durable(std::uint64_t number) {
  if (dirty_.contains(number)) return;
  // Written again, a page that a sync gave up is one that the next sync writes.
  if (auto lost = lost_.extract(number)) {
    dirty_.insert(std::move(lost));
    return;
  }
  const auto present = pages_.find(number);
  dirty_.emplace(number,
                 present == pages_.end() ? nullptr : std::make_unique<Page>(*present->second));
}

void SimFileContent::cut_page(std::uint64_t number, std::unique_ptr<Page> former, Random& random,
                              const SimCut& cut) {
  if (!has_chance(random, cut.survival_percent)) return put_page(number, std::move(former));
  if (!has_chance(random, cut.torn_percent)) return;
  auto torn = std::make_unique<Page>(content_of(pages_, number));
  for (std::size_t sector = 0; sector < torn->size(); sector += sector_bytes) {
    if (has_chance(random, 50)) continue;
    if (former) {
      std::memcpy(torn->data() + sector, former->data() + sector, sector_bytes);
    } else {
      std::memset(torn->data() + sector, 0, sector_bytes);
    }
  }
  put_page(number, std::move(torn));
}

void SimFileContent::put_page(std::uint64_t number, std::unique_ptr<Page> page) {
  if (page) {
    pages_[number] = std::move(page);
  } else {
    pages_.erase(number);
  }
}

void SimFileContent::cut_size(Random& random) {
  if (size_ > durable_size_ && has_chance(random, 67)) {
    const std::uint64_t grown_pages = (size_ - durable_size_) / disk_page_bytes;
    size_ = durable_size_ + random.below(grown_pages + 1) * disk_page_bytes;
  }
  durable_size_ = size_;
  // What lay behind the end does not come back if the file grows again.
  const std::size_t end_in_page = size_ % disk_page_bytes;
  const std::uint64_t end_page = size_ / disk_page_bytes;
  pages_.erase(pages_.lower_bound(end_page + (end_in_page > 0 ? 1 : 0)), pages_.end());
  if (const auto last = pages_.find(end_page); last != pages_.end()) {
    std::memset(last->second->data() + end_in_page, 0, disk_page_bytes - end_in_page);
  }
}

const SimFileContent::Page& SimFileContent::content_of(const Pages& pages, std::uint64_t number) {
  static constexpr Page zeros = {};
  const auto found = pages.find(number);
  return found == pages.end() || !found->second ? zeros : *found->second;
}

}  // namespace weir::env
