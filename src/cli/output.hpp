// Where a command's words go: results to stdout, talk to stderr. With --json, stdout holds one JSON
// document and nothing else. A command may say both: line() and text() write nothing with --json,
// json() and item() nothing without it.
//
// A write that fails never throws, so that a reader who leaves (`| head`) or a full disk does not
// stop work half-way: later results are dropped, closed() tells loops that only print to end, and
// run() reports the failure at the end (a closed pipe: silently).
//
// Text from outside (titles, names) must have passed one_line() before it comes here.
#pragma once

#include "wire/json.hpp"

#include <execassist/ports/terminal.hpp>

#include <string>
#include <string_view>

namespace execassist::cli {

enum class Paint { bold, dim, red, green, yellow, blue, cyan };

struct OutputStyle {
  bool json = false;        // --json or --json-lines
  bool json_lines = false;  // one object a line instead of an array
  bool quiet = false;       // -q: no talk
  bool colour = false;      // stdout takes escape sequences
};

class Output {
 public:
  explicit Output(Terminal& terminal, OutputStyle style = {})
      : terminal_(terminal), style_(style) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  // A result for people; nothing with --json. line() adds the line break.
  void line(std::string_view text = {});
  void text(std::string_view text);

  // The one document of --json; nothing without it.
  void json(const wire::Json& document);

  // The same for a list, printed while it is made: an array, or with --json-lines a line each.
  // run() ends an unfinished array. Without items, end_items() prints [] (or no line at all).
  void item(const wire::Json& one);
  void end_items();
  void end_open_items();  // ends an array whose command did not

  // Exactly these bytes to stdout, whatever the style.
  void raw(std::string_view bytes);

  // What happened, on stderr as a line; nothing with --quiet.
  void talk(std::string_view text);

  // "execassist: warning: ..." on stderr, also with --quiet.
  void warn(std::string_view text);

  // One of several failures of a command that goes on: "execassist: what: why" and its hint on
  // stderr.
  void problem(std::string_view what, std::string_view hint = {});

  // A line on stderr that the next one replaces; only on a terminal, never with --quiet.
  void progress(std::string_view text);
  void end_progress();

  // The text in that colour, or as it is where colours are not wanted.
  std::string paint(Paint colour, std::string_view text) const;

  const OutputStyle& style() const { return style_; }
  int columns() const { return terminal_.columns(); }
  bool closed() const { return closed_; }    // stdout takes no more
  bool printed() const { return printed_; }  // some result is out
  bool to_terminal() const { return terminal_.out_is_terminal(); }

 private:
  void write(std::string_view bytes);

  Terminal& terminal_;
  OutputStyle style_;
  bool closed_ = false;
  bool printed_ = false;
  bool in_items_ = false;
  bool progress_shown_ = false;
};

}  // namespace execassist::cli
