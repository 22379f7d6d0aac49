#include "platform/command_runner.hpp"

#include "support/scoped_variable.hpp"
#include "support/scratch_folder.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <unistd.h>

namespace execassist::platform {
namespace {

using testing::ScopedVariable;
using testing::ScratchFolder;
using Words = std::vector<std::string>;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

CommandResult shell(const std::string& script, milliseconds limit = seconds{10}) {
  return ProcessRunner().run({"/bin/sh", "-c", script}, {}, limit, 1000);
}

CommandResult in_folder(const Words& argv, const std::string& folder) {
  return ProcessRunner().run(argv, folder, seconds{10}, 1000);
}

TEST_CASE("words are split as a shell does, and nothing is expanded") {
  const struct {
    std::string text;
    std::optional<Words> expected;
  } cases[] = {
      {"pass show x", Words{"pass", "show", "x"}},
      {"  a \t b\n", Words{"a", "b"}},
      {"a 'b c' \"d e\"", Words{"a", "b c", "d e"}},
      {"a''b \"\" ''", Words{"ab", "", ""}},
      {"a\\ b 'c\\d' \"e\\\"f\"", Words{"a b", "c\\d", "e\"f"}},
      {"'it'\\''s'", Words{"it's"}},
      {"$HOME `id` $(id) *|;&", Words{"$HOME", "`id`", "$(id)", "*|;&"}},
      {"", std::nullopt},
      {"   ", std::nullopt},
      {"a 'b", std::nullopt},
      {"a \"b", std::nullopt},
      {"a \\", std::nullopt},
  };
  for (const auto& one : cases) {
    CAPTURE(one.text);
    CHECK(split_arguments(one.text) == one.expected);
  }
}

TEST_CASE("output and exit status") {
  const CommandResult good = shell("echo one; echo two; echo bad >&2");
  CHECK(good.succeeded());
  CHECK(good.output == "one\ntwo\n");
  const CommandResult bad = shell("exit 7");
  CHECK_FALSE(bad.succeeded());
  CHECK(bad.end == CommandEnd::exited);
  CHECK(bad.code == 7);
  const CommandResult killed = shell("kill -9 $$");
  CHECK(killed.end == CommandEnd::killed);
  CHECK(killed.code == SIGKILL);
  const CommandResult missing = in_folder({"/no/such/program"}, {});
  CHECK(missing.end == CommandEnd::not_started);
  CHECK(missing.code == ENOENT);
  CHECK(in_folder({"true"}, {}).succeeded());
}

TEST_CASE("the child has a clean environment, no stdin, no files of ours, and SIGPIPE as usual") {
  const ScopedVariable secret("EXECASSIST_TEST_TOKEN", "hunter2");
  const ScopedVariable zone("TZ", "Europe/London");
  const ScopedVariable path("PATH", "/usr/bin:/bin");
  const std::string environment = shell("env").output;
  CHECK(environment.find("hunter2") == std::string::npos);
  CHECK(environment.find("TZ=Europe/London\n") != std::string::npos);
  CHECK(environment.find("PATH=") != std::string::npos);
  CHECK(shell("cat | wc -c | tr -d ' '").output == "0\n");
  const int inherited = ::dup(1);
  // ls itself holds one more, for the folder it reads.
  CHECK(shell("ls /proc/self/fd | wc -l | tr -d ' '").output == "4\n");
  ::close(inherited);
  std::signal(SIGPIPE, SIG_IGN);
  const CommandResult piped = shell("kill -s PIPE $$; echo survived");
  CHECK(piped.end == CommandEnd::killed);
  CHECK(piped.code == SIGPIPE);
}

TEST_CASE("it runs in the folder that it is told, and a program with a slash is looked for there") {
  const ScratchFolder folder;
  folder.write("here", "#!/bin/sh\npwd; cat data\n", 0700);
  folder.write("sub/here", "#!/bin/sh\necho sub\n", 0700);
  folder.write("data", "42\n");
  const std::string before = shell("pwd").output;
  const CommandResult found = in_folder({"./here"}, folder.path());
  CHECK(found.succeeded());
  CHECK(found.output == folder.path() + "\n42\n");
  CHECK(in_folder({"sub/here"}, folder.path()).output == "sub\n");
  CHECK(shell("pwd").output == before);
  // A name without a slash is a program of the machine, not one that lies about in the folder.
  CHECK(in_folder({"here"}, folder.path()).code == ENOENT);
  for (const std::string& wrong : {folder.at("gone"), folder.at("data")}) {
    CAPTURE(wrong);
    const CommandResult result = in_folder({"true"}, wrong);
    CHECK(result.end == CommandEnd::not_started);
    CHECK(result.code == (wrong.ends_with("gone") ? ENOENT : ENOTDIR));
  }
  folder.write("plain", "echo no\n", 0600);
  CHECK(in_folder({"./plain"}, folder.path()).code == EACCES);
}

TEST_CASE("signals that we hold back reach the program") {
  sigset_t blocked;
  sigset_t old;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &blocked, &old);
  const CommandResult result = shell("kill -s TERM $$; echo survived");
  ::pthread_sigmask(SIG_SETMASK, &old, nullptr);
  CHECK(result.end == CommandEnd::killed);
  CHECK(result.code == SIGTERM);
}

TEST_CASE("the time limit kills the whole group") {
  const ScratchFolder folder;
  const std::string mark = folder.at("mark");
  const auto before = steady_clock::now();
  const CommandResult result =
      shell("(sleep 0.2; echo late > " + mark + ") & sleep 30", milliseconds{100});
  CHECK(result.end == CommandEnd::timed_out);
  CHECK(steady_clock::now() - before < seconds{5});
  ::usleep(250'000);
  CHECK(::access(mark.c_str(), F_OK) != 0);
  // Also one that closed its output and stays.
  CHECK(shell("exec >&-; sleep 30", milliseconds{100}).end == CommandEnd::timed_out);
}

TEST_CASE("a program that it leaves running is neither waited for nor killed") {
  const ScratchFolder folder;
  const std::string mark = folder.at("mark");
  const CommandResult result = shell("(sleep 0.4; echo late > " + mark + ") & echo secret");
  CHECK(::access(mark.c_str(), F_OK) != 0);
  CHECK(result.succeeded());
  CHECK(result.output == "secret\n");
  for (int i = 0; i < 100 && ::access(mark.c_str(), F_OK) != 0; ++i) ::usleep(20'000);
  CHECK(::access(mark.c_str(), F_OK) == 0);
}

TEST_CASE("endless output is cut off") {
  const auto before = steady_clock::now();
  CHECK(shell("yes").end == CommandEnd::too_much_output);
  CHECK(steady_clock::now() - before < seconds{5});
}

}  // namespace
}  // namespace execassist::platform
