#include "http/http2/http2_session.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/check.h"
#include "http/http2/frame_scanner.h"
#include "http/http2/http2_fields.h"
#include "http/http2/http2_stream.h"

namespace weir::http {
namespace {

// What our heads may put into the other side's memory: a few fields that repeat.
constexpr std::size_t deflate_table_bytes = 512;

// Acknowledgements that wait to go out. More than the flood guard lets frames come, which is the
// one to speak.
constexpr std::size_t acknowledgements_max = 100'000;

constexpr std::uint32_t code_of(Http2Error error) { return static_cast<std::uint32_t>(error); }

std::string_view text_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

std::string_view trimmed(std::string_view value) {
  const std::size_t first = value.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return value.substr(first, value.find_last_not_of(" \t") - first + 1);
}

// nghttp2's only failures besides those that the calls are checked for: no memory, which ends the
// process as everywhere.
void must_succeed(int result) { CHECK(result == 0, "{}", nghttp2_strerror(result)); }

struct FreeOption {
  void operator()(nghttp2_option* option) const { nghttp2_option_del(option); }
};

std::unique_ptr<nghttp2_option, FreeOption> make_options(Http2Session::Side side) {
  nghttp2_option* option = nullptr;
  must_succeed(nghttp2_option_new(&option));
  nghttp2_option_set_max_deflate_dynamic_table_size(option, deflate_table_bytes);
  nghttp2_option_set_no_closed_streams(option, 1);
  nghttp2_option_set_no_auto_window_update(option, side == Http2Session::Side::client ? 1 : 0);
  nghttp2_option_set_max_outbound_ack(option, acknowledgements_max);
  // Limits of the library's own that the flood guard makes needless, and that look at a real clock.
  nghttp2_option_set_stream_reset_rate_limit(option, std::numeric_limits<std::uint64_t>::max(), 0);
  // Blanks at the ends of values are cut off, as in HTTP/1.1.
  nghttp2_option_set_no_rfc9113_leading_and_trailing_ws_validation(option, 1);
  return std::unique_ptr<nghttp2_option, FreeOption>(option);
}

}  // namespace

// nghttp2's callbacks. The user data of a session is the Http2Session, of a stream its Http2Stream.
struct Http2Session::Callbacks {
  static Http2Session& self(void* user_data) { return *static_cast<Http2Session*>(user_data); }

  static int on_begin_headers(nghttp2_session* session, const nghttp2_frame* frame,
                              void* user_data) {
    if (frame->headers.cat != NGHTTP2_HCAT_REQUEST) return 0;
    const std::int32_t id = frame->hd.stream_id;
    Http2Stream* const stream = self(user_data).owner_.on_new_stream(id);
    must_succeed(nghttp2_session_set_stream_user_data(session, id, stream));
    // Answers share the connection in turns of a frame, whatever the client says: one that never
    // ends must not hold up the others.
    const nghttp2_extpri in_turns{NGHTTP2_EXTPRI_DEFAULT_URGENCY, 1};
    must_succeed(nghttp2_session_change_extpri_stream_priority(session, id, &in_turns, 1));
    return 0;
  }

  static int on_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                       std::size_t name_bytes, const std::uint8_t* value, std::size_t value_bytes,
                       std::uint8_t, void* user_data) {
    Http2Stream* const stream = self(user_data).stream(frame->hd.stream_id);
    if (stream == nullptr) return 0;
    stream->on_field(text_of(name, name_bytes), trimmed(text_of(value, value_bytes)));
    return 0;
  }

  // Names and values with characters that they may not have.
  static int on_invalid_header(nghttp2_session* session, const nghttp2_frame* frame,
                               const std::uint8_t*, std::size_t, const std::uint8_t*, std::size_t,
                               std::uint8_t, void*) {
    must_succeed(nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, frame->hd.stream_id,
                                           NGHTTP2_PROTOCOL_ERROR));
    return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  }

  static int on_data_chunk(nghttp2_session*, std::uint8_t, std::int32_t id,
                           const std::uint8_t* bytes, std::size_t size, void* user_data) {
    Http2Stream* const stream = self(user_data).stream(id);
    if (stream != nullptr) stream->on_body({reinterpret_cast<const char*>(bytes), size});
    return 0;
  }

  static int on_frame(nghttp2_session*, const nghttp2_frame* frame, void* user_data) {
    Http2Session& self = Callbacks::self(user_data);
    const std::int32_t id = frame->hd.stream_id;
    const bool is_end = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    switch (frame->hd.type) {
      case NGHTTP2_HEADERS:
        if (Http2Stream* const stream = self.stream(id)) stream->on_fields_end(is_end);
        break;
      case NGHTTP2_DATA:
        break;
      case NGHTTP2_RST_STREAM:
        self.ended_.add(id);
        return 0;
      case NGHTTP2_GOAWAY:
        self.owner_.on_goaway();
        return 0;
      default:
        return 0;
    }
    // Looked up anew: the stream may have gone.
    Http2Stream* const stream = is_end ? self.stream(id) : nullptr;
    if (stream != nullptr) stream->on_end();
    return 0;
  }

  static int on_stream_close(nghttp2_session* session, std::int32_t id, std::uint32_t code,
                             void* user_data) {
    Http2Session& self = Callbacks::self(user_data);
    if (nghttp2_session_get_stream_remote_close(session, id) == 1) {
      self.ended_.add(id);
    } else if (!self.ended_.contains(id)) {
      self.given_up_.add(id);
    }
    Http2Stream* const stream = self.stream(id);
    if (stream == nullptr) return 0;
    must_succeed(nghttp2_session_set_stream_user_data(session, id, nullptr));
    stream->on_close(static_cast<Http2Error>(code));
    return 0;
  }

  static int on_frame_sent(nghttp2_session* session, const nghttp2_frame* frame, void*) {
    const bool is_end = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    const bool can_end = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    if (!is_end || !can_end || nghttp2_session_check_server_session(session) == 0) return 0;
    // Answered before the request was complete: the client may stop sending it (RFC 9113, 8.1).
    if (nghttp2_session_get_stream_remote_close(session, frame->hd.stream_id) != 0) return 0;
    return nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, frame->hd.stream_id,
                                     NGHTTP2_NO_ERROR);
  }

  static ssize_t take(nghttp2_session*, std::int32_t, std::uint8_t*, std::size_t bytes_max,
                      std::uint32_t* flags, nghttp2_data_source* source, void* user_data) {
    const auto [bytes, is_end] = static_cast<Http2Stream*>(source->ptr)->take(bytes_max);
    if (bytes.empty() && !is_end) return NGHTTP2_ERR_DEFERRED;
    *flags |= NGHTTP2_DATA_FLAG_NO_COPY;
    if (is_end) *flags |= NGHTTP2_DATA_FLAG_EOF;
    self(user_data).taken_ = bytes;
    return static_cast<ssize_t>(bytes.size());
  }

  static int send_data(nghttp2_session*, nghttp2_frame*, const std::uint8_t* head,
                       std::size_t /*length*/, nghttp2_data_source*, void* user_data) {
    constexpr std::size_t head_bytes = 9;
    Http2Session& self = Callbacks::self(user_data);
    *self.collecting_ += text_of(head, head_bytes);
    *self.collecting_ += self.taken_;
    return self.collecting_->size() < self.collect_bytes_max_ ? 0 : NGHTTP2_ERR_PAUSE;
  }

  static nghttp2_session_callbacks* make() {
    nghttp2_session_callbacks* all = nullptr;
    must_succeed(nghttp2_session_callbacks_new(&all));
    nghttp2_session_callbacks_set_on_begin_headers_callback(all, on_begin_headers);
    nghttp2_session_callbacks_set_on_header_callback(all, on_header);
    nghttp2_session_callbacks_set_on_invalid_header_callback(all, on_invalid_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(all, on_data_chunk);
    nghttp2_session_callbacks_set_on_frame_recv_callback(all, on_frame);
    nghttp2_session_callbacks_set_on_stream_close_callback(all, on_stream_close);
    nghttp2_session_callbacks_set_on_frame_send_callback(all, on_frame_sent);
    nghttp2_session_callbacks_set_send_data_callback(all, send_data);
    return all;
  }
};

Http2Session::Http2Session(Side side, const Settings& settings, Http2Owner& owner)
    : side_(side), owner_(owner), scanner_(side == Side::server ? NGHTTP2_CLIENT_MAGIC_LEN : 0) {
  static const nghttp2_session_callbacks* const callbacks = Callbacks::make();
  static const auto server_options = make_options(Side::server);
  static const auto client_options = make_options(Side::client);
  nghttp2_session* session = nullptr;
  if (side == Side::server) {
    must_succeed(nghttp2_session_server_new2(&session, callbacks, this, server_options.get()));
  } else {
    must_succeed(nghttp2_session_client_new2(&session, callbacks, this, client_options.get()));
  }
  session_.reset(session);
  send_settings(settings);
}

Http2Session::~Http2Session() = default;

void Http2Session::send_settings(const Settings& settings) {
  const std::array<nghttp2_settings_entry, 4> entries = {{
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, settings.streams_max},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, settings.stream_window_bytes},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, settings.head_bytes_max},
      // A server then keeps no tree of priorities for a client to grow and shuffle; a client has no
      // use for pushed streams.
      {side_ == Side::server ? NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES
                             : NGHTTP2_SETTINGS_ENABLE_PUSH,
       side_ == Side::server ? 1U : 0U},
  }};
  must_succeed(
      nghttp2_submit_settings(session_.get(), NGHTTP2_FLAG_NONE, entries.data(), entries.size()));
  must_succeed(nghttp2_session_set_local_window_size(
      session_.get(), NGHTTP2_FLAG_NONE, 0, static_cast<std::int32_t>(settings.window_bytes)));
}

bool Http2Session::receive(std::span<const char> bytes) {
  if (side_ == Side::client) return feed(bytes);
  std::span<const char> rest = bytes;
  std::size_t fed = 0;
  while (scanner_.next(rest)) {
    // Whether a frame may come depends on those before it.
    const std::size_t begin = bytes.size() - rest.size() - scanner_.head_bytes_here();
    if (!feed(bytes.subspan(fed, begin - fed))) return false;
    fed = begin;
    if (nghttp2_session_want_read(session_.get()) == 0) return true;
    const Http2Error error = inspect(scanner_.head());
    if (error != Http2Error::no_error) {
      terminate(error);
      return true;
    }
  }
  return feed(bytes.subspan(fed));
}

// What nghttp2 leaves out: it forgets streams when they end, and has no use for priorities.
Http2Error Http2Session::inspect(const FrameHead& head) {
  const std::int32_t id = head.stream;
  const bool is_headers = head.type == FrameType::headers;
  if ((is_headers || head.type == FrameType::data) && ended_.contains(id)) {
    return Http2Error::stream_closed;
  }
  if (is_headers) {
    if (id < last_opened_ && !may_have_trailers(id)) return Http2Error::protocol_error;
    last_opened_ = std::max(last_opened_, id);
  }
  if (head.type == FrameType::priority && (id == 0 || head.dependency == id)) {
    return Http2Error::protocol_error;
  }
  return owner_.on_frame(head) ? Http2Error::no_error : Http2Error::enhance_your_calm;
}

// A stream that is neither open nor was given up by us was skipped when a later one was opened,
// which closed it (RFC 9113, section 5.1.1).
bool Http2Session::may_have_trailers(std::int32_t id) const {
  return is_ending_ || given_up_.contains(id) ||
         nghttp2_session_find_stream(session_.get(), id) != nullptr;
}

bool Http2Session::feed(std::span<const char> bytes) {
  const auto* const begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
  return nghttp2_session_mem_recv(session_.get(), begin, bytes.size()) >= 0;
}

bool Http2Session::collect(std::string& to, std::size_t bytes_max) {
  collecting_ = &to;
  collect_bytes_max_ = bytes_max;
  while (to.size() < bytes_max) {
    const std::size_t before = to.size();
    const std::uint8_t* frame = nullptr;
    const ssize_t size = nghttp2_session_mem_send(session_.get(), &frame);
    CHECK(size >= 0, "{}", nghttp2_strerror(static_cast<int>(size)));
    if (size > 0) to += text_of(frame, static_cast<std::size_t>(size));
    if (to.size() == before) return false;
  }
  return true;
}

bool Http2Session::is_over() const {
  return nghttp2_session_want_read(session_.get()) == 0 &&
         nghttp2_session_want_write(session_.get()) == 0;
}

std::int32_t Http2Session::open(const Http2Fields& fields, bool has_body, Http2Stream& stream) {
  const nghttp2_data_provider provider{.source = {.ptr = &stream},
                                       .read_callback = Callbacks::take};
  const std::int32_t id =
      nghttp2_submit_request(session_.get(), nullptr, fields.data(), fields.size(),
                             has_body ? &provider : nullptr, &stream);
  return std::max(id, 0);
}

bool Http2Session::can_open() const {
  return nghttp2_session_check_request_allowed(session_.get()) != 0;
}

std::size_t Http2Session::streams_max() const {
  return nghttp2_session_get_remote_settings(session_.get(),
                                             NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
}

void Http2Session::answer(std::int32_t id, const Http2Fields& fields, bool has_body) {
  const nghttp2_data_provider provider{.source = {.ptr = stream(id)},
                                       .read_callback = Callbacks::take};
  must_succeed(nghttp2_submit_response(session_.get(), id, fields.data(), fields.size(),
                                       has_body ? &provider : nullptr));
}

void Http2Session::inform(std::int32_t id, const Http2Fields& fields) {
  must_succeed(nghttp2_submit_headers(session_.get(), NGHTTP2_FLAG_NONE, id, nullptr, fields.data(),
                                      fields.size(), nullptr));
}

void Http2Session::consume_of_connection(std::size_t count) {
  must_succeed(nghttp2_session_consume_connection(session_.get(), count));
}

void Http2Session::consume_of_stream(std::int32_t id, std::size_t count) {
  must_succeed(nghttp2_session_consume_stream(session_.get(), id, count));
}

void Http2Session::resume(std::int32_t id) {
  // It answers with an error if the stream waits for nothing, which is no error here.
  nghttp2_session_resume_data(session_.get(), id);
}

void Http2Session::reset(std::int32_t id, Http2Error error) {
  must_succeed(nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, id, code_of(error)));
}

void Http2Session::announce_end() { must_succeed(nghttp2_submit_shutdown_notice(session_.get())); }

void Http2Session::end() {
  is_ending_ = true;
  must_succeed(nghttp2_submit_goaway(session_.get(), NGHTTP2_FLAG_NONE,
                                     nghttp2_session_get_last_proc_stream_id(session_.get()),
                                     NGHTTP2_NO_ERROR, nullptr, 0));
}

void Http2Session::terminate(Http2Error error) {
  must_succeed(nghttp2_session_terminate_session(session_.get(), code_of(error)));
}

void Http2Session::ping() {
  must_succeed(nghttp2_submit_ping(session_.get(), NGHTTP2_FLAG_NONE, nullptr));
}

Http2Stream* Http2Session::stream(std::int32_t id) const {
  if (is_detached_) return nullptr;
  return static_cast<Http2Stream*>(nghttp2_session_get_stream_user_data(session_.get(), id));
}

}  // namespace weir::http
