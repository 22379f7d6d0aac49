#include "sample_tree.hpp"

namespace execassist::testing {

int run_sample(cli::Invocation& invocation) {
  return sample_action ? sample_action(invocation) : cli::kExitDone;
}

const cli::CommandTree& sample_tree() {
  using cli::CommandDesc;
  using cli::OptionKind;
  static const CommandDesc program{.path = {}, .summary = "a sample", .doc = "First.\n\nSecond."};
  static const CommandDesc sync{.path = {"sync"},
                                .summary = "fetch",
                                .options = {{.name = "--full", .doc = "Everything again."}},
                                .needs = cli::Needs::store,
                                .audience = cli::Audience::cron,
                                .run = run_sample};
  static const CommandDesc meetings{.path = {"meetings"}, .summary = "the meetings"};
  static const CommandDesc list{
      .path = {"meetings", "list"},
      .summary = "list the meetings",
      .doc =
          "Lists what is stored.\n\n  kept   as it is\n\n.dots and it's \\ escaped - as "
          "[said]: \xe2\x86\x92 so.",
      .options = {{.name = "--from",
                   .value_name = "TIME",
                   .doc = "The first moment; later ones follow.",
                   .kind = OptionKind::value,
                   .default_text = "now"},
                  {.name = "--status",
                   .value_name = "STATUS",
                   .doc = "Only these.",
                   .kind = OptionKind::value,
                   .choices = {"classified", "cancelled"}},
                  {.name = "--rules",
                   .value_name = "FILE",
                   .doc = "The rules.",
                   .kind = OptionKind::value},
                  {.name = "--type",
                   .value_name = "TYPE",
                   .doc = "Only this type.",
                   .kind = OptionKind::repeated},
                  {.name = "--days",
                   .value_name = "N",
                   .doc = "How many days.",
                   .kind = OptionKind::value},
                  cli::json_lines_option()},
      .examples = {{"execassist meetings list --from 2026-11-21", "from that day"}},
      .needs = cli::Needs::store,
      .run = run_sample};
  static const CommandDesc show{.path = {"meetings", "show"},
                                .summary = "show one meeting",
                                .arguments = {{.name = "ID", .doc = "A meeting."}},
                                .exit_codes = {cli::kExitNotFound},
                                .run = run_sample};
  static const CommandDesc add{.path = {"meetings", "add"},
                               .summary = "add one",
                               .options = {{.name = "--title",
                                            .value_name = "TEXT",
                                            .doc = "Its title.",
                                            .kind = OptionKind::value,
                                            .required = true}},
                               .run = run_sample};
  static const CommandDesc prep{.path = {"prep"},
                                .summary = "trigger",
                                .options = {{.name = "--all", .doc = "All of them."}},
                                .audience = cli::Audience::cron,
                                .run = run_sample};
  static const CommandDesc prep_list{
      .path = {"prep", "list"}, .summary = "list preps", .run = run_sample};
  static const CommandDesc completion{
      .path = {"completion"},
      .summary = "print completions",
      .arguments = {{.name = "SHELL", .doc = "The shell.", .choices = {"bash", "zsh"}},
                    {.name = "FILE", .doc = "Files.", .required = false, .repeated = true}},
      .run = run_sample};
  static const cli::CommandTree tree(
      program, {&sync, &meetings, &list, &show, &add, &prep, &prep_list, &completion},
      cli::global_options());
  return tree;
}

}  // namespace execassist::testing
