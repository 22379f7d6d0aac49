#include "app/sign_in_alert.hpp"

#include "unit/app/app_fixture.hpp"

#include <doctest/doctest.h>

namespace execassist::app {
namespace {

using testing::App;
using testing::contains;

const GrantKey kAda{"ada", "google"};

class Dead : public App {
 public:
  Dead() {
    settings.users[0].calendars[0].kind = "google";
    sign_in("grant-1");
  }

  void sign_in(const std::string& grant_id) {
    Grant grant;
    grant.key = kAda;
    grant.grant_id = grant_id;
    grant.account = "ada@example.com";
    grant.granted_at = edges.clock().wall() - days{7};
    grant.refresh_token = Secret("hush-refresh");
    grant.access_token = Secret("hush-access");
    edges.fake_vault().store(grant);
  }
  void die(const std::string& grant_id) {
    edges.fake_vault().store_refusal(kAda, grant_id, "invalid_grant", edges.clock().wall());
  }
  bool queue(const std::string& user_id = "ada") {
    const auto grant = grant_of(scope, user_id);
    if (!grant) return false;
    auto transaction = database.begin();
    const bool queued = queue_sign_in_alert(scope, transaction, *grant, {"it does not work", {}});
    transaction.commit();
    return queued;
  }
};

TEST_CASE("one alert for each grant that died") {
  Dead app;
  CHECK_FALSE(app.queue("nobody"));
  app.die("grant-1");
  CHECK(app.queue());
  CHECK_FALSE(app.queue());
  const Notification alert = app.only(NotificationKind::alert);
  CHECK(is_sign_in_alert(alert));
  CHECK(alert.user_id == "ada");
  CHECK(alert.occurrence == "sign-in/google/grant-1");
  CHECK_FALSE(alert.meeting_id);
  CHECK(alert.due_at == app.now());
  CHECK(contains(alert.text, "execassist auth login google -u ada"));
  CHECK(contains(alert.text, "In production"));
  CHECK_FALSE(contains(alert.text, "hush"));

  app.sign_in("grant-2");
  app.die("grant-2");
  CHECK(app.queue());
  CHECK(app.outbox(NotificationKind::alert).size() == 2);
}

TEST_CASE("queued without the sealing key; rolled back with its transaction") {
  Dead app;
  app.die("grant-1");
  app.edges.fake_vault().lose_key();
  {
    auto transaction = app.database.begin();
    CHECK(queue_sign_in_alert(app.scope, transaction, *grant_of(app.scope, "ada"), {}));
  }
  CHECK(app.outbox().empty());
  CHECK(app.queue());
}

TEST_CASE("a grant that does not work is told once, and once more when it is refused") {
  Dead app;
  app.source().always(Error(ErrorKind::failed, "the first try"));
  app.sync();
  CHECK(app.queue());
  CHECK_FALSE(app.queue());
  const Notification first = app.only(NotificationKind::alert);
  CHECK(is_sign_in_alert(first));
  CHECK(contains(first.text, "it does not work"));
  CHECK_FALSE(sign_in_alert_overtaken(app.scope, first));
  app.die("grant-1");
  CHECK(sign_in_alert_overtaken(app.scope, first) == "the sign-in has died since");
  CHECK(app.queue());
  CHECK_FALSE(app.queue());
}

// Ticks an hour apart, with a Google that takes the sign-in or does not.
class Fitful : public Dead {
 public:
  // How many alerts have arrived by then.
  std::size_t after(bool works, Seconds passed = hours{1}) {
    if (works) {
      source().list({});
    } else {
      source().always(Error(ErrorKind::sign_in_needed, "no permission"));
    }
    advance(passed);
    tick();
    return first().received.size();
  }
};

TEST_CASE("a grant that works again, and then does not, is told again, but once a day") {
  Fitful app;
  CHECK(app.after(true) == 0);
  CHECK(app.after(false) == 1);
  CHECK(app.after(false, days{3}) == 1);
  CHECK(app.after(true) == 1);
  CHECK(app.after(false) == 2);
  // For good, on the same day: that is told on the next.
  CHECK(app.after(true) == 2);
  CHECK(app.after(false) == 2);
  CHECK(app.after(false, days{1}) == 3);
  CHECK(app.after(false, days{1}) == 3);
}

TEST_CASE("an alert that was overtaken in the night does not keep the next one back") {
  Fitful app;
  app.ada().user.quiet_hours = QuietHours{minutes{0}, hours{23}};
  app.after(true);
  CHECK(app.after(false) == 0);
  CHECK(app.after(true) == 0);
  CHECK(app.after(false) == 0);
  app.ada().user.quiet_hours.reset();
  CHECK(app.after(false, days{1}) == 0);
  CHECK(app.only(NotificationKind::alert).reason == "the sign-in works again");
  CHECK(app.after(false, minutes{5}) == 1);
  CHECK(app.after(false, days{2}) == 1);
}

TEST_CASE("a calendar that never works hides nothing about the others") {
  Fitful app;
  app.ada().calendars.push_back(app.ada().calendars[0]);
  app.ada().calendars[1].id = "elsewhere";
  app.source("elsewhere").always(Error(ErrorKind::failed, "no such calendar"));
  app.after(true);
  CHECK(app.after(false) == 1);
  app.after(true);
  CHECK(app.after(false, days{5}) == 2);
}

TEST_CASE("the command names the files that it would not find by itself") {
  Dead app;
  app.die("grant-1");
  app.settings.file = app.edges.default_config_path();
  const auto words = [&] {
    Notification alert;
    alert.user_id = "ada";
    alert.occurrence = "sign-in/google/grant-1";
    return sign_in_alert_wording(app.scope, alert, app.ada().user).text;
  };
  CHECK(contains(words(), "execassist auth login google -u ada\n"));
  app.settings.file = "/srv/my config.yaml";
  CHECK(contains(words(), "execassist auth login google -u ada -c '/srv/my config.yaml'\n"));
}

TEST_CASE("overtaken: signed in again, signed out") {
  Dead app;
  app.die("grant-1");
  app.queue();
  const Notification alert = app.only(NotificationKind::alert);
  CHECK_FALSE(sign_in_alert_overtaken(app.scope, alert));
  app.sign_in("grant-2");
  CHECK(sign_in_alert_overtaken(app.scope, alert) == "signed in again since");
  app.die("grant-2");
  CHECK(sign_in_alert_overtaken(app.scope, alert) == "signed in again since");
  app.edges.fake_vault().remove(kAda);
  CHECK(sign_in_alert_overtaken(app.scope, alert) == "signed out since");
}

TEST_CASE("its words are made anew; without the grant it says what was queued") {
  Dead app;
  app.die("grant-1");
  app.queue();
  const Notification alert = app.only(NotificationKind::alert);
  const User& ada = app.ada().user;
  auto message = sign_in_alert_wording(app.scope, alert, ada);
  CHECK(message.subject == "Sign in to Google again");
  CHECK(message.text == alert.text);
  CHECK_FALSE(message.content.empty());
  app.edges.fake_vault().remove(kAda);
  message = sign_in_alert_wording(app.scope, alert, ada);
  CHECK(message.text == alert.text);
  CHECK(message.content.empty());
}

TEST_CASE("other alerts are not taken for it") {
  Notification other;
  other.kind = NotificationKind::alert;
  other.variant = "3";
  CHECK_FALSE(is_sign_in_alert(other));
  other.kind = NotificationKind::change;
  other.variant = "sign_in";
  CHECK_FALSE(is_sign_in_alert(other));
}

}  // namespace
}  // namespace execassist::app
