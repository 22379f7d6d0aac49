#include "cli/meeting_lines.hpp"

#include "notify/message.hpp"
#include "render/when.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::cli {
namespace {

constexpr std::size_t kShortId = 6;
constexpr int kNarrowestTitle = 16;
constexpr int kStateWidth = 26;

}  // namespace

std::string state_in_words(const Meeting& meeting, const Zone& zone, Instant now) {
  const MeetingState& state = meeting.state;
  switch (state.status) {
    case MeetingStatus::discovered:
      return "no type yet";
    case MeetingStatus::classified:
      if (!state.unprepared_reason.empty()) return "no prep: " + one_line(state.unprepared_reason);
      if (!state.prep_trigger_time) return "no prep";
      if (*state.prep_trigger_time <= now) return "prep due now";
      return "prep " + render::short_stamp(*state.prep_trigger_time, zone);
    case MeetingStatus::prep_scheduled:
      return state.notification_sent_at ? "prep announced" : "prep due";
    case MeetingStatus::prep_in_progress:
      return "preparing";
    case MeetingStatus::prep_completed:
      switch (state.prep_outcome.value_or(PrepOutcome::prepared)) {
        case PrepOutcome::prepared:
          return "prepared";
        case PrepOutcome::skipped:
          return "prep skipped";
        case PrepOutcome::no_reaction:
          return "prep unanswered";
      }
      return "prepared";
    case MeetingStatus::completed:
      return "over";
    case MeetingStatus::cancelled:
      return "cancelled";
  }
  return {};
}

Paint colour_of(MeetingStatus status) {
  switch (status) {
    case MeetingStatus::prep_scheduled:
      return Paint::yellow;
    case MeetingStatus::prep_in_progress:
      return Paint::cyan;
    case MeetingStatus::prep_completed:
      return Paint::green;
    case MeetingStatus::cancelled:
      return Paint::red;
    default:
      return Paint::dim;
  }
}

std::string short_id(const Meeting& meeting) { return meeting.meeting_id.substr(0, kShortId); }

void print_meetings(Output& out, const std::vector<Meeting>& meetings, const Zone& zone,
                    Instant now) {
  int type_width = 0;
  for (const Meeting& meeting : meetings) {
    type_width = std::max(type_width, display_width(meeting.state.meeting_type.value_or("-")));
  }
  type_width = std::min(type_width, 20);
  const int fixed = static_cast<int>(kShortId) + 2 + 16 + 2 + 2 + type_width + 2 + kStateWidth;
  const int title_width = std::max(kNarrowestTitle, out.columns() - fixed);
  for (const Meeting& meeting : meetings) {
    const std::string when =
        format_date(zone.date_of(meeting.facts.start)) + " " +
        (meeting.facts.all_day ? std::string("all d")
                               : render::clock_time(meeting.facts.start, zone));
    out.line(out.paint(Paint::dim, short_id(meeting)) + "  " + when + "  " +
             pad_width(notify::title_of(meeting.facts), title_width) + "  " +
             pad_width(one_line(meeting.state.meeting_type.value_or("-")), type_width) + "  " +
             out.paint(colour_of(meeting.state.status),
                       fit_width(state_in_words(meeting, zone, now), kStateWidth)));
    if (out.closed()) return;
  }
}

}  // namespace execassist::cli
