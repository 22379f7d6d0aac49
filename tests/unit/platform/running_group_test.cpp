#include "platform/running_group.hpp"

#include "platform/command_runner.hpp"
#include "support/scratch_folder.hpp"

#include <chrono>
#include <csignal>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace execassist::platform {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::ScratchFolder;

bool there(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

bool comes(const std::string& path) {
  for (int i = 0; i < 1000 && !there(path); ++i) ::usleep(10'000);
  return there(path);
}

CommandResult shell(ProcessRunner& runner, const std::string& script) {
  return runner.run({"/bin/sh", "-c", script}, {}, seconds{30}, 1000);
}

// Says that it runs, and half a second later, with its child, that it still does.
std::string lasting(const ScratchFolder& folder, const std::string& name) {
  const std::string late = "sleep 0.5; echo x > " + folder.at(name);
  return "echo x > " + folder.at("ready" + name) + "; (" + late + ".child) & " + late +
         "; sleep 30";
}

// What `work` does to its signals holds for a process of its own, which has none of doctest's.
template <class Work>
pid_t in_child(const Work& work) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) std::signal(signal, SIG_DFL);
  ::_exit(work());
}

int status_of(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

TEST_CASE("a signal that ends us ends all programs that run, with what they started") {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    CAPTURE(signal);
    const ScratchFolder folder;
    const pid_t child = in_child([&] {
      std::vector<std::thread> threads;
      ProcessRunner runner;
      for (const char* name : {"a", "b", "c"}) {
        threads.emplace_back([&, name] { shell(runner, lasting(folder, name)); });
      }
      for (std::thread& each : threads) each.join();
      return 0;
    });
    for (const char* name : {"readya", "readyb", "readyc"}) CHECK(comes(folder.at(name)));
    ::kill(child, signal);
    const int status = status_of(child);
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == signal);
    ::usleep(700'000);
    for (const char* name : {"a", "b", "c", "a.child", "b.child", "c.child"}) {
      CAPTURE(std::string(name));
      CHECK_FALSE(there(folder.at(name)));
    }
  }
}

TEST_CASE("programs that start while the signal comes do not get away") {
  for (int round = 0; round < 10; ++round) {
    const ScratchFolder folder;
    const pid_t child = in_child([&] {
      std::vector<std::thread> threads;
      ProcessRunner runner;
      for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
          for (;;)
            shell(runner, "(sleep 0.3; echo x > " + folder.at(std::to_string(i)) + ") >&- &" +
                              "echo x > " + folder.at("ready") + "; sleep 0.002; kill $!");
        });
      }
      for (std::thread& each : threads) each.join();
      return 0;
    });
    CHECK(comes(folder.at("ready")));
    ::usleep(static_cast<unsigned>(round) * 1300);
    ::kill(child, SIGTERM);
    CHECK(WTERMSIG(status_of(child)) == SIGTERM);
    ::usleep(400'000);
    for (int i = 0; i < 4; ++i) CHECK_FALSE(there(folder.at(std::to_string(i))));
  }
}

TEST_CASE("a signal that is ignored stays ignored, and one that is held back waits") {
  const ScratchFolder folder;
  const pid_t child = in_child([&] {
    std::signal(SIGHUP, SIG_IGN);
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &held, nullptr);
    ProcessRunner runner;
    const CommandResult result =
        shell(runner, "echo x > " + folder.at("ready") + "; sleep 0.3; echo whole");
    sigset_t waiting;
    ::sigpending(&waiting);
    return result.output == "whole\n" && sigismember(&waiting, SIGTERM) == 1 ? 0 : 1;
  });
  CHECK(comes(folder.at("ready")));
  ::kill(child, SIGHUP);
  ::kill(child, SIGTERM);
  const int status = status_of(child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("signals are handled only while a program runs") {
  const auto usual = [] {
    bool all = true;
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
      struct sigaction now {};
      ::sigaction(signal, nullptr, &now);
      all = all && now.sa_handler == SIG_DFL;
    }
    return all;
  };
  const pid_t child = in_child([&] {
    if (!usual()) return 1;
    const ScratchFolder folder;
    ProcessRunner runner;
    std::thread running([&] {
      shell(runner, "echo x > " + folder.at("ready") + "; sleep 0.3");
      shell(runner, "true");
    });
    const bool handled = comes(folder.at("ready")) && !usual();
    running.join();
    return handled && usual() ? 0 : 2;
  });
  CHECK(WEXITSTATUS(status_of(child)) == 0);
}

TEST_CASE("a runner that is stopped cuts off what runs, and starts nothing more") {
  const ScratchFolder folder;
  ProcessRunner runner;
  CommandResult result;
  std::thread running([&] { result = shell(runner, lasting(folder, "a")); });
  CHECK(comes(folder.at("readya")));
  const auto before = steady_clock::now();
  runner.stop();
  running.join();
  CHECK(steady_clock::now() - before < seconds{2});
  CHECK(result.end == CommandEnd::cut_off);
  CHECK(shell(runner, "echo x > " + folder.at("more")).end == CommandEnd::cut_off);
  ::usleep(700'000);
  for (const char* name : {"a", "a.child", "more"}) CHECK_FALSE(there(folder.at(name)));
  ProcessRunner other;
  CHECK(shell(other, "true").succeeded());
}

}  // namespace
}  // namespace execassist::platform
