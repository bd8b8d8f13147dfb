#include "http/http1_answer.h"

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

#include "http/http1_syntax.h"
#include "http/message.h"

namespace weir::http {
namespace {

void append_number(std::size_t number, std::string& out) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

void append_value(std::string_view value, std::string& out) {
  for (;;) {
    const std::size_t control = find_control(value);
    out += value.substr(0, control);
    if (control == value.size()) return;
    out += ' ';
    value.remove_prefix(control + 1);
  }
}

void append_status_line(int status, std::string& out) {
  if (status == 200) {
    out += "HTTP/1.1 200 OK\r\n";
    return;
  }
  out += "HTTP/1.1 ";
  append_number(static_cast<std::size_t>(status), out);
  out += ' ';
  out += reason_phrase(status);
  out += "\r\n";
}

void append_framing(const Response& response, BodyFraming framing, std::string& out) {
  switch (framing) {
    case BodyFraming::length:
      out += "Content-Length: ";
      append_number(response.body.size(), out);
      out += "\r\n";
      return;
    case BodyFraming::chunked:
      out += "Transfer-Encoding: chunked\r\n";
      return;
    case BodyFraming::connection:
      return;
  }
}

}  // namespace

void write_answer_head(const Response& response, std::string_view date, BodyFraming framing,
                       AnswerEnd end, std::string& out) {
  append_status_line(response.status, out);
  out += "Date: ";
  out += date;
  out += "\r\n";
  for (const ResponseHeader& header : response.headers) {
    out += header.name;
    out += ": ";
    append_value(header.value, out);
    out += "\r\n";
  }
  if (has_body(response.status, {})) append_framing(response, framing, out);
  if (end == AnswerEnd::close) out += "Connection: close\r\n";
  if (end == AnswerEnd::keep_alive_1_0) out += "Connection: keep-alive\r\n";
  out += "\r\n";
}

void write_chunk_head(std::size_t size, std::string& out) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, size, 16).ptr;
  out.append(digits, end);
  out += "\r\n";
}

bool has_body(int status, std::string_view method) {
  return status != 204 && status != 304 && method != "HEAD";
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

}  // namespace weir::http
