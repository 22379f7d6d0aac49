#include "cli/commands.hpp"

#include "cli/global_options.hpp"

namespace execassist::cli {

const CommandDesc kProgram{
    .path = {},
    .summary = "an executive assistant for your calendar",
    .doc =
        "Reads calendars, types each meeting by rules, tells people in time that a meeting wants "
        "preparation, and reminds them before it starts. Every command can be repeated: what is "
        "done stays done, and a second run repeats nothing.\n\n"
        "Let cron or a systemd timer call \"execassist run\" every few minutes; the other "
        "commands are for you.",
    .examples = {{"execassist config init", "write a commented configuration to start from"},
                 {"execassist run", "one whole tick: sync, classify, prep, notify, remind"},
                 {"execassist agenda", "see the coming days"}},
};

const CommandDesc kMeetings{
    .path = {"meetings"},
    .summary = "list, show, add and cancel meetings",
    .doc = "The meetings that the store knows: fetched from calendars, or added by hand.",
};

const CommandDesc kConfig{
    .path = {"config"},
    .summary = "write, check and show the configuration",
    .doc = "The configuration is one YAML file; it names the rules file.",
};

const std::vector<const CommandDesc*>& all_commands() {
  static const std::vector<const CommandDesc*> commands = {
      &kRun,          &kSync,          &kClassify,     &kPrep,           &kPrepList,
      &kPrepShow,     &kPrepStart,     &kPrepAnswer,   &kPrepFinish,     &kPrepSkip,
      &kPrepSnooze,   &kPrepMaterials, &kPrepRetry,    &kNotify,         &kNotifyList,
      &kNotifyShow,   &kNotifyRetry,   &kNotifyTest,   &kNotifyLog,      &kRemind,
      &kRemindList,   &kRemindAdd,     &kRemindCancel, &kAgenda,         &kMeetings,
      &kMeetingsList, &kMeetingsShow,  &kMeetingsAdd,  &kMeetingsCancel, &kServe,
      &kAuth,         &kAuthLogin,     &kAuthStatus,   &kAuthLogout,     &kConfig,
      &kConfigInit,   &kConfigCheck,   &kConfigPath,   &kConfigShow,     &kCompletion,
  };
  return commands;
}

const CommandTree& program_tree() {
  static const CommandTree tree(kProgram, all_commands(), global_options());
  return tree;
}

}  // namespace execassist::cli
