#include "platform/paths.hpp"

#include "support/scoped_variable.hpp"
#include "support/scratch_folder.hpp"

#include <filesystem>
#include <optional>
#include <string>

#include <doctest/doctest.h>
#include <unistd.h>

namespace execassist::platform {
namespace {

using testing::ScopedVariable;
using testing::ScratchFolder;
using Value = std::optional<std::string>;

TEST_CASE("the home folder is $HOME when that is absolute, else the user database's") {
  {
    const ScopedVariable home("HOME", "/home/ada/");
    CHECK(home_folder() == "/home/ada");
  }
  for (const Value& odd : {Value{}, Value{""}, Value{"relative"}}) {
    const ScopedVariable home("HOME", odd);
    CHECK(home_folder().starts_with('/'));
  }
}

TEST_CASE("paths become absolute") {
  const ScopedVariable home("HOME", "/home/ada");
  const std::string here = std::filesystem::current_path().string();
  const struct {
    std::string path;
    std::string expected;
  } cases[] = {{"", ""},
               {"/a/b", "/a/b"},
               {"~", "/home/ada"},
               {"~/a", "/home/ada/a"},
               {"~bob/a", here + "/~bob/a"},
               {"a", here + "/a"},
               {"./a", here + "/a"},
               {".//./a", here + "/a"},
               {"./", here + "/"},
               {"../a", here + "/../a"},
               {"a/~", here + "/a/~"}};
  for (const auto& one : cases) CHECK(absolute_path(one.path) == one.expected);
}

TEST_CASE("the configuration and the store stand where XDG says") {
  const ScopedVariable home("HOME", "/home/ada");
  const struct {
    Value named;
    Value config_home;
    Value data_home;
    std::string config;
    std::string store;
  } cases[] = {
      {{},
       {},
       {},
       "/home/ada/.config/execassist/config.yaml",
       "/home/ada/.local/share/execassist/execassist.db"},
      {{}, "/c", "/d", "/c/execassist/config.yaml", "/d/execassist/execassist.db"},
      {"", "", "", "/home/ada/.config/execassist/config.yaml",
       "/home/ada/.local/share/execassist/execassist.db"},
      {{},
       "relative",
       "relative",
       "/home/ada/.config/execassist/config.yaml",
       "/home/ada/.local/share/execassist/execassist.db"},
      {"/etc/execassist.yaml",
       "/c",
       {},
       "/etc/execassist.yaml",
       "/home/ada/.local/share/execassist/execassist.db"},
      {"~/x.yaml", {}, {}, "/home/ada/x.yaml", "/home/ada/.local/share/execassist/execassist.db"},
  };
  for (const auto& one : cases) {
    const ScopedVariable named("EXECASSIST_CONFIG", one.named);
    const ScopedVariable config_home("XDG_CONFIG_HOME", one.config_home);
    const ScopedVariable data_home("XDG_DATA_HOME", one.data_home);
    CHECK(default_config_path() == one.config);
    CHECK(default_store_path() == one.store);
  }
}

TEST_CASE("the machine's zone") {
  const struct {
    Value tz;
    std::string link;
    std::string file;
    std::string expected;
  } cases[] = {
      {{}, "", "", "UTC"},
      {{}, "/usr/share/zoneinfo/Europe/London", "", "Europe/London"},
      {{}, "../usr/share/zoneinfo/America/New_York", "Europe/Paris\n", "America/New_York"},
      {{}, "/usr/share/zoneinfo/right/Europe/London", "", "Europe/London"},
      {{}, "/usr/share/zoneinfo/Mars/Base", "Europe/Paris\n", "Europe/Paris"},
      {{}, "", "not a zone\n", "UTC"},
      {"Asia/Tokyo", "/usr/share/zoneinfo/Europe/London", "", "Asia/Tokyo"},
      {":Asia/Tokyo", "", "", "Asia/Tokyo"},
      {"/usr/share/zoneinfo/Asia/Tokyo", "", "", "Asia/Tokyo"},
      {"XYZ-3", "/usr/share/zoneinfo/Europe/London", "", "Europe/London"},
      {"", "", "Europe/Paris", "Europe/Paris"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.expected);
    const ScratchFolder etc;
    const ScopedVariable tz("TZ", one.tz);
    if (!one.link.empty()) {
      REQUIRE(::symlink(one.link.c_str(), etc.at("localtime").c_str()) == 0);
    }
    if (!one.file.empty()) etc.write("timezone", one.file);
    CHECK(machine_zone_name(etc.path()) == one.expected);
  }
}

}  // namespace
}  // namespace execassist::platform
