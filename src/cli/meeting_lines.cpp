#include "cli/meeting_lines.hpp"

#include "notify/message.hpp"
#include "render/when.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>

namespace execassist::cli {
namespace {

constexpr std::size_t kShortId = 6;
constexpr int kWidestUser = 12;

// Below these a column is not worth reading.
constexpr MeetingColumns kEnough{24, 10, 17};
constexpr MeetingColumns kWidest{60, 18, 26};
constexpr int kNarrowestTitle = 12;

// Takes from `giver`, as far down as `least`, what `title` lacks of `wanted`.
void give(int& giver, int least, int& title, int wanted) {
  const int given = std::clamp(wanted - title, 0, std::max(0, giver - least));
  giver -= given;
  title += given;
}

std::string stamp_of(const MeetingFacts& facts, const Zone& zone) {
  return facts.all_day ? format_date(zone.date_of(facts.start)) : render::stamp(facts.start, zone);
}

std::string type_of(const Meeting& meeting) {
  return one_line(meeting.state.meeting_type.value_or("-"));
}

int width_of_users(const std::vector<Meeting>& meetings) {
  int width = 0;
  bool several = false;
  for (const Meeting& meeting : meetings) {
    width = std::max(width, display_width(meeting.user_id));
    several = several || meeting.user_id != meetings.front().user_id;
  }
  return several ? std::min(width, kWidestUser) : 0;
}

}  // namespace

MeetingColumns fit_columns(MeetingColumns longest, int room) {
  MeetingColumns columns;
  columns.type = std::min(longest.type, kWidest.type);
  columns.state = std::min(longest.state, kWidest.state);
  columns.title = room - columns.type - columns.state;
  give(columns.state, kEnough.state, columns.title, std::min(longest.title, kEnough.title));
  give(columns.type, kEnough.type, columns.title, std::min(longest.title, kNarrowestTitle));
  columns.stacked = columns.title < std::min(longest.title, kNarrowestTitle);
  columns.title = std::min({columns.title, longest.title, kWidest.title});
  return columns;
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

void print_meetings(Output& out, const std::vector<Meeting>& meetings, const Workplace& workplace,
                    Instant now) {
  MeetingColumns longest;
  int stamp_width = 0;
  for (const Meeting& meeting : meetings) {
    const Zone& zone = workplace.zone_of(meeting.user_id);
    stamp_width = std::max(stamp_width, display_width(stamp_of(meeting.facts, zone)));
    longest.title = std::max(longest.title, display_width(notify::title_of(meeting.facts)));
    longest.type = std::max(longest.type, display_width(type_of(meeting)));
    longest.state = std::max(longest.state, display_width(state_in_words(meeting, zone, now)));
  }
  const int user_width = width_of_users(meetings);
  const int before_title =
      static_cast<int>(kShortId) + 2 + stamp_width + 2 + (user_width > 0 ? user_width + 2 : 0);
  const MeetingColumns columns = fit_columns(longest, out.columns() - before_title - 4);
  for (const Meeting& meeting : meetings) {
    const Zone& zone = workplace.zone_of(meeting.user_id);
    const std::string title = notify::title_of(meeting.facts);
    const std::string state = state_in_words(meeting, zone, now);
    const Paint colour = colour_of(meeting.state.status);
    const std::string start = out.paint(Paint::dim, short_id(meeting)) + "  " +
                              pad_width(stamp_of(meeting.facts, zone), stamp_width) + "  " +
                              (user_width > 0 ? pad_width(meeting.user_id, user_width) + "  " : "");
    if (columns.stacked) {
      out.line(start + fit_width(title, std::max(kNarrowestTitle, out.columns() - before_title)));
      const std::string type =
          std::string(kShortId + 2, ' ') + fit_width(type_of(meeting), kWidest.type) + "  ";
      const int room = std::max(kNarrowestTitle, out.columns() - display_width(type));
      out.line(type + out.paint(colour, fit_width(state, room)));
    } else {
      out.line(start + pad_width(title, columns.title) + "  " +
               pad_width(type_of(meeting), columns.type) + "  " +
               out.paint(colour, fit_width(state, columns.state)));
    }
    if (out.closed()) return;
  }
}

}  // namespace execassist::cli
