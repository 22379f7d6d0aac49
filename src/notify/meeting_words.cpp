#include "notify/meeting_words.hpp"

#include "render/when.hpp"

#include <execassist/base/text.hpp>

namespace execassist::notify {
namespace {

constexpr int kLongestTitle = 200;
constexpr int kLongestPlace = 120;

}  // namespace

std::string title_of(const MeetingFacts& facts) {
  const std::string title = fit_width(one_line(facts.title), kLongestTitle);
  return display_width(title) == 0 ? "(no title)" : title;
}

std::string place_of(const MeetingFacts& facts) {
  return fit_width(one_line(facts.location), kLongestPlace);
}

std::string length_and_people(const MeetingFacts& facts) {
  const auto length = std::chrono::duration_cast<minutes>(facts.end - facts.start);
  std::string text = count_of(length.count(), "minute");
  const auto people = attendee_count(facts);
  if (!people) return text + ", more people than the calendar lists";
  if (*people == 0) return text + ", no other people listed";
  return text + ", " + count_of(*people, "person", "people");
}

std::string time_line(const MeetingInWords& about) {
  const Instant start = about.meeting.facts.start;
  return render::spoken_time(start, about.user.time_zone) + " (" +
         render::relative(start, about.now) + ")";
}

std::string state_in_words(const Meeting& meeting, const Zone& zone, Instant now) {
  const MeetingState& state = meeting.state;
  if (meeting.facts.end <= now && state.status != MeetingStatus::cancelled) return "over";
  switch (state.status) {
    case MeetingStatus::discovered:
      return "no type yet";
    case MeetingStatus::classified:
      if (!state.unprepared_reason.empty()) return "no prep: " + one_line(state.unprepared_reason);
      if (!state.prep_trigger_time) return "no prep";
      if (meeting.facts.start <= now) return "has begun";
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

std::string data_age(const MeetingInWords& about) {
  if (about.meeting.facts.source == "manual") return "Entered by hand.";
  const Instant synced = about.meeting.last_synced_at;
  if (synced == Instant{}) return "The calendar has not been read yet.";
  return "Calendar read at " + render::stamp(synced, about.user.time_zone) + " (" +
         render::relative(synced, about.now) + ").";
}

Meeting without_particulars(Meeting meeting) {
  meeting.facts.title = "(title kept private)";
  meeting.facts.location.clear();
  meeting.facts.description.clear();
  meeting.facts.join_url.clear();
  meeting.facts.problem.clear();
  return meeting;
}

std::string article_of(const std::string& label) {
  const bool vowel = !label.empty() && std::string_view("AEIOaeio").find(label[0]) != label.npos;
  const bool spoken_as_w = fold_case(label).starts_with("one");  // "a one-on-one"
  return vowel && !spoken_as_w ? "an" : "a";
}

}  // namespace execassist::notify
