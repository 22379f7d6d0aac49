// Days that nobody planned: calendars change, the person acts, processes die in the middle of a
// send. Whatever happens, nothing is said twice, nothing that was due is forgotten, and what the
// person was last told is true.
#include "app_fixture.hpp"

#include <map>
#include <random>
#include <set>

namespace execassist::app::testing {
namespace {

using Kind = NotificationKind;
using State = NotificationState;
using Status = MeetingStatus;

struct Crash {};

struct Belief {
  bool cancelled = false;
  Instant start{};
};

class RandomDays {
 public:
  explicit RandomDays(unsigned seed) : chance_(seed), seed_(seed) {
    app_.settings.users[0] = user_named("ada", {"work", "home"});
    app_.settings.users[0].user.channels = {"first"};
    app_.settings.notify.per_user_hourly_limit = 1000;
    app_.settings.notify.max_attempts = 100;
    app_.first().can_be_asked = true;
    app_.listed["work"];
    app_.listed["home"];
  }

  void live(int steps) {
    for (int step = 0; step < steps; ++step) {
      CAPTURE(seed_);
      CAPTURE(step);
      change_calendar();
      act();
      tick();
      app_.advance(minutes{1 + below(150)});
    }
    for (int hour = 0; hour < 120; ++hour) {
      app_.advance(hours{1});
      app_.tick();
      read_messages();
    }
    CAPTURE(seed_);
    for (const Notification& each : app_.outbox()) {
      const bool open = each.state == State::pending || each.state == State::sending;
      CHECK_FALSE(open);
    }
    for (const Meeting& each : meetings()) {
      CHECK((each.state.status == Status::completed || each.state.status == Status::cancelled));
    }
  }

  int heard() const { return static_cast<int>(seen_); }
  int crashes() const { return crashes_; }

 private:
  int below(int bound) { return static_cast<int>(chance_() % static_cast<unsigned>(bound)); }
  std::string some_id() { return "m" + std::to_string(below(5)); }
  std::vector<Meeting> meetings() { return store::MeetingRepository(app_.database).list({}); }

  void change_calendar() {
    const std::string id = some_id();
    const MeetingFacts facts = facts_of(id, app_.now() + minutes{30 + 15 * below(200)});
    switch (below(5)) {
      case 0:
      case 1: {  // new, moved or on again: in both calendars, in case it stands in both
        const bool both = below(2) == 0 || app_.find(id, "home");
        app_.put(facts, "work");
        if (both) app_.put(facts, "home");
        break;
      }
      case 2:
        app_.take_away(id, "work");
        break;
      case 3:
        app_.take_away(id, "work");
        app_.take_away(id, "home");
        break;
      default:
        break;
    }
  }

  void act() {
    const auto all = meetings();
    if (all.empty()) return;
    const Meeting& meeting = all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
    // What is refused is refused.
    error_of([&] {
      switch (below(8)) {
        case 0:
          start_prep(app_.scope, meeting);
          break;
        case 1:
          finish_prep(app_.scope, meeting);
          break;
        case 2:
          skip_prep(app_.scope, meeting);
          break;
        case 3:
          snooze_prep(app_.scope, meeting, hours{1});
          break;
        case 4:
          add_reminder(app_.scope, meeting, app_.now() + minutes{below(300)});
          break;
        default:
          break;
      }
    });
  }

  void tick() {
    std::unique_ptr<store::Transaction> blocker;
    FakeChannel& channel = app_.first();
    const int fate = below(6);
    if (fate == 0) {  // dies before the first byte
      channel.during_send = [] { throw Crash{}; };
    } else if (fate == 1) {  // dies before the outcome is stored
      channel.during_send = [&] { blocker.reset(new store::Transaction(app_.database.begin())); };
    }
    bool died = false;
    try {
      app_.tick();
    } catch (const Crash&) {
      died = true;
    } catch (const Error&) {
      died = true;
      CHECK(blocker);
    }
    blocker.reset();
    channel.during_send = nullptr;
    if (died) {
      ++crashes_;
      ++app_.edges.fake_processes().me.pid;  // its successor
    }
    read_messages();
    if (!died) check_nothing_forgotten();
    if (!died) check_beliefs();
  }

  void read_messages() {
    const auto& received = app_.first().received;
    for (; seen_ < received.size(); ++seen_) {
      const std::string& id = received[seen_].message.notification_id;
      CHECK_MESSAGE(told_.insert(id).second, "sent twice: " << received[seen_].message.text);
      const auto notification = store::OutboxRepository(app_.database).load(id);
      REQUIRE(notification);
      if (!notification->meeting_id || notification->kind == Kind::alert) continue;
      const auto meeting = store::MeetingRepository(app_.database).load(*notification->meeting_id);
      if (notification->kind == Kind::prep) {
        CHECK(preps_.insert(notification->occurrence + std::to_string(notification->round)).second);
      }
      beliefs_[meeting->facts.ical_uid] = {notification->variant.starts_with("cancelled"),
                                           meeting->facts.start};
    }
  }

  void check_nothing_forgotten() {
    for (const Meeting& each : meetings()) {
      const MeetingState& state = each.state;
      const bool open = state.status == Status::discovered || state.status == Status::classified;
      const bool due = state.prep_trigger_time && *state.prep_trigger_time <= app_.now() &&
                       app_.now() < each.facts.start && !state.duplicate_of;
      CHECK_FALSE((open && due));
      if (state.status != Status::prep_scheduled || !state.notification_id) continue;
      CHECK(store::OutboxRepository(app_.database).load(*state.notification_id));
    }
  }

  // Of what is ahead, and where nothing is on its way.
  void check_beliefs() {
    std::set<std::string> unsettled;
    for (const Notification& each : app_.outbox()) {
      const bool open = each.state == State::pending || each.state == State::sending;
      if (open && each.meeting_id) {
        unsettled.insert(
            store::MeetingRepository(app_.database).load(*each.meeting_id)->facts.ical_uid);
      }
    }
    std::map<std::string, Belief> truth;
    for (const Meeting& each : meetings()) {
      if (each.state.duplicate_of) continue;
      const bool cancelled = each.state.status == Status::cancelled;
      const auto known = truth.find(each.facts.ical_uid);
      if (known != truth.end() && !known->second.cancelled) continue;
      truth[each.facts.ical_uid] = {cancelled, each.facts.start};
    }
    for (const auto& [uid, belief] : beliefs_) {
      const Belief& fact = truth[uid];
      if (unsettled.contains(uid) || fact.start <= app_.now() || belief.start <= app_.now())
        continue;
      CAPTURE(uid);
      CHECK(belief.cancelled == fact.cancelled);
      if (!fact.cancelled && !belief.cancelled) CHECK(belief.start == fact.start);
    }
  }

  App app_;
  std::mt19937 chance_;
  unsigned seed_;
  std::size_t seen_ = 0;
  int crashes_ = 0;
  std::set<std::string> told_;
  std::set<std::string> preps_;
  std::map<std::string, Belief> beliefs_;
};

TEST_CASE("random days") {
  int heard = 0;
  int crashes = 0;
  for (unsigned seed = 1; seed <= 5; ++seed) {
    RandomDays days(seed);
    days.live(40);
    heard += days.heard();
    crashes += days.crashes();
  }
  CHECK(heard > 60);  // or the days were too dull to prove anything
  CHECK(crashes > 10);
}

}  // namespace
}  // namespace execassist::app::testing
