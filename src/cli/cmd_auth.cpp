#include "app/sign_in.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/global_options.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"
#include "render/when.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <chrono>

namespace execassist::cli {
namespace {

constexpr int kPastePort = 8765;
constexpr std::chrono::minutes kBrowserPatience{5};
constexpr const char* kWholeProject =
    "Google takes back all that this account granted to the whole Cloud project: other "
    "installations with the same google.client_id must sign in again too";

const ArgumentDesc kProviderArgument{
    .name = "PROVIDER", .doc = "Whose account.", .choices = {app::kGoogle}};

// What these commands work in: the configuration and the vault, not the meeting store.
class Accounts {
 public:
  explicit Accounts(Invocation& call)
      : settings_(load_settings(call)), scope_{settings_, call.edges, call.global.user} {
    call.edges.connect(settings_, store_path(call, settings_), call.global.dry_run);
  }
  Accounts(const Accounts&) = delete;
  Accounts& operator=(const Accounts&) = delete;

  const app::SignInScope& scope() const { return scope_; }

 private:
  Settings settings_;
  app::SignInScope scope_;
};

// Talk that must be read, also with --quiet: without it nobody could go on.
void instruct(Invocation& call, const std::string& text) {
  call.out.end_progress();
  call.edges.terminal().write_err(text + "\n");
}

std::string redirect_uri(int port) {
  return "http://127.0.0.1:" + std::to_string(port) + "/callback";
}

app::SignedIn login_by_browser(Invocation& call, const app::SignInScope& scope,
                               const UserSettings& user, int port) {
  const auto listener = call.edges.listen_for_redirect(port);
  app::SignIn attempt(scope, user, listener->redirect_uri());
  const bool opened = call.edges.open_browser(attempt.address());
  instruct(call,
           (opened ? "If no browser opens, open this address: "
                   : "No browser could be started here. Open this address on this machine (on "
                     "another one: --no-browser): ") +
               attempt.address());
  return attempt.by_redirect(*listener, kBrowserPatience);
}

std::optional<std::string> pasted_line(Invocation& call) {
  std::optional<std::string> pasted;
  call.edges.files().each_line("-", app::kLongestPaste, [&](std::string_view line, bool cut) {
    if (trim(line).empty()) return true;
    // Longer than any answer, and seen to be.
    pasted = std::string(line) + (cut ? "x" : "");
    return false;
  });
  return pasted;
}

app::SignedIn login_by_paste(Invocation& call, const app::SignInScope& scope,
                             const UserSettings& user, int port) {
  app::SignIn attempt(scope, user, redirect_uri(port));
  call.out.line(attempt.address());
  // Whoever redirects stdout still sees it.
  const bool seen = call.out.to_terminal() && !call.global.json;
  instruct(call, (seen ? std::string("Open the address above")
                       : "Open this address:\n" + attempt.address() + "\n") +
                     (seen ? " in a browser on any machine, " : "in a browser on any machine, ") +
                     "allow access; the browser then fails to load a page at 127.0.0.1: copy that "
                     "page's address and paste it here:");
  const auto pasted = pasted_line(call);
  if (!pasted) {
    throw Error(ErrorKind::usage, "sign-in: the input ended before an answer was pasted",
                "without a terminal, write the address on the standard input");
  }
  return attempt.by_paste(*pasted);
}

wire::Json strings_json(const std::vector<std::string>& strings) {
  wire::Json list = wire::Json::array();
  for (const std::string& each : strings) list.push(one_line(each));
  return list;
}

wire::Json text_or_null(const std::string& text) {
  return text.empty() ? wire::Json() : wire::Json(one_line(text));
}

std::string account_name(const std::string& account) {
  return account.empty() ? "an account that Google did not name" : one_line(account);
}

void tell_login(Invocation& call, const app::SignedIn& done, const User& user) {
  if (done.other_account) {
    call.out.warn(user.id + ": the account is " + account_name(done.account) +
                  ", the configuration has " + one_line(user.email) +
                  "; if that is not meant, sign in again with the other account");
  }
  for (const std::string& calendar : done.missing_calendars) {
    call.out.warn(user.id + ": " + account_name(done.account) + " does not list the calendar " +
                  one_line(calendar) +
                  " of the configuration; subscribe to it or correct its name");
  }
  call.out.line("signed in: " + user.id + " is " + account_name(done.account) + " at Google");
  wire::Json json;
  json.set("user_id", done.user_id);
  json.set("provider", app::kGoogle);
  json.set("account", text_or_null(done.account));
  json.set("scopes", strings_json(done.scopes));
  json.set("missing_calendars", strings_json(done.missing_calendars));
  json.set("other_account", done.other_account);
  json.set("dry_run", false);
  call.out.json(json);
}

// Says what would happen; proves that an address can be made.
int tell_login_plan(Invocation& call, const app::SignInScope& scope, const UserSettings& user,
                    int port) {
  const app::SignIn attempt(scope, user, redirect_uri(port));
  const auto scopes = call.edges.google_oauth().scopes();
  call.out.line("would sign in " + user.user.id + " to Google, asking for: " + join(scopes, " "));
  wire::Json json;
  json.set("user_id", user.user.id);
  json.set("provider", app::kGoogle);
  json.set("account", wire::Json());
  json.set("scopes", strings_json(scopes));
  json.set("missing_calendars", wire::Json::array());
  json.set("other_account", false);
  json.set("dry_run", true);
  call.out.json(json);
  return 0;
}

int run_login(Invocation& call) {
  const auto port = call.integer("--port", 1, 65535);
  const Accounts accounts(call);
  const UserSettings& user = app::user_to_sign_in(accounts.scope());
  const bool by_browser = !call.flag("--no-browser");
  const int chosen = static_cast<int>(port.value_or(by_browser ? 0 : kPastePort));
  if (call.global.dry_run) return tell_login_plan(call, accounts.scope(), user, chosen);
  call.edges.token_vault().make_ready();
  const app::SignedIn done = by_browser ? login_by_browser(call, accounts.scope(), user, chosen)
                                        : login_by_paste(call, accounts.scope(), user, chosen);
  tell_login(call, done, user.user);
  return 0;
}

int run_logout(Invocation& call) {
  const Accounts accounts(call);
  const bool local = call.flag("--local");
  app::SignOutMode mode = local ? app::SignOutMode::local : app::SignOutMode::revoke;
  if (call.global.dry_run) mode = app::SignOutMode::tell;
  const auto grants = call.edges.token_vault().list();
  const bool something = std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
    return !call.global.user || grant.key.user_id == *call.global.user;
  });
  if (mode == app::SignOutMode::revoke && something) call.out.warn(kWholeProject);
  const app::SignedOut out = app::sign_out(accounts.scope(), mode);
  std::string what = out.user_id + " (" + account_name(out.account) + ")";
  if (call.global.dry_run) {
    what = "would sign out " + what +
           (local ? ": forgotten here, nothing revoked at Google" : ": revoked at Google");
    if (!local) call.out.talk("Google would take back what the whole Cloud project was granted");
  } else {
    what = (local ? "forgotten here, not revoked at Google: " : "signed out: ") + what;
  }
  call.out.line(what);
  wire::Json json;
  json.set("user_id", out.user_id);
  json.set("provider", app::kGoogle);
  json.set("account", text_or_null(out.account));
  json.set("revoked", out.revoked);
  json.set("dry_run", call.global.dry_run);
  call.out.json(json);
  return 0;
}

wire::Json status_json(const app::SignInStatus& status, Instant wall) {
  const Grant grant = status.grant.value_or(Grant{});
  const bool known = status.grant.has_value();
  wire::Json json;
  json.set("user_id", status.key.user_id);
  json.set("provider", status.key.provider);
  json.set("state", name_of(status.state));
  json.set("account", text_or_null(grant.account));
  json.set("scopes", strings_json(grant.scopes));
  json.set("signed_in_at", known ? time_json(grant.granted_at) : wire::Json());
  json.set("age_seconds",
           known ? wire::Json(
                       std::int64_t{std::max(Seconds{0}, Seconds(wall - grant.granted_at)).count()})
                 : wire::Json());
  json.set("last_refresh_at", time_json(grant.refreshed_at));
  json.set("access_token_expires_at", time_json(grant.access_expires_at));
  json.set("next_refresh_at", time_json(status.next_refresh_at));
  json.set("refused_at", time_json(grant.refused_at));
  json.set("reason", text_or_null(status.reason));
  json.set("hint", text_or_null(status.hint));
  json.set("needed", status.wanted);
  return json;
}

// "calendar.readonly": without what all of Google's begin with.
std::string short_scopes(const Grant& grant) {
  constexpr std::string_view kPrefix = "https://www.googleapis.com/auth/";
  std::vector<std::string> names;
  for (const std::string& scope : grant.scopes) {
    names.push_back(one_line(scope.starts_with(kPrefix) ? scope.substr(kPrefix.size()) : scope));
  }
  return join(names, " ");
}

std::string state_text(const app::SignInStatus& status, Instant wall) {
  switch (status.state) {
    case app::SignInState::signed_in:
      return "signed in " + render::relative(status.grant->granted_at, wall) +
             (status.next_refresh_at && *status.next_refresh_at > wall
                  ? ", refreshed " + render::relative(*status.next_refresh_at, wall)
                  : ", refreshed at the next use") +
             "; may use " + short_scopes(*status.grant);
    case app::SignInState::sign_in_needed:
      return "sign-in needed";
    case app::SignInState::not_signed_in:
      return "not signed in";
  }
  return {};
}

void print_status(Output& out, const app::SignInStatus& status, Instant wall, int user_width,
                  int account_width) {
  const std::string account = status.grant ? account_name(status.grant->account) : "-";
  const bool works = status.state == app::SignInState::signed_in;
  out.line(pad_width(status.key.user_id, user_width) + "  " + status.key.provider + "  " +
           pad_width(account, account_width) + "  " +
           out.paint(works ? Paint::green : Paint::red, state_text(status, wall)));
  if (works) return;
  if (status.grant) out.line("  " + one_line(status.reason));
  out.line("  " + one_line(status.hint));
}

int code_of(const std::vector<app::SignInStatus>& statuses) {
  const auto wanted = std::count_if(statuses.begin(), statuses.end(),
                                    [](const app::SignInStatus& each) { return each.wanted; });
  const auto working =
      std::count_if(statuses.begin(), statuses.end(), [](const app::SignInStatus& each) {
        return each.wanted && each.state == app::SignInState::signed_in;
      });
  if (working == wanted) return kExitDone;
  return working == 0 ? kExitSignInNeeded : kExitPartial;
}

int run_status(Invocation& call) {
  const Accounts accounts(call);
  const auto statuses = app::sign_in_status(accounts.scope());
  const Instant wall = call.edges.clock().wall();
  int user_width = 0;
  int account_width = 0;
  for (const app::SignInStatus& each : statuses) {
    user_width = std::max(user_width, display_width(each.key.user_id));
    if (each.grant)
      account_width = std::max(account_width, display_width(account_name(each.grant->account)));
  }
  for (const app::SignInStatus& each : statuses) {
    print_status(call.out, each, wall, std::min(user_width, 24), std::clamp(account_width, 1, 40));
    call.out.item(status_json(each, wall));
    if (call.out.closed()) break;
  }
  if (statuses.empty() && !call.global.json) {
    call.out.talk("nobody needs to sign in: no Google calendar is configured");
  }
  call.out.end_items();
  return code_of(statuses);
}

}  // namespace

const CommandDesc kAuth{
    .path = {"auth"},
    .summary = "sign in to Google and out again",
    .doc =
        "What a person granted is kept sealed in the store, under a key beside the "
        "configuration.",
};

const CommandDesc kAuthLogin{
    .path = {"auth", "login"},
    .summary = "sign a user in to Google",
    .doc =
        "Opens a browser, in which the person allows this program to read their calendars (the "
        "scope calendar.readonly, which gives the list of calendars and the events of each, and "
        "no right to change anything). The browser then brings the answer to a port of this "
        "machine, and the sign-in is stored, read back and used once before it is said to "
        "work. Then cron does the rest.\n\n"
        "With --no-browser, for a machine reached over ssh, the address is printed; the person "
        "opens it anywhere, and pastes the address at which their browser ended (or the code in "
        "it) as one line on the standard input.\n\n"
        "With several users, name one with -u. A sign-in that is there already is replaced. It "
        "needs google.client_id and google.client_secret in the configuration, of an OAuth "
        "client of the type \"Desktop app\".",
    .arguments = {kProviderArgument},
    .options = {{.name = "--no-browser",
                 .doc = "Print the address, and read the answer from the standard input."},
                {.name = "--port",
                 .value_name = "N",
                 .doc = "The port of this machine to which the browser brings the answer.",
                 .kind = OptionKind::value,
                 .default_text = "any free one; 8765 with --no-browser"}},
    .examples = {{"execassist auth login google -u ada", "on the machine with the browser"},
                 {"execassist auth login google -u ada --no-browser", "over ssh"}},
    .exit_codes = {4, 6, 75},
    .needs = Needs::settings,
    .run = run_login,
};

const CommandDesc kAuthStatus{
    .path = {"auth", "status"},
    .summary = "show who is signed in",
    .doc =
        "Each user with a Google calendar or a sign-in: the account, what was granted, how old "
        "it is, when the next access token is due. Nobody is called: a sign-in that was "
        "revoked at Google is seen at the next sync. 4 when none of the sign-ins that calendars "
        "need works, 3 when some do.",
    .options = {json_lines_option()},
    .examples = {{"execassist auth status", "all users"}},
    .exit_codes = {3, 4, 6, 75},
    .needs = Needs::settings,
    .run = run_status,
};

const CommandDesc kAuthLogout{
    .path = {"auth", "logout"},
    .summary = "sign a user out of Google",
    .doc =
        "Revokes the sign-in at Google, then forgets it. Google takes back all that the account "
        "granted to the whole Cloud project, so other installations with the same client must "
        "sign in again too. When Google cannot be reached, nothing is removed (75). 6 when the "
        "user is not signed in.",
    .arguments = {kProviderArgument},
    .options = {{.name = "--local", .doc = "Only forget it here; revoke nothing, call nobody."}},
    .examples = {{"execassist auth logout google -u ada", "revoke and forget"}},
    .exit_codes = {4, 6, 75},
    .needs = Needs::settings,
    .run = run_logout,
};

}  // namespace execassist::cli
