// An assistant with context sources, whose meetings are prepared: their materials are all that is
// missing.
#pragma once

#include "app/materials_build.hpp"
#include "app_fixture.hpp"
#include "store/build_repository.hpp"
#include "store/prep_log_repository.hpp"

#include <functional>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

namespace execassist::app::testing {

inline ContextItem item_saying(const std::string& text) {
  ContextItem item;
  item.lines = {{text, 0}};
  return item;
}

class Bench : public App {
 public:
  Bench() {
    for (MeetingType& type : rules.types) type.agenda = {{"News", 1}, {"Decisions", 3}};
  }

  // Required by every type from now on.
  execassist::testing::FakeContext& context(const std::string& name, bool of_meeting = false) {
    ContextSettings& source = settings.context.emplace_back();
    source.name = name;
    source.label = "The " + name;
    require(name);
    auto& fake = edges.fake_context(name);
    fake.of_meeting = of_meeting;
    fake.answer = [name](const ContextRequest&) { return item_saying(name + " says so"); };
    return fake;
  }
  void require(const std::string& name) {
    for (MeetingType& type : rules.types) type.required_context.push_back(name);
  }

  void set_state(const std::string& external_id, MeetingStatus status,
                 std::optional<PrepOutcome> outcome = std::nullopt) {
    const Meeting from = meeting(external_id);
    MeetingState state = from.state;
    state.status = status;
    state.prep_outcome = outcome;
    auto transaction = database.begin();
    REQUIRE(store::MeetingRepository(database).advance(transaction, from, state, now(), "test"));
    transaction.commit();
  }
  // A meeting whose preparation is over.
  Meeting prepared(const std::string& id, Seconds ahead = hours{20}) {
    put(facts_of(id, kNow + ahead));
    sync();
    set_state(id, MeetingStatus::prep_completed, PrepOutcome::prepared);
    return meeting(id);
  }
  void queue(const Meeting& meeting, bool announce = true) {
    auto transaction = database.begin();
    queue_build(scope, transaction, meeting, {"the prep session is finished", announce});
    transaction.commit();
  }
  // Prepared, with its materials.
  Meeting built(const std::string& id, Seconds ahead = hours{20}) {
    queue(prepared(id, ahead));
    advance_builds(scope);
    REQUIRE(latest(id).state == BuildState::done);
    return meeting(id);
  }
  MaterialsBuild latest(const std::string& external_id) const {
    return store::BuildRepository(db()).latest_of(meeting(external_id).meeting_id).value();
  }
  std::vector<std::string> story(const std::string& external_id) const {
    std::vector<std::string> lines;
    for (const auto& each : store::PrepLogRepository(db()).list(meeting(external_id).meeting_id)) {
      lines.push_back(each.step + ": " + each.outcome);
    }
    return lines;
  }
  // From now on no build gets past `step`, as on a disk that is full; until mend().
  void break_after(BuildStep step) {
    database.connection().exec("CREATE TRIGGER broken BEFORE UPDATE ON builds WHEN OLD.step = '" +
                               std::string(name_of(step)) +
                               "' AND (NEW.step <> OLD.step OR NEW.state <> OLD.state) "
                               "BEGIN SELECT raise(ABORT, 'the disk is full'); END");
    // Not even that it failed can be stored.
    database.connection().exec(
        "CREATE TRIGGER dumb BEFORE UPDATE ON builds WHEN NEW.attempts > OLD.attempts "
        "BEGIN SELECT raise(ABORT, 'the disk is full'); END");
  }
  void mend() {
    database.connection().exec("DROP TRIGGER broken");
    database.connection().exec("DROP TRIGGER dumb");
  }
  bool leased(const std::string& external_id) {
    SQLite::Statement query(database.connection(),
                            "SELECT count(*) FROM builds WHERE lease_id IS NOT NULL "
                            "AND meeting_id = ?");
    query.bind(1, meeting(external_id).meeting_id);
    query.executeStep();
    return query.getColumn(0).getInt() > 0;
  }
  std::string folder_of(const Meeting& meeting) const {
    return "/archive/" + meeting.user_id + "/" + meeting.meeting_id;
  }

 private:
  store::Database& db() const { return const_cast<store::Database&>(database); }
};

}  // namespace execassist::app::testing
