// What changed is what the person has not been told, whatever was built in between.
#include "app/materials_announcement.hpp"

#include "build_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using Lines = std::vector<std::string>;

class Desk : public Bench {
 public:
  // The calendar says something else of the meeting, and a run builds what follows.
  void change(const std::function<void(MeetingFacts&)>& act) {
    MeetingFacts facts = meeting("a").facts;
    act(facts);
    put(facts);
    sync();
    REQUIRE(queue_rebuilds(scope) == 1);
    REQUIRE(advance_builds(scope).built.size() == 1);
  }
  void rename(const std::string& title) {
    change([&](MeetingFacts& facts) { facts.title = title; });
  }
  void move(Seconds by) {
    change([&](MeetingFacts& facts) {
      facts.start += by;
      facts.end += by;
    });
  }
  void invite(const std::string& mail) {
    change([&](MeetingFacts& facts) {
      facts.attendees.push_back({mail, "", Response::accepted, false});
    });
  }
  int tell() { return deliver(scope, {Kind::materials}).sent; }
  std::string last_text() { return first().received.back().message.text; }
  std::string agenda() { return edges.fake_archive().read(folder_of(meeting("a")), "agenda.md"); }
  Lines changes() const { return latest("a").changes; }
};

const std::string kRenamed = "The title changed from \"Weekly review\" to \"Another\".";

TEST_CASE("what waits until the morning is told together with what came later") {
  Desk desk;
  desk.built("a");
  REQUIRE(desk.tell() == 1);
  desk.rename("Another");
  desk.invite("new@example.com");  // not worth a message of its own
  CHECK(desk.changes() == Lines{kRenamed, "New among the people: new@example.com."});
  CHECK(desk.waiting(Kind::materials).size() == 1);
  CHECK(contains(desk.agenda(), "The title changed"));
  REQUIRE(desk.tell() == 1);
  CHECK(contains(desk.last_text(), kRenamed));
  CHECK(contains(desk.last_text(), "new@example.com"));
  // From here on they know.
  desk.invite("more@example.com");
  CHECK(desk.changes() == Lines{"New among the people: more@example.com."});
  CHECK(desk.tell() == 0);
  // The agenda is read by itself: it keeps all since the preparation ended.
  for (const char* each : {"The title changed", "new@example.com", "more@example.com"}) {
    CHECK(contains(desk.agenda(), each));
  }
}

TEST_CASE("moved and moved back before anybody was told: nothing is said") {
  Desk desk;
  desk.built("a");
  REQUIRE(desk.tell() == 1);
  desk.move(minutes{30});
  CHECK(desk.waiting(Kind::materials).size() == 1);
  desk.move(-minutes{30});
  CHECK(desk.changes().empty());
  CHECK(desk.waiting(Kind::materials).empty());
  int suppressed = 0;
  for (const Notification& each : desk.outbox(Kind::materials)) {
    if (each.reason == "the meeting is as it was told") ++suppressed;
  }
  CHECK(suppressed == 1);
  CHECK_FALSE(contains(desk.agenda(), "moved"));
  CHECK(desk.tell() == 0);
  CHECK(desk.story("a").back() == "deliver: done, no message is needed");
}

TEST_CASE("moved back after they were told, or may have been: that is told too") {
  for (const bool certain : {true, false}) {
    CAPTURE(certain);
    Desk desk;
    desk.built("a");
    REQUIRE(desk.tell() == 1);
    desk.move(minutes{30});
    if (!certain) desk.first().script(AttemptOutcome::unknown);
    desk.tell();
    desk.move(-minutes{30});
    CHECK(desk.changes().size() == 1);
    CHECK(desk.waiting(Kind::materials).size() == 1);
  }
}

TEST_CASE("the first materials are owed whatever becomes of the meeting meanwhile") {
  Desk desk;
  desk.built("a");
  desk.rename("Another");
  desk.rename("Weekly review");
  desk.invite("new@example.com");
  CHECK(desk.waiting(Kind::materials).size() == 1);
  REQUIRE(desk.tell() == 1);
  CHECK(contains(desk.last_text(), "Your materials are ready"));
  CHECK(desk.changes() == Lines{"New among the people: new@example.com."});
}

TEST_CASE("a preparation that ends again is told although nothing changed") {
  Desk desk;
  const Meeting meeting = desk.built("a");
  REQUIRE(desk.tell() == 1);
  desk.queue(meeting);
  advance_builds(desk.scope);
  CHECK(desk.changes().empty());
  // Overtaken by people who come while its message waits, it is still owed.
  desk.invite("new@example.com");
  CHECK(desk.waiting(Kind::materials).size() == 1);
  CHECK(desk.tell() == 1);
}

TEST_CASE("known of a meeting: the last materials told, else the first of the round") {
  Desk desk;
  const Meeting meeting = desk.built("a");
  const auto known = [&] { return known_materials(desk.scope, meeting.meeting_id, 0); };
  CHECK(known().told == 0);
  desk.rename("Another");
  CHECK(known().snapshot->title == "Weekly review");
  REQUIRE(desk.tell() == 1);
  CHECK(known().told == desk.latest("a").number);
  CHECK(known().snapshot->title == "Another");
}

}  // namespace
}  // namespace execassist::app::testing
