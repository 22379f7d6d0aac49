#include "notify/sign_in_message.hpp"

#include <doctest/doctest.h>

namespace execassist::notify {
namespace {

Grant dead_after(Seconds length) {
  Grant grant;
  grant.key = {"ada", "google"};
  grant.account = "ada@example.com";
  grant.granted_at = *parse_rfc3339("2026-11-14T09:00:00Z");
  grant.refused_at = grant.granted_at + length;
  grant.refusal = "invalid_grant";
  grant.refresh_token = Secret("hush-refresh");
  grant.access_token = Secret("hush-access");
  return grant;
}

User ada() {
  User user;
  user.id = "ada";
  user.name = "Ada Byron";
  user.time_zone = *Zone::find("Europe/Berlin");
  return user;
}

std::string all_of(const MessageContent& content) {
  std::string all = content.headline + "\n";
  for (const MessageSection& section : content.sections) {
    for (const TextLine& line : section.lines) {
      for (const TextRun& run : line) all += run.text;
      all += "\n";
    }
    for (const std::string& bullet : section.bullets) all += bullet + "\n";
  }
  for (const std::string& line : content.footer) all += line + "\n";
  return all;
}

constexpr const char* kCommand = "execassist auth login google -u ada";

TEST_CASE("what does not work without having been refused says what was met") {
  Grant grant = dead_after(days{2});
  grant.refused_at.reset();
  const Message message = sign_in_message(grant, ada(), "the sealing key is\nmissing", kCommand);
  CHECK(message.text ==
        "Sign in to Google again\n\n"
        "The Google calendars of Ada Byron are not read any more: the sealing key is missing.\n"
        "  Account:      ada@example.com\n"
        "  Signed in at: 2026-11-14 10:00 CET\n\n"
        "Sign in again: execassist auth login google -u ada\n\n"
        "Until then meetings stay as they were last read: what is new, moved or cancelled is not "
        "seen.\n");
}

TEST_CASE("the command is marked as something to type") {
  const Message message = sign_in_message(dead_after(days{2}), ada(), {}, kCommand);
  bool found = false;
  for (const MessageSection& section : message.content.sections) {
    for (const TextLine& line : section.lines) {
      for (const TextRun& run : line) found = found || (run.code && run.text == kCommand);
    }
  }
  CHECK(found);
}

TEST_CASE("what died, since when, and what to type, in the user's zone") {
  const Message message = sign_in_message(dead_after(days{2}), ada(), {}, kCommand);
  CHECK(message.subject == "Sign in to Google again");
  CHECK(message.text ==
        "Sign in to Google again\n\n"
        "The Google calendars of Ada Byron are not read any more: Google refuses the stored "
        "sign-in (invalid_grant).\n"
        "  Account:      ada@example.com\n"
        "  Since:        2026-11-16 10:00 CET\n"
        "  Signed in at: 2026-11-14 10:00 CET\n\n"
        "Sign in again: execassist auth login google -u ada\n\n"
        "Until then meetings stay as they were last read: what is new, moved or cancelled is not "
        "seen.\n");
  const std::string content = all_of(message.content);
  for (const char* part : {"Sign in to Google again", "Ada Byron", "ada@example.com",
                           "2026-11-16 10:00 CET", "execassist auth login google -u ada"}) {
    CAPTURE(part);
    CHECK(content.find(part) != std::string::npos);
  }
  CHECK((message.text + content).find("hush") == std::string::npos);
  CHECK(message.content.buttons.empty());
}

TEST_CASE("a death near day seven says what to change") {
  const Message message = sign_in_message(dead_after(days{7} + hours{1}), ada(), {}, kCommand);
  CHECK(message.text.find("publish it \"In production\"") != std::string::npos);
  CHECK(all_of(message.content).find("publish it \"In production\"") != std::string::npos);
  CHECK(sign_in_message(dead_after(days{30}), ada(), {}, kCommand).text.find("production") ==
        std::string::npos);
}

TEST_CASE("names from outside are one safe line") {
  Grant grant = dead_after(days{1});
  grant.account = "ada\x1b[31m\n@example.com";
  grant.refusal = "in\nvalid";
  User user = ada();
  user.name = "Ada\nByron\x07";
  const Message message = sign_in_message(grant, user, {}, kCommand);
  const std::string content = all_of(message.content);
  for (const std::string& said : {message.text, content}) {
    CHECK(said.find('\x1b') == std::string::npos);
    CHECK(said.find("Ada Byron") != std::string::npos);
    CHECK(said.find("(in valid)") != std::string::npos);
  }
  grant.account.clear();
  CHECK(sign_in_message(grant, user, {}, kCommand).text.find("Account") == std::string::npos);
}

}  // namespace
}  // namespace execassist::notify
