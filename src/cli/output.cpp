#include "cli/output.hpp"

#include <execassist/base/text.hpp>

namespace execassist::cli {
namespace {

std::string_view escape_sequence(Paint colour) {
  switch (colour) {
    case Paint::bold:
      return "\x1b[1m";
    case Paint::dim:
      return "\x1b[2m";
    case Paint::red:
      return "\x1b[31m";
    case Paint::green:
      return "\x1b[32m";
    case Paint::yellow:
      return "\x1b[33m";
    case Paint::blue:
      return "\x1b[34m";
    case Paint::cyan:
      return "\x1b[36m";
  }
  return "";
}

// Items of an array stand one level in.
std::string indented(const std::string& text) {
  std::string result = "  ";
  for (char c : text) {
    result += c;
    if (c == '\n') result += "  ";
  }
  return result;
}

}  // namespace

void Output::line(std::string_view text) {
  if (!style_.json) write(std::string(text) + "\n");
}

void Output::text(std::string_view text) {
  if (!style_.json && !text.empty()) write(text);
}

void Output::json(const wire::Json& document) {
  if (style_.json) write(document.dump(style_.json_lines ? -1 : 2) + "\n");
}

void Output::item(const wire::Json& one) {
  if (!style_.json) return;
  if (style_.json_lines) {
    write(one.dump(-1) + "\n");
    return;
  }
  write((in_items_ ? ",\n" : "[\n") + indented(one.dump()));
  in_items_ = true;
}

void Output::end_items() {
  if (in_items_) {
    write("\n]\n");
  } else if (style_.json && !style_.json_lines) {
    write("[]\n");
  }
  in_items_ = false;
}

void Output::end_open_items() {
  if (in_items_) end_items();
}

void Output::raw(std::string_view bytes) { write(bytes); }

void Output::talk(std::string_view text) {
  if (style_.quiet) return;
  end_progress();
  terminal_.write_err(std::string(text) + "\n");
}

void Output::warn(std::string_view text) {
  end_progress();
  terminal_.write_err("execassist: warning: " + one_line(text) + "\n");
}

void Output::problem(std::string_view what, std::string_view hint) {
  end_progress();
  terminal_.write_err("execassist: " + one_line(what) + "\n" +
                      (hint.empty() ? "" : "hint: " + one_line(hint) + "\n"));
}

void Output::progress(std::string_view text) {
  if (style_.quiet || !terminal_.err_is_terminal()) return;
  terminal_.write_err("\r\x1b[K" + fit_width(one_line(text), terminal_.columns() - 1));
  progress_shown_ = true;
}

void Output::end_progress() {
  if (!progress_shown_) return;
  terminal_.write_err("\r\x1b[K");
  progress_shown_ = false;
}

std::string Output::paint(Paint colour, std::string_view text) const {
  if (!style_.colour || text.empty()) return std::string(text);
  return std::string(escape_sequence(colour)) + std::string(text) + "\x1b[0m";
}

void Output::write(std::string_view bytes) {
  end_progress();
  printed_ = true;
  if (!closed_ && !terminal_.write_out(bytes)) closed_ = true;
}

}  // namespace execassist::cli
