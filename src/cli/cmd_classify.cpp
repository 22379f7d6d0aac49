#include "app/classification.hpp"
#include "app/rules_diff.hpp"
#include "app/tick.hpp"
#include "classify/classifier.hpp"
#include "classify/rules_check.hpp"
#include "cli/classify_input.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/global_options.hpp"
#include "cli/job_report.hpp"
#include "cli/rules_diff_view.hpp"
#include "cli/views.hpp"
#include "cli/workplace.hpp"
#include "yaml/rules_loader.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>
#include <execassist/settings/samples.hpp>

namespace execassist::cli {
namespace {

// --rules, else what the configuration names, else (without a configuration) the built-in ones.
Rules rules_for(Invocation& call) {
  if (const auto path = call.value("--rules")) return load_rules_file(call, *path);
  if (!call.global.config && !call.edges.files().exists(config_path(call))) {
    return yaml::load_rules(std::string(sample_rules()), "built-in rules");
  }
  return load_rules(call, load_settings(call));
}

wire::Json verdict_json(const std::string& title, const classify::Verdict& verdict, bool explain) {
  wire::Json json;
  json.set("title", title);
  json.set("meeting_type", verdict.meeting_type);
  json.set("prep_hours_before", hours_json(verdict.prep_lead));
  json.set("matched_keyword", verdict.matched_keyword);
  json.set("matched_in",
           verdict.matched_in ? wire::Json(classify::name_of(*verdict.matched_in)) : wire::Json());
  json.set("reason", verdict.reason);
  if (!explain) return json;
  wire::Json rejected = wire::Json::array();
  for (const classify::Rejection& each : verdict.rejected) {
    rejected.push(
        wire::Json::object({{"meeting_type", each.meeting_type}, {"reason", each.reason}}));
  }
  json.set("rejected", std::move(rejected));
  return json;
}

std::string lead_in_words(std::optional<Seconds> lead) {
  return lead ? "prepare " + describe_duration(*lead) + " before" : "no preparation";
}

void print_verdict(Output& out, const std::string& title, const classify::Verdict& verdict,
                   const std::string& rules_file, bool explain) {
  const std::string shown = one_line(title);
  out.line((shown.empty() ? "(no title)" : shown) + ": " +
           out.paint(Paint::bold, verdict.meeting_type) + ", " + lead_in_words(verdict.prep_lead));
  if (!explain) return;
  out.line("  because " + one_line(verdict.reason));
  if (verdict.position.line > 0) {
    out.line("  rule    " + one_line(rules_file) + ":" + std::to_string(verdict.position.line));
  }
  for (const classify::Rejection& each : verdict.rejected) {
    out.line(
        out.paint(Paint::dim, "  not     " + each.meeting_type + ": " + one_line(each.reason)));
  }
}

int check_rules_file(Invocation& call) {
  const Rules rules = rules_for(call);
  const classify::Classifier classifier(rules);
  const auto report = classify::check_rules(rules, classifier);
  for (const std::string& warning : report.warnings) call.out.warn(warning);
  for (const std::string& failure : report.failures) call.out.problem(failure);
  wire::Json json;
  json.set("rules", rules.file);
  json.set("types", rules.types.size());
  json.set("examples", report.examples);
  wire::Json failures = wire::Json::array();
  for (const std::string& failure : report.failures) failures.push(one_line(failure));
  json.set("failures", std::move(failures));
  wire::Json warnings = wire::Json::array();
  for (const std::string& warning : report.warnings) warnings.push(one_line(warning));
  json.set("warnings", std::move(warnings));
  call.out.json(json);
  if (!report.failures.empty()) return kExitConfiguration;
  call.out.line(rules.file + ": right, " +
                count_of(static_cast<long long>(rules.types.size()), "type") + ", " +
                count_of(report.examples, "example") + " passed");
  return kExitDone;
}

int classify_one(Invocation& call) {
  const Rules rules = rules_for(call);
  const classify::Classifier classifier(rules);
  const std::string title = to_valid_utf8(*call.value("--title"));
  const std::string description = call.value("--description").value_or("");
  const auto people = call.integer("--attendees", 0, 1'000'000).value_or(0);
  const bool explain = call.flag("--explain");
  const auto verdict = classifier.classify({title, description, static_cast<int>(people)}, explain);
  print_verdict(call.out, title, verdict, rules.file, explain);
  call.out.json(verdict_json(title, verdict, explain));
  return kExitDone;
}

int classify_stream(Invocation& call) {
  const Rules rules = rules_for(call);
  const classify::Classifier classifier(rules);
  const std::string path = *call.value("--input");
  const std::string name = path == "-" ? "standard input" : path;
  const bool explain = call.flag("--explain");
  bool all_good = true;
  read_classify_input(
      call.edges.files(), path == "-" ? path : call.edges.absolute(path),
      [&](const ClassifySubject& subject) {
        if (!subject.error.empty()) {
          all_good = false;
          call.out.problem(name + ":" + std::to_string(subject.line) + ": " + subject.error);
          return true;
        }
        const auto verdict = classifier.classify(
            {subject.title, subject.description, subject.attendee_count}, explain);
        print_verdict(call.out, subject.title, verdict, rules.file, explain);
        call.out.item(verdict_json(subject.title, verdict, explain));
        return !call.out.closed();
      });
  call.out.end_items();
  return all_good ? kExitDone : kExitPartial;
}

int classify_stored(Invocation& call) {
  const Instant started = call.now();
  Workplace workplace(call);
  const auto which =
      call.flag("--all") ? app::ClassifyWhich::all_future : app::ClassifyWhich::untyped;
  const app::ClassifyReport report = app::classify_meetings(workplace.scope(), which);
  app::record_job(workplace.scope(), "classify", started, std::nullopt);
  if (worth_telling(call, report.classified > 0)) {
    call.out.line("classify: " + std::to_string(report.classified) + " typed, " +
                  std::to_string(report.unchanged) + " unchanged");
    for (const auto& [type, count] : report.by_type) {
      call.out.line("  " + pad_width(type, 20) + " " + std::to_string(count));
    }
  }
  call.out.json(classify_json(report));
  return kExitDone;
}

int diff_stored(Invocation& call) {
  const Workplace workplace(call, Opening::copy);
  const Rules other = load_rules_file(call, *call.value("--diff"), "--diff");
  check_required_context(other, workplace.settings());
  const app::RulesDiff diff = app::diff_rules(workplace.scope(), other, call.flag("--all"));
  print_rules_diff(call, workplace.scope(), diff);
  return kExitDone;
}

int run_classify(Invocation& call) {
  const bool title = call.value("--title").has_value();
  const bool input = call.value("--input").has_value();
  const bool check = call.flag("--check");
  const bool all = call.flag("--all");
  const bool diff = call.value("--diff").has_value();
  if (title + input + check + diff > 1) {
    call.usage_error("--title, --input, --check and --diff exclude each other");
  }
  if (all && (title || input || check)) {
    call.usage_error("--title, --input, --check and --all exclude each other");
  }
  const bool about_one = call.value("--description") || call.value("--attendees");
  if (about_one && !title) call.usage_error("--description and --attendees go with --title");
  if (call.value("--rules") && !(title || input || check)) {
    call.usage_error(
        "--rules goes with --title, --input and --check; stored meetings are typed by the "
        "configured rules");
  }
  if (call.flag("--explain") && !(title || input)) {
    call.usage_error(
        "--explain goes with --title and --input; for a stored meeting: execassist meetings show "
        "ID");
  }
  if (check) return check_rules_file(call);
  if (title) return classify_one(call);
  if (input) return classify_stream(call);
  if (diff) return diff_stored(call);
  return classify_stored(call);
}

}  // namespace

const CommandDesc kClassify{
    .path = {"classify"},
    .summary = "type meetings by the rules, or try the rules out",
    .doc =
        "Without options: types the stored meetings that have no type yet. With --all: also every "
        "future one "
        "whose preparation has not been announced.\n\n"
        "With --diff: which stored meetings other rules would type differently, or prepare at "
        "another time, and which of them would be announced at once, because that time has passed. "
        "Nothing is changed. Announced meetings keep their type; with --all they are listed too, "
        "and so is what is over.\n\n"
        "With --title, --input or --check the database is not touched: try a made-up meeting, a "
        "calendar "
        "file or JSON lines {\"title\", \"description\", \"attendees\": [..] or N}, or the rules "
        "file with the "
        "examples written in it. A line of --input that is wrong is reported (exit 3), the others "
        "are typed.",
    .options = {{.name = "--all",
                 .doc = "Type every future meeting again; with --diff, list every stored one."},
                {.name = "--diff",
                 .value_name = "FILE",
                 .doc = "What these rules would change about the stored meetings.",
                 .kind = OptionKind::value},
                {.name = "--title",
                 .value_name = "TITLE",
                 .doc = "Type one made-up meeting.",
                 .kind = OptionKind::value},
                {.name = "--description",
                 .value_name = "TEXT",
                 .doc = "Its description.",
                 .kind = OptionKind::value},
                {.name = "--attendees",
                 .value_name = "N",
                 .doc = "How many people are listed.",
                 .kind = OptionKind::value,
                 .default_text = "0"},
                {.name = "--input",
                 .value_name = "FILE",
                 .doc = "Type each meeting of an iCalendar file or of JSON lines; - is stdin.",
                 .kind = OptionKind::value},
                {.name = "--rules",
                 .value_name = "FILE",
                 .doc = "These rules instead of the configured ones.",
                 .kind = OptionKind::value},
                {.name = "--explain", .doc = "Also which rule won and why the others lost."},
                {.name = "--check", .doc = "Check the rules and run the examples written in them."},
                json_lines_option()},
    .examples = {{"execassist classify --title \"LT sync\" --attendees 12 --explain",
                  "why this type?"},
                 {"execassist classify --check --rules new.yaml",
                  "before the new rules take effect"},
                 {"execassist classify --diff new.yaml", "what they would change"}},
    .exit_codes = {1, 3, 75, 78},
    .audience = Audience::cron,
    .run = run_classify,
};

}  // namespace execassist::cli
