#include "app/slack_desk.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/workplace.hpp"

#include <execassist/base/error.hpp>

#include <csignal>

namespace execassist::cli {
namespace {

ServeSettings serve_settings(Invocation& call, const Settings& settings) {
  ServeSettings serve = settings.serve;
  if (const auto listen = call.value("--listen")) serve.listen = *listen;
  if (call.flag("--behind-proxy")) serve.behind_proxy = true;
  if (const auto file = call.value("--tls-cert")) serve.tls_cert = call.edges.absolute(*file);
  if (const auto file = call.value("--tls-key")) serve.tls_key = call.edges.absolute(*file);
  if (!serve.tls_key.empty()) call.edges.files().require_safe_modes(serve.tls_key, true);
  return serve;
}

Secret needed_secret(Invocation& call, const SecretReference& reference, const std::string& key,
                     const std::string& without, const std::string& where) {
  auto secret = call.edges.resolve_secret(reference, key);
  if (!secret || secret->empty()) {
    throw Error(ErrorKind::configuration, "serve: " + key + " is not set, so that " + without,
                "it stands at " + where + " of the Slack app; write it as env:NAME or file:PATH");
  }
  return *secret;
}

std::string url_of(const ServeSettings& serve, const std::string& address) {
  return (serve.tls_cert.empty() ? "http://" : "https://") + address;
}

int run_serve(Invocation& call) {
  if (call.global.dry_run)
    call.usage_error("serve: --dry-run: it answers what comes, or it does not");
  // Before anything that may start a thread.
  StopSignals& signals = call.edges.stop_signals();
  signals.hold();
  Workplace workplace(call);
  const Settings& settings = workplace.settings();
  const ServeSettings serve = serve_settings(call, settings);
  const Secret secret =
      needed_secret(call, settings.slack.signing_secret, "slack.signing_secret",
                    "nobody could tell Slack from others", "\"Basic Information\"");
  needed_secret(call, settings.slack.bot_token, "slack.bot_token", "nothing could be answered",
                "\"OAuth & Permissions\"");
  const auto server = call.edges.http_server(serve);

  const std::string path = store_path(call, settings);
  Error over(ErrorKind::try_again, "the store: it was taken over meanwhile", "start it again");
  app::SlackDesk desk(
      workplace.scope(), secret,
      [path](Seconds busy) { return store::Database::open(path, store::OpenMode::existing, busy); },
      [&signals, &over](const Error& why) {
        over = why;  // read when the desk has stopped
        signals.give_up();
      });
  desk.add_routes(*server);
  desk.start();
  const std::string url = url_of(serve, server->listen());
  call.out.talk("listening on " + url);
  call.out.json(wire::Json::object({{"listening", url}}));

  const int signal = signals.wait();
  server->stop();
  desk.stop();
  if (signal == SIGINT) return kExitInterrupted;
  if (signal != 0) return kExitTerminated;
  throw over;
}

}  // namespace

const CommandDesc kServe{
    .path = {"serve"},
    .summary = "answer Slack: commands, buttons and direct messages",
    .doc =
        "Takes what Slack sends to /slack/webhook (slash commands, clicks, direct messages), "
        "checks its signature, stores it and answers at once; the work is done afterwards, by the "
        "same process and on the same store as the jobs of cron, which go on as before. What was "
        "answered is stored: a killed program acts on it when it is started again.\n\n"
        "Slack needs a public https address. Without a certificate it listens on this machine "
        "alone, for a proxy or a tunnel in front of it; --behind-proxy lets it listen elsewhere "
        "and believe the address that the proxy adds to X-Forwarded-For. The secret with which "
        "Slack signs its requests is slack.signing_secret in the configuration.\n\n"
        "/healthz answers everybody; /readyz and /metrics (in Prometheus' format) answer this "
        "machine alone. SIGTERM and SIGINT end it when what is in hand is done; programs that "
        "gather context are cut off, and asked again when it is started anew.",
    .options =
        {{.name = "--listen",
          .value_name = "ADDRESS",
          .doc = "Where to listen, such as 127.0.0.1:8080 or [::1]:8080; port 0 is any free one. "
                 "Without it serve.listen of the configuration counts.",
          .kind = OptionKind::value},
         {.name = "--behind-proxy",
          .doc = "A proxy stands before it and encrypts: another address than this machine's may "
                 "be listened on, and X-Forwarded-For counts."},
         {.name = "--tls-cert",
          .value_name = "FILE",
          .doc = "The certificate with its chain, as PEM.",
          .kind = OptionKind::value},
         {.name = "--tls-key",
          .value_name = "FILE",
          .doc = "Its private key, as PEM; only you may read it.",
          .kind = OptionKind::value}},
    .examples = {{"execassist serve", "for a tunnel or proxy on this machine"},
                 {"execassist serve --listen 0.0.0.0:8443 --tls-cert cert.pem --tls-key key.pem",
                  "for everybody, encrypted"}},
    .exit_codes = {75, 130, 143},
    .needs = Needs::store,
    .run = run_serve,
};

}  // namespace execassist::cli
