// Splits an iCalendar stream into its top-level components (VEVENT and VTIMEZONE), in memory
// bounded by one component: lines are unfolded as bytes (a fold may split a character), a BOM, bare
// LF and bare CR are accepted, several VCALENDARs may follow each other. It refuses what is no
// calendar (a login page), what is truncated or unbalanced, and NUL bytes: half a calendar must
// never pass for a whole one. Lines of parts inside an event (VALARM) and attachments are dropped.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::calendar {

struct IcsComponent {
  std::string kind;                  // "VEVENT" or "VTIMEZONE"
  std::size_t line = 0;              // where it begins, from 1
  std::vector<std::string> lines;    // unfolded, without its own BEGIN and END
  bool cut = false;                  // it was too large; the rest of it is missing
  std::size_t calendar = 0;          // which VCALENDAR of the file
  std::string calendar_zone;         // X-WR-TIMEZONE of its VCALENDAR
  bool cancelled_by_method = false;  // METHOD:CANCEL of its VCALENDAR
};

class IcsComponents {
 public:
  using Each = std::function<void(const IcsComponent&)>;

  // `name` (a path, an address without its secret) is for messages.
  IcsComponents(std::string name, Each each);

  // Either of these, never both. Throw Error{failed} as soon as the input cannot be a calendar.
  void add_bytes(std::string_view bytes);
  void add_line(std::string_view line, bool cut = false);

  // REQUIRES: called once, after the last byte. Throws Error{failed}: empty or truncated.
  void finish();

  const std::string& calendar_name() const { return calendar_name_; }  // X-WR-CALNAME, one line

 private:
  void end_physical_line();
  void add_piece(std::string_view piece, bool cut);
  void process(const std::string& line);
  void process_outside(const std::string& line, std::string_view begun);
  void begin(const std::string& kind);
  void end(const std::string& kind);
  void keep(const std::string& line);
  void note_calendar_property(const std::string& line);
  [[noreturn]] void refuse(const std::string& why, const std::string& hint) const;
  [[noreturn]] void refuse_as_damaged(const std::string& why) const;

  std::string name_;
  Each each_;
  std::string partial_;  // a physical line that add_bytes has not seen the end of
  bool partial_cut_ = false;
  bool after_return_ = false;
  std::size_t line_number_ = 0;
  std::string logical_;
  std::size_t logical_line_ = 0;
  bool logical_cut_ = false;
  std::vector<std::string> open_;  // components that have begun and not ended
  bool calendar_seen_ = false;
  bool wanted_ = false;  // inside a component that is handed out
  std::size_t kept_bytes_ = 0;
  IcsComponent current_;
  std::size_t calendars_ = 0;
  std::string calendar_zone_;
  bool cancelled_by_method_ = false;
  std::string calendar_name_;
};

}  // namespace execassist::calendar
