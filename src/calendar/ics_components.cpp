#include "calendar/ics_components.hpp"

#include "calendar/content_line.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <utility>

namespace execassist::calendar {
namespace {

constexpr std::size_t kLongestLine = std::size_t{256} * 1024;
constexpr std::size_t kLargestComponent = std::size_t{4} * 1024 * 1024;
constexpr std::size_t kDeepest = 16;
constexpr int kShownColumns = 40;

void append_up_to(std::string& out, std::string_view more, std::size_t limit) {
  if (out.size() < limit) out.append(more.substr(0, limit - out.size()));
}

// What follows "BEGIN:" or "END:", in upper case; empty when the line is something else.
std::string keyword_value(const std::string& line, std::string_view keyword) {
  if (line.size() <= keyword.size()) return {};
  if (upper_ascii(std::string_view(line).substr(0, keyword.size())) != keyword) return {};
  return upper_ascii(trim(std::string_view(line).substr(keyword.size())));
}

// Control characters alone are no name that a message could show.
std::string shown_kind(const std::string& kind) {
  const std::string shown = fit_width(one_line(kind), kShownColumns);
  return shown.empty() ? "a part without a name" : shown;
}

}  // namespace

IcsComponents::IcsComponents(std::string name, Each each)
    : name_(std::move(name)), each_(std::move(each)) {}

void IcsComponents::refuse(const std::string& why, const std::string& hint) const {
  throw Error(ErrorKind::failed, one_line(name_) + " is not an iCalendar file: " + why, hint);
}

void IcsComponents::refuse_as_damaged(const std::string& why) const {
  throw Error(ErrorKind::failed, one_line(name_) + " is truncated or damaged: " + why,
              "export or download the calendar again; what is stored stays as it was");
}

void IcsComponents::add_bytes(std::string_view bytes) {
  while (!bytes.empty()) {
    if (after_return_) {
      after_return_ = false;
      if (bytes.front() == '\n') {
        bytes.remove_prefix(1);
        continue;
      }
    }
    const std::size_t stop = bytes.find_first_of("\r\n");
    const std::string_view piece = bytes.substr(0, stop);
    partial_cut_ = partial_cut_ || partial_.size() + piece.size() > kLongestLine;
    append_up_to(partial_, piece, kLongestLine);
    if (stop == std::string_view::npos) return;
    after_return_ = bytes[stop] == '\r';
    bytes.remove_prefix(stop + 1);
    end_physical_line();
  }
}

void IcsComponents::end_physical_line() {
  std::string line;
  line.swap(partial_);
  const bool cut = std::exchange(partial_cut_, false);
  ++line_number_;
  add_piece(line, cut);
}

void IcsComponents::add_line(std::string_view line, bool cut) {
  ++line_number_;
  while (!line.empty()) {
    const std::size_t stop = line.find('\r');
    const bool last = stop == std::string_view::npos;
    add_piece(line.substr(0, stop), cut && last);
    if (last) return;
    line.remove_prefix(stop + 1);
  }
}

void IcsComponents::add_piece(std::string_view piece, bool cut) {
  if (!calendar_seen_ && line_number_ == 1) {
    if (piece.starts_with("\xEF\xBB\xBF")) piece.remove_prefix(3);
    if (piece.starts_with("\xFF\xFE") || piece.starts_with("\xFE\xFF")) {
      refuse("it is UTF-16 text", "save it as UTF-8");
    }
  }
  if (piece.find('\0') != std::string_view::npos) {
    const std::string why = "line " + std::to_string(line_number_) + " holds NUL bytes";
    if (!calendar_seen_) refuse(why, "give the path of an .ics file");
    refuse_as_damaged(why);
  }
  if (piece.empty()) return;
  const bool continues = piece.front() == ' ' || piece.front() == '\t';
  if (continues && !logical_.empty()) {
    piece.remove_prefix(1);
    logical_cut_ = logical_cut_ || cut || logical_.size() + piece.size() > kLongestLine;
    append_up_to(logical_, piece, kLongestLine);
    return;
  }
  if (trim(piece).empty()) return;
  if (!logical_.empty()) process(logical_);
  logical_ = piece.substr(0, kLongestLine);
  logical_cut_ = cut || piece.size() > kLongestLine;
  logical_line_ = line_number_;
}

void IcsComponents::process(const std::string& line) {
  std::string begun = keyword_value(line, "BEGIN:");
  if (open_.empty()) {
    process_outside(line, begun);
    return;
  }
  const std::string ended = keyword_value(line, "END:");
  if (!begun.empty()) {
    begin(std::move(begun));
  } else if (!ended.empty()) {
    end(ended);
  } else if (open_.size() == 1) {
    note_calendar_property(line);
  } else if (wanted_) {
    keep(line);
  }
}

void IcsComponents::process_outside(const std::string& line, std::string_view begun) {
  if (begun == "VCALENDAR") {
    calendar_seen_ = true;
    ++calendars_;
    calendar_zone_.clear();
    cancelled_by_method_ = false;
    open_.emplace_back(begun);
    return;
  }
  if (!calendar_seen_) {
    refuse("it begins with \"" + fit_width(one_line(line), kShownColumns) + "\"",
           "an address that needs a sign-in often answers with a web page; check what it holds");
  }
  // Some servers add a remark behind a calendar; a whole component there means that one got lost.
  if (!begun.empty()) {
    refuse_as_damaged("line " + std::to_string(logical_line_) + " begins a part outside VCALENDAR");
  }
}

void IcsComponents::begin(const std::string& kind) {
  const bool top_level = open_.size() == 1;
  if (kind == "VCALENDAR" || (!top_level && (kind == "VEVENT" || kind == "VTIMEZONE"))) {
    refuse_as_damaged("line " + std::to_string(logical_line_) + ": BEGIN:" + kind + " inside " +
                      open_.back());
  }
  if (open_.size() >= kDeepest) {
    refuse_as_damaged("line " + std::to_string(logical_line_) + ": too many nested parts");
  }
  if (top_level) {
    wanted_ = kind == "VEVENT" || kind == "VTIMEZONE";
    current_ = {kind, logical_line_, {}, false, calendars_, calendar_zone_, cancelled_by_method_};
    kept_bytes_ = 0;
  }
  open_.push_back(shown_kind(kind));
  if (!top_level && wanted_) keep("BEGIN:" + kind);
}

void IcsComponents::end(const std::string& kind) {
  if (const std::string ended = shown_kind(kind); ended != open_.back()) {
    refuse_as_damaged("line " + std::to_string(logical_line_) + " ends " + ended + " where " +
                      open_.back() + " is open");
  }
  if (open_.size() > 2 && wanted_) keep("END:" + kind);
  open_.pop_back();
  if (open_.size() != 1 || !wanted_) return;
  wanted_ = false;
  each_(current_);
  current_ = {};
}

void IcsComponents::keep(const std::string& line) {
  if (current_.kind == "VEVENT") {
    if (open_.size() > 2) return;
    if (content_line_name(line) == "ATTACH") return;
  }
  if (logical_cut_) current_.cut = true;
  if (kept_bytes_ + line.size() > kLargestComponent) {
    current_.cut = true;
    return;
  }
  kept_bytes_ += line.size();
  current_.lines.push_back(line);
}

void IcsComponents::note_calendar_property(const std::string& line) {
  const auto property = parse_content_line(line);
  if (!property) return;
  if (property->name == "X-WR-TIMEZONE") calendar_zone_ = trim(property->value);
  if (property->name == "X-WR-CALNAME") calendar_name_ = one_line(unescape_text(property->value));
  if (property->name == "METHOD") {
    cancelled_by_method_ = upper_ascii(trim(property->value)) == "CANCEL";
  }
}

void IcsComponents::finish() {
  if (!partial_.empty()) end_physical_line();
  if (!logical_.empty()) {
    const std::string last = std::exchange(logical_, {});
    process(last);
  }
  if (!calendar_seen_) refuse("it is empty", "give the path of an .ics file");
  if (!open_.empty()) {
    refuse_as_damaged("it stops at line " + std::to_string(line_number_) +
                      ", before END:" + open_.back());
  }
}

}  // namespace execassist::calendar
