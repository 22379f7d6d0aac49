#include <execassist/model/meeting.hpp>

#include <set>
#include <string>

#include <doctest/doctest.h>

namespace execassist {

TEST_CASE("meeting: counting people") {
  const Attendee ada{"ada@example.com", "Ada", Response::accepted, false};
  const Attendee maybe{"bob@example.com", "", Response::tentative, false};
  const Attendee silent{"", "Eve", Response::needs_action, false};
  const Attendee declined{"dan@example.com", "", Response::declined, false};
  const Attendee room{"room@example.com", "Room 1", Response::accepted, true};
  const Attendee declined_room{"room2@example.com", "", Response::declined, true};
  struct Case {
    std::vector<Attendee> attendees;
    int count;
  };
  for (const auto& [attendees, count] : {
           Case{{}, 0},
           Case{{ada}, 1},
           Case{{ada, maybe, silent}, 3},
           Case{{ada, declined}, 1},
           Case{{declined}, 0},
           Case{{ada, room, declined_room}, 1},
           Case{{room}, 0},
           Case{std::vector<Attendee>(500, ada), 500},
       }) {
    MeetingFacts facts;
    facts.attendees = attendees;
    facts.organizer = "boss@example.com";  // nobody is added
    CHECK(attendee_count(facts) == count);
    facts.attendees_omitted = true;
    CHECK(attendee_count(facts) == std::nullopt);
  }
}

TEST_CASE("meeting: copies of one occurrence share a key") {
  Meeting meeting;
  meeting.calendar_id = "work";
  meeting.facts.external_id = "uid-1/20261121T090000Z";
  meeting.facts.ical_uid = "uid-1";
  meeting.facts.recurrence_id = "20261121T090000Z";
  const std::string key = occurrence_key(meeting);

  Meeting copy = meeting;
  copy.calendar_id = "private";
  copy.facts.external_id = "other-id";
  copy.facts.start += hours{1};  // moved: its original start is the same
  CHECK(occurrence_key(copy) == key);

  Meeting next = meeting;
  next.facts.recurrence_id = "20261128T090000Z";
  CHECK(occurrence_key(next) != key);
  next = meeting;
  next.facts.ical_uid = "uid-2";
  CHECK(occurrence_key(next) != key);

  // Without an iCalUID only the calendar knows what it is.
  Meeting by_hand = meeting;
  by_hand.facts.ical_uid.clear();
  Meeting elsewhere = by_hand;
  elsewhere.calendar_id = "private";
  CHECK(occurrence_key(by_hand) == occurrence_key(Meeting(by_hand)));
  CHECK(occurrence_key(by_hand) != occurrence_key(elsewhere));
  elsewhere = by_hand;
  elsewhere.facts.external_id = "other-id";
  CHECK(occurrence_key(by_hand) != occurrence_key(elsewhere));
}

TEST_CASE("meeting: what rules preparation out") {
  CHECK(why_not_prepared(MeetingFacts{}) == "");

  MeetingFacts tentative;
  tentative.tentative = true;
  tentative.own_response = Response::tentative;
  CHECK(why_not_prepared(tentative) == "");
  tentative.own_response = Response::needs_action;
  CHECK(why_not_prepared(tentative) == "");

  MeetingFacts all_day;
  all_day.all_day = true;
  CHECK(why_not_prepared(all_day).find("all-day") != std::string::npos);
  MeetingFacts declined;
  declined.own_response = Response::declined;
  CHECK(why_not_prepared(declined).find("declined") != std::string::npos);
  MeetingFacts free;
  free.transparent = true;
  CHECK(why_not_prepared(free).find("free") != std::string::npos);
  struct Case {
    EntryKind entry;
    std::string word;
  };
  for (const auto& [entry, word] : {
           Case{EntryKind::focus_time, "focus time"},
           Case{EntryKind::out_of_office, "out of office"},
           Case{EntryKind::working_location, "working location"},
           Case{EntryKind::birthday, "birthday"},
       }) {
    MeetingFacts facts;
    facts.entry = entry;
    CAPTURE(word);
    CHECK(why_not_prepared(facts).find(word) != std::string::npos);
  }
}

TEST_CASE("meeting: ids are derived from user, calendar and external id") {
  const std::string id = meeting_id_of("ada", "work", "uid-1");
  CHECK(id.size() == 16);
  CHECK(id == meeting_id_of("ada", "work", "uid-1"));
  std::set<std::string> all{id};
  all.insert(meeting_id_of("bob", "work", "uid-1"));
  all.insert(meeting_id_of("ada", "home", "uid-1"));
  all.insert(meeting_id_of("ada", "work", "uid-2"));
  all.insert(meeting_id_of("adaw", "ork", "uid-1"));
  all.insert(meeting_id_of("ada", "workuid", "-1"));
  CHECK(all.size() == 6);
}

TEST_CASE("meeting: names, both ways") {
  struct StatusCase {
    MeetingStatus status;
    std::string name;
  };
  for (const auto& [status, name] : {
           StatusCase{MeetingStatus::discovered, "discovered"},
           StatusCase{MeetingStatus::classified, "classified"},
           StatusCase{MeetingStatus::prep_scheduled, "prep_scheduled"},
           StatusCase{MeetingStatus::prep_in_progress, "prep_in_progress"},
           StatusCase{MeetingStatus::prep_completed, "prep_completed"},
           StatusCase{MeetingStatus::completed, "completed"},
           StatusCase{MeetingStatus::cancelled, "cancelled"},
       }) {
    CHECK(name_of(status) == name);
    CHECK(meeting_status_named(name) == status);
  }
  for (const auto outcome :
       {PrepOutcome::prepared, PrepOutcome::skipped, PrepOutcome::no_reaction}) {
    CHECK(prep_outcome_named(name_of(outcome)) == outcome);
  }
  CHECK(name_of(PrepOutcome::no_reaction) == "no_reaction");
  for (const auto response :
       {Response::needs_action, Response::accepted, Response::tentative, Response::declined}) {
    CHECK(response_named(name_of(response)) == response);
  }
  CHECK(name_of(Response::needs_action) == "needs_action");
  for (const auto entry : {EntryKind::meeting, EntryKind::focus_time, EntryKind::out_of_office,
                           EntryKind::working_location, EntryKind::birthday}) {
    CHECK(entry_kind_named(name_of(entry)) == entry);
  }
  CHECK(name_of(EntryKind::out_of_office) == "out_of_office");
  for (const std::string wrong : {"", "Classified", "classified ", "prep", "unknown"}) {
    CAPTURE(wrong);
    CHECK(meeting_status_named(wrong) == std::nullopt);
    CHECK(prep_outcome_named(wrong) == std::nullopt);
    CHECK(response_named(wrong) == std::nullopt);
    CHECK(entry_kind_named(wrong) == std::nullopt);
  }
}

}  // namespace execassist
