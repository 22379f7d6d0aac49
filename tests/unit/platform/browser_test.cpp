#include "platform/browser.hpp"

#include "support/scoped_variable.hpp"
#include "support/scratch_folder.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <thread>

#include <doctest/doctest.h>
#include <sys/wait.h>

namespace execassist::platform {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::content_of;
using testing::ScopedVariable;
using testing::ScratchFolder;

const std::string kUrl = "https://x/auth?a=1&b=$(touch%20x);`id`'\"";

// A desktop on which only what a test put there can be started.
struct Desktop {
  ScratchFolder folder;
  ScopedVariable path{"PATH", folder.path()};
  ScopedVariable display{"DISPLAY", ":0"};
  ScopedVariable wayland{"WAYLAND_DISPLAY", std::nullopt};
  ScopedVariable browser{"BROWSER", std::nullopt};
  ScopedVariable passed{"EXECASSIST_PASSED", "on"};

  Desktop() = default;
  Desktop(const Desktop&) = delete;
  Desktop& operator=(const Desktop&) = delete;
  ~Desktop() {
    // Nobody waits for a browser, so that the tests have to.
    while (::waitpid(-1, nullptr, 0) > 0) {
    }
  }

  std::string install(const std::string& name, unsigned mode = 0700) const {
    return folder.write(name,
                        "#!/bin/sh\n"
                        "read -r pid name state parent group session rest </proc/$$/stat\n"
                        "[ $session = $$ ] && own=own || own=shared\n"
                        "echo noise; echo noise >&2\n"
                        "echo \"" +
                            name + " $# $own $EXECASSIST_PASSED $1\" >'" + folder.at("told.new") +
                            "'\n/bin/mv '" + folder.at("told.new") + "' '" + folder.at("told") +
                            "'\n",
                        mode);
  }

  // What the program that was started says of itself.
  std::string told() const {
    const auto limit = steady_clock::now() + std::chrono::seconds{5};
    while (steady_clock::now() < limit) {
      const std::string text = content_of(folder.at("told"));
      if (!text.empty()) return text;
      std::this_thread::sleep_for(milliseconds{2});
    }
    return "(nothing)";
  }
};

}  // namespace

TEST_CASE("browser: xdg-open gets the address as one argument, in a session of its own") {
  const Desktop desktop;
  desktop.install("xdg-open");
  CHECK(open_in_browser(kUrl));
  CHECK(desktop.told() == "xdg-open 1 own on " + kUrl + "\n");
}

TEST_CASE("browser: it is not waited for") {
  const Desktop desktop;
  const std::string end = desktop.folder.at("end");
  desktop.folder.write("xdg-open",
                       "#!/bin/sh\nuntil [ -e '" + end + "' ]; do /bin/sleep 0.01; done\n", 0700);
  CHECK(open_in_browser("https://x/"));
  CHECK(::waitpid(-1, nullptr, WNOHANG) == 0);  // it runs
  desktop.folder.write("end", "");
}

TEST_CASE("browser: none without a display, without a program, or for what is no address") {
  const Desktop desktop;
  CHECK_FALSE(open_in_browser("https://x/"));
  desktop.install("xdg-open", 0600);  // not executable
  CHECK_FALSE(open_in_browser("https://x/"));
  desktop.install("xdg-open");
  for (const char* url : {"", "--version", "/etc/passwd", "file:///etc/passwd", "javascript:x",
                          "HTTPS://x/", " https://x/"}) {
    CAPTURE(url);
    CHECK_FALSE(open_in_browser(url));
  }
  {
    const ScopedVariable display("DISPLAY", "");
    CHECK_FALSE(open_in_browser("https://x/"));
    const ScopedVariable wayland("WAYLAND_DISPLAY", "wayland-0");
    CHECK(open_in_browser("http://x/"));
  }
  CHECK(desktop.told() == "xdg-open 1 own on http://x/\n");
}

TEST_CASE("browser: the person's own choice goes first when it is a plain program") {
  const struct {
    const char* wish;
    const char* started;
  } cases[] = {
      {"my-browser", "my-browser"},      {"", "xdg-open"},
      {"missing", "xdg-open"},           {"my-browser %s", "xdg-open"},
      {"my-browser:other", "xdg-open"},  {"./my-browser", "xdg-open"},
      {"../bin/my-browser", "xdg-open"}, {"-x", "xdg-open"},
      {"$(my-browser)", "xdg-open"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.wish);
    const Desktop desktop;
    desktop.install("xdg-open");
    desktop.install("my-browser");
    const ScopedVariable browser("BROWSER", each.wish);
    CHECK(open_in_browser("https://x/"));
    CHECK(desktop.told() == std::string(each.started) + " 1 own on https://x/\n");
  }
  const Desktop desktop;
  const ScopedVariable browser("BROWSER", desktop.install("elsewhere"));
  CHECK(open_in_browser("https://x/"));
  CHECK(desktop.told() == "elsewhere 1 own on https://x/\n");
}

TEST_CASE("browser: folders of PATH that are relative or empty are passed over") {
  const Desktop desktop;
  desktop.install("xdg-open");
  for (const char* path : {"", ":", ".", "::.:bin", "/nowhere:relative"}) {
    CAPTURE(path);
    const ScopedVariable only("PATH", path);
    CHECK_FALSE(open_in_browser("https://x/"));
  }
  const ScopedVariable last("PATH", ".::/nowhere:" + desktop.folder.path());
  CHECK(open_in_browser("https://x/"));
  CHECK(desktop.told() == "xdg-open 1 own on https://x/\n");
}

}  // namespace execassist::platform
