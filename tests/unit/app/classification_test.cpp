#include "app/classification.hpp"

#include "app_fixture.hpp"

namespace execassist::app::testing {
namespace {

using Status = MeetingStatus;

// A meeting as an older version might have left it: seen, but without a type.
void insert_untyped(App& app, const std::string& id, const std::string& title, Instant start) {
  Meeting meeting;
  meeting.meeting_id = id;
  meeting.user_id = "ada";
  meeting.calendar_id = "work";
  meeting.facts = facts_of(id, start, hours{1}, title);
  meeting.created_at = meeting.updated_at = meeting.last_synced_at = kNow;
  auto transaction = app.database.begin();
  store::MeetingRepository(app.database).insert(transaction, meeting, "test");
  transaction.commit();
}

TEST_CASE("untyped meetings get a type, a lead and a reason") {
  App app;
  insert_untyped(app, "lead", "Leadership sync", kNow + days{7});
  insert_untyped(app, "plain", "Coffee", kNow + days{7});
  insert_untyped(app, "lunch", "Lunch", kNow + days{7});
  const auto report = classify_meetings(app.scope, ClassifyWhich::untyped);
  CHECK(report.classified == 3);
  CHECK(report.unchanged == 0);
  CHECK(report.by_type ==
        std::map<std::string, int>{{"leadership_meeting", 1}, {"default", 1}, {"lunch", 1}});
  const Meeting lead = app.meeting("lead");
  CHECK(lead.state.status == Status::classified);
  CHECK(lead.state.prep_lead == hours{72});
  CHECK(lead.state.prep_trigger_time == kNow + days{7} - hours{72});
  CHECK_FALSE(lead.state.type_reason.empty());
  const Meeting lunch = app.meeting("lunch");
  CHECK_FALSE(lunch.state.prep_trigger_time);
  CHECK(lunch.state.unprepared_reason == "the type lunch is not prepared");

  const auto again = classify_meetings(app.scope, ClassifyWhich::untyped);
  CHECK(again.classified == 0);
  CHECK(again.by_type.empty());
}

TEST_CASE("more meetings than one transaction takes are all typed") {
  App app;
  for (int i = 0; i < 450; ++i) {
    insert_untyped(app, "m" + std::to_string(i), "Coffee", kNow + days{7});
  }
  CHECK(classify_meetings(app.scope, ClassifyWhich::untyped).classified == 450);
}

TEST_CASE("-u types only that user's meetings") {
  App app;
  insert_untyped(app, "a", "Coffee", kNow + days{7});
  app.scope.user_id = "bob";
  CHECK(classify_meetings(app.scope, ClassifyWhich::untyped).classified == 0);
}

TEST_CASE("all future ones: what was announced keeps its type, what is past too") {
  App app;
  app.put(facts_of("soon", kNow + hours{5}));
  app.put(facts_of("later", kNow + days{7}));
  app.put(facts_of("past", kNow - hours{5}));
  app.sync();
  trigger_preps(app.scope);
  app.rules.types.back().name = "other";
  app.rules.types.back().prep_lead = hours{48};
  const auto report = classify_meetings(app.scope, ClassifyWhich::all_future);
  CHECK(report.classified == 1);
  CHECK(report.unchanged == 1);
  CHECK(app.meeting("later").state.meeting_type == "other");
  CHECK(app.meeting("later").state.prep_trigger_time == kNow + days{5});
  CHECK(app.meeting("soon").state.meeting_type == "default");
  CHECK(app.meeting("soon").state.status == Status::prep_scheduled);
  CHECK(app.meeting("past").state.meeting_type == "default");
}

TEST_CASE("changed rules are noticed once") {
  App app;
  app.put(facts_of("later", kNow + days{7}));
  app.sync();
  CHECK(classify_what_needs_it(app.scope).classified == 0);

  app.rules.types.back().name = "other";
  CHECK(classify_what_needs_it(app.scope).classified == 0);  // same bytes, says the fingerprint
  app.rules.fingerprint = "rules-2";
  app.scope.user_id = "bob";  // rules are everybody's
  CHECK(classify_what_needs_it(app.scope).classified == 1);
  CHECK(app.meeting("later").state.meeting_type == "other");
  CHECK(classify_what_needs_it(app.scope).classified == 0);
}

TEST_CASE("a title that changes changes the type") {
  App app;
  app.put(facts_of("a", kNow + days{7}));
  app.sync();
  app.put(facts_of("a", kNow + days{7}, hours{1}, "Leadership sync"));
  app.sync();
  CHECK(app.meeting("a").state.meeting_type == "leadership_meeting");
  CHECK(app.meeting("a").state.prep_trigger_time == kNow + days{4});
  CHECK(app.meeting("a").state.revision == 0);
}

}  // namespace
}  // namespace execassist::app::testing
