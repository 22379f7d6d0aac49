// The table of contents: every command of the program, in the order of help.
#pragma once

#include "cli/command.hpp"
#include "cli/command_tree.hpp"

#include <vector>

namespace execassist::cli {

// Called by cron.
extern const CommandDesc kRun;       // cmd_run.cpp
extern const CommandDesc kSync;      // cmd_sync.cpp
extern const CommandDesc kClassify;  // cmd_classify.cpp
extern const CommandDesc kPrep;      // cmd_prep.cpp
extern const CommandDesc kNotify;    // cmd_notify.cpp
extern const CommandDesc kRemind;    // cmd_remind.cpp

// For people.
extern const CommandDesc kAgenda;          // cmd_agenda.cpp
extern const CommandDesc kMeetingsList;    // cmd_meetings.cpp
extern const CommandDesc kMeetingsShow;    // cmd_meetings.cpp
extern const CommandDesc kMeetingsAdd;     // cmd_meetings.cpp
extern const CommandDesc kMeetingsCancel;  // cmd_meetings.cpp
extern const CommandDesc kPrepList;        // cmd_prep_actions.cpp
extern const CommandDesc kPrepShow;        // cmd_prep_actions.cpp
extern const CommandDesc kPrepStart;       // cmd_prep_session.cpp
extern const CommandDesc kPrepAnswer;      // cmd_prep_session.cpp
extern const CommandDesc kPrepFinish;      // cmd_prep_session.cpp
extern const CommandDesc kPrepSkip;        // cmd_prep_actions.cpp
extern const CommandDesc kPrepSnooze;      // cmd_prep_actions.cpp
extern const CommandDesc kPrepMaterials;   // cmd_prep_materials.cpp
extern const CommandDesc kPrepRetry;       // cmd_prep_materials.cpp
extern const CommandDesc kNotifyList;      // cmd_notify_outbox.cpp
extern const CommandDesc kNotifyShow;      // cmd_notify_outbox.cpp
extern const CommandDesc kNotifyRetry;     // cmd_notify_outbox.cpp
extern const CommandDesc kNotifyTest;      // cmd_notify_outbox.cpp
extern const CommandDesc kNotifyLog;       // cmd_notify_outbox.cpp
extern const CommandDesc kRemindList;      // cmd_remind.cpp
extern const CommandDesc kRemindAdd;       // cmd_remind.cpp
extern const CommandDesc kRemindCancel;    // cmd_remind.cpp
extern const CommandDesc kServe;           // cmd_serve.cpp
extern const CommandDesc kAuth;            // cmd_auth.cpp
extern const CommandDesc kAuthLogin;       // cmd_auth.cpp
extern const CommandDesc kAuthStatus;      // cmd_auth.cpp
extern const CommandDesc kAuthLogout;      // cmd_auth.cpp
extern const CommandDesc kConfigInit;      // cmd_config.cpp
extern const CommandDesc kConfigCheck;     // cmd_config.cpp
extern const CommandDesc kConfigPath;      // cmd_config.cpp
extern const CommandDesc kConfigShow;      // cmd_config.cpp
extern const CommandDesc kCompletion;      // cmd_completion.cpp

const std::vector<const CommandDesc*>& all_commands();

// Two groups that do nothing by themselves, and the program.
extern const CommandDesc kMeetings;
extern const CommandDesc kConfig;
extern const CommandDesc kProgram;

// The program as it is.
const CommandTree& program_tree();

}  // namespace execassist::cli
