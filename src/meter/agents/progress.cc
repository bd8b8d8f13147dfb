#include "meter/agents/progress.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"
#include "meter/report/result_json.h"
#include "meter/results/run_result.h"

namespace weir::meter {
namespace {

// The members of Counts in the order in which they are sent.
constexpr std::array<std::uint64_t Counts::*, 9> count_members = {
    &Counts::samples,        &Counts::samples_failed, &Counts::records,
    &Counts::records_failed, &Counts::attempts,       &Counts::throttles,
    &Counts::payload_bytes,  &Counts::bytes_sent,     &Counts::bytes_received};

void write_piece(codec::JsonWriter& json, const SecondPiece& piece) {
  json.begin_array();
  json.number(piece.second);
  json.number(piece.label);
  json.number(piece.threads);
  for (const auto member : count_members) json.number(piece.counts.*member);
  json.plain_text(piece.latency);
  json.end_array();
}

template <class Number>
void read_number(codec::JsonReader& reader, Number& number) {
  const std::string_view text = reader.read_number();
  std::from_chars(text.data(), text.data() + text.size(), number);
}

template <class Number>
void read_element(codec::JsonReader& reader, Number& number) {
  if (reader.next_element()) read_number(reader, number);
}

SecondPiece read_piece(codec::JsonReader& reader) {
  SecondPiece piece;
  reader.enter_array();
  read_element(reader, piece.second);
  read_element(reader, piece.label);
  read_element(reader, piece.threads);
  for (const auto member : count_members) read_element(reader, piece.counts.*member);
  if (reader.next_element()) piece.latency = reader.read_text();
  while (reader.next_element()) reader.skip_value();
  return piece;
}

std::optional<AgentState> state_of(std::uint32_t number) {
  if (number > static_cast<std::uint32_t>(AgentState::failed)) return std::nullopt;
  return static_cast<AgentState>(number);
}

}  // namespace

std::string encode_progress(const AgentProgress& progress) {
  std::string text;
  codec::JsonWriter json(text);
  json.begin_object();
  json.key("state");
  json.number(static_cast<std::uint32_t>(progress.state));
  json.key("message");
  json.text(progress.message);
  json.key("elapsed_ns");
  json.number(progress.elapsed.count());
  if (progress.time_left) {
    json.key("time_left_ns");
    json.number(progress.time_left->count());
  }
  json.key("planned_per_second");
  json.raw(fmt::format("{}", progress.planned_per_second));
  if (progress.so_far) {
    json.key("so_far");
    json.text(result_json(*progress.so_far, {}));
  }
  json.key("has_more");
  json.boolean(progress.has_more);
  json.key("seconds");
  json.begin_array();
  for (const SecondPiece& piece : progress.seconds) write_piece(json, piece);
  json.end_array();
  json.end_object();
  return text;
}

Result<AgentProgress> decode_progress(std::span<char> json) {
  AgentProgress progress;
  std::uint32_t state = 0;
  std::int64_t elapsed = 0;
  std::int64_t time_left = -1;
  std::string so_far;
  codec::JsonReader reader(json);
  reader.enter_object();
  while (const auto key = reader.next_key()) {
    if (*key == "state") {
      read_number(reader, state);
    } else if (*key == "message") {
      progress.message = reader.read_text();
    } else if (*key == "elapsed_ns") {
      read_number(reader, elapsed);
    } else if (*key == "time_left_ns") {
      read_number(reader, time_left);
    } else if (*key == "planned_per_second") {
      read_number(reader, progress.planned_per_second);
    } else if (*key == "so_far") {
      so_far = reader.read_text();
    } else if (*key == "has_more") {
      progress.has_more = reader.read_boolean();
    } else if (*key == "seconds") {
      reader.enter_array();
      while (reader.next_element()) progress.seconds.push_back(read_piece(reader));
    } else {
      reader.skip_value();
    }
  }
  const auto known = state_of(state);
  if (!reader.finish() || !known) return fail(ErrorCode::corrupt, "answers what is not understood");
  progress.state = *known;
  progress.elapsed = nanoseconds(elapsed);
  if (time_left >= 0) progress.time_left = nanoseconds(time_left);
  if (!so_far.empty()) progress.so_far = TRY(read_result_json(std::move(so_far)));
  return progress;
}

}  // namespace weir::meter
