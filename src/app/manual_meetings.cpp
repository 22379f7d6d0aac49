#include "app/manual_meetings.hpp"

#include "app/classification.hpp"
#include "app/meeting_steps.hpp"
#include "store/meeting_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

namespace execassist::app {
namespace {

constexpr Seconds kLongest = days{31};

void check(const NewMeeting& meeting) {
  if (one_line(meeting.title).empty())
    throw Error(ErrorKind::usage, "--title: a meeting needs a title");
  if (meeting.length <= Seconds{0}) {
    throw Error(ErrorKind::usage, "a meeting must end after it starts");
  }
  if (meeting.length > kLongest) {
    throw Error(ErrorKind::usage, "a meeting of more than 31 days is no meeting");
  }
  for (const std::string& address : meeting.attendees) {
    const auto at = address.find('@');
    const bool shaped = at != std::string::npos && at > 0 && at + 1 < address.size() &&
                        address.find_first_of(" \t\r\n<>,;\"") == std::string::npos;
    if (!shaped) {
      throw Error(ErrorKind::usage, "--attendee " + one_line(address) + ": not an e-mail address");
    }
  }
}

}  // namespace

Meeting add_meeting(const Scope& scope, const UserSettings& user, const NewMeeting& added) {
  check(added);
  const Instant now = scope.now();
  Meeting meeting;
  meeting.user_id = user.user.id;
  meeting.calendar_id = kManualCalendar;
  MeetingFacts& facts = meeting.facts;
  facts.external_id = random_id();
  facts.source = "manual";
  facts.title = one_line(added.title);
  facts.description = to_valid_utf8(added.description);
  facts.location = one_line(added.location);
  facts.join_url = one_line(added.join_url);
  facts.start = added.start;
  facts.end = added.start + added.length;
  facts.time_zone = user.user.time_zone.name();
  facts.organizer = fold_case(user.user.email);
  for (const std::string& address : added.attendees)
    facts.attendees.push_back({fold_case(address), {}, {}, false});
  meeting.meeting_id = meeting_id_of(meeting.user_id, meeting.calendar_id, facts.external_id);
  meeting.created_at = meeting.updated_at = meeting.last_synced_at = now;

  const classify::Classifier classifier(scope.rules);
  store::MeetingRepository meetings(scope.database);
  auto transaction = scope.database.begin();
  meetings.insert(transaction, meeting, "user: meetings add");
  const prep::Step step{
      prep::typed(meeting, typing_of(classifier, facts)), "classify", {}, prep::ChangeNotice::none};
  apply_step(scope, transaction, meeting, facts, step);
  transaction.commit();
  return *meetings.load(meeting.meeting_id);
}

Meeting cancel_meeting(const Scope& scope, const Meeting& named) {
  store::MeetingRepository meetings(scope.database);
  auto transaction = scope.database.begin();
  const auto meeting = meetings.load(named.meeting_id);
  if (!meeting) throw Error(ErrorKind::not_found, "no such meeting: " + named.meeting_id);
  const std::string what = "meeting " + meeting->meeting_id + ": ";
  if (meeting->facts.source != "manual") {
    throw Error(ErrorKind::refused,
                what + "it comes from the calendar " + meeting->calendar_id + ", which decides",
                "to leave its preparation out: execassist prep skip " + meeting->meeting_id);
  }
  if (meeting->state.status == MeetingStatus::cancelled)
    throw Error(ErrorKind::refused, what + "it is cancelled already");
  if (meeting->state.status == MeetingStatus::completed || meeting->facts.end <= scope.now()) {
    throw Error(ErrorKind::refused, what + "it is over");
  }
  // Whoever types this knows of it: no notice.
  prep::Told told = what_was_told(scope, *meeting);
  told.meeting = false;
  apply_step(scope, transaction, *meeting, meeting->facts,
             prep::cancelled(*meeting, told, "user: meetings cancel"));
  transaction.commit();
  return *meetings.load(meeting->meeting_id);
}

}  // namespace execassist::app
