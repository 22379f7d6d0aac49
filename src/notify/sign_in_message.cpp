#include "notify/sign_in_message.hpp"

#include "render/sign_in.hpp"
#include "render/when.hpp"

#include <execassist/base/text.hpp>

namespace execassist::notify {
namespace {

constexpr int kLongestAccount = 120;
constexpr int kLongestProblem = 300;

}  // namespace

Message sign_in_message(const Grant& grant, const User& user, const std::string& problem,
                        const std::string& command) {
  const std::string provider = render::provider_name(grant.key.provider);
  const std::string name = one_line(user.name);
  const std::string account = fit_width(one_line(grant.account), kLongestAccount);
  const std::string what = "The " + provider + " calendars of " + name + " are not read any more: ";
  const std::string why =
      grant.refused() ? provider + " refuses the stored sign-in (" + one_line(grant.refusal) + ")."
                      : fit_width(one_line(problem), kLongestProblem) + ".";
  const std::string since =
      grant.refused() ? render::stamp(*grant.refused_at, user.time_zone) : std::string();
  const std::string began = render::stamp(grant.granted_at, user.time_zone);
  const std::string advice = render::testing_status_advice(grant);
  const std::string meanwhile =
      "Until then meetings stay as they were last read: what is new, moved or cancelled is not "
      "seen.";

  Message message;
  message.subject = "Sign in to " + provider + " again";
  message.text = message.subject + "\n\n" + what + why + "\n";
  if (!account.empty()) message.text += "  Account:      " + account + "\n";
  if (!since.empty()) message.text += "  Since:        " + since + "\n";
  message.text += "  Signed in at: " + began + "\n\nSign in again: " + command + "\n";
  if (!advice.empty()) message.text += "\n" + advice + ".\n";
  message.text += "\n" + meanwhile + "\n";

  MessageContent& content = message.content;
  content.headline = message.subject;
  MessageSection facts{{{{what + why, false}}}, {}};
  if (!account.empty()) facts.bullets.push_back("Account: " + account);
  if (!since.empty()) facts.bullets.push_back("Since: " + since);
  facts.bullets.push_back("Signed in at: " + began);
  content.sections.push_back(std::move(facts));
  content.sections.push_back({{{{"Sign in again: ", false}, {command, false, true}}}, {}});
  if (!advice.empty()) content.sections.push_back({{{{advice + ".", false}}}, {}});
  content.footer.push_back(meanwhile);
  message.brief = {"The " + provider + " calendars of " + name + " are not read any more.",
                   {},
                   "Sign in again: " + command};
  return message;
}

}  // namespace execassist::notify
